"""Django under ASGI on long-lived threads, asked as a server would ask it."""

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import override_settings
from django.urls import path

from openweek.config import handler
from openweek.config.handler import PagesHandler
from openweek.ground import computing


def echo(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.body, headers={"X-Thread": threading.current_thread().name})


def slowly(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(part for part in (b"now ", b"and ", b"next"))


class Held:
    """A page that goes on once it is let go."""

    def __init__(self) -> None:
        self.is_there = threading.Event()
        self.let_go = threading.Event()

    def stay(self) -> HttpResponse:
        self.is_there.set()
        return HttpResponse(str(self.let_go.wait(timeout=10)))


held = Held()


def computes(request: HttpRequest) -> HttpResponse:
    return held.stay()


def waits(request: HttpRequest) -> HttpResponse:
    computing.step_aside()
    computing.step_aside()  # said twice, one place is free
    return held.stay()


urlpatterns = [
    path("echo/", echo),
    path("slowly/", slowly),
    path("computes/", computes),
    path("waits/", waits),
]


@pytest.fixture
def pages() -> Iterator[PagesHandler]:
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        yield PagesHandler(threads=1)


def scope_of(path: str) -> dict[str, Any]:
    return {
        "type": "http", "method": "POST", "path": path, "query_string": b"", "headers": [],
        "scheme": "http", "server": ("testserver", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip


def ask(pages: PagesHandler, path: str, *chunks: bytes) -> tuple[int, dict[bytes, bytes], bytes]:
    waiting = [
        {"type": "http.request", "body": chunk, "more_body": n < len(chunks) - 1}
        for n, chunk in enumerate(chunks or [b""])
    ]
    said: list[Any] = []

    async def receive() -> Any:
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        said.append(message)

    asyncio.run(pages(scope_of(path), receive, send))
    if not said:
        return 0, {}, b""
    body = b"".join(message["body"] for message in said[1:])
    return said[0]["status"], dict(said[0]["headers"]), body


@pytest.mark.django_db
def test_a_body_in_pieces_arrives_whole(pages: PagesHandler) -> None:
    assert ask(pages, "/echo/", b"a" * 70_000, b"b")[2] == b"a" * 70_000 + b"b"


@pytest.mark.django_db
def test_a_stream_is_told_piece_by_piece(pages: PagesHandler) -> None:
    assert ask(pages, "/slowly/")[2] == b"now and next"


@pytest.mark.django_db
def test_the_same_thread_answers_again(pages: PagesHandler) -> None:
    threads = {ask(pages, "/echo/")[1][b"x-thread"] for _ in range(3)}
    assert len(threads) == 1


async def meanwhile(pages: PagesHandler, busy: str) -> tuple[bool, int]:
    """Whether others are answered while that page is busy, and how many are in the end."""
    said: list[Any] = []

    async def ask_for(path: str) -> None:
        waiting = [{"type": "http.request"}]

        async def receive() -> Any:
            return waiting.pop() if waiting else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            said.append(message)

        await pages(scope_of(path), receive, send)

    first = asyncio.create_task(ask_for(busy))
    await asyncio.to_thread(held.is_there.wait, 10)
    others = [asyncio.create_task(ask_for("/echo/")) for _ in range(2)]
    done, _ = await asyncio.wait(others, timeout=10 if busy == "/waits/" else 0.05)
    held.let_go.set()
    await asyncio.gather(first, *others)
    return len(done) == len(others), sum(each.get("status") == 200 for each in said)


@pytest.mark.django_db
def test_few_pages_compute_at_once_but_who_only_waits_makes_nobody_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def one_after_the_other(pages: PagesHandler) -> list[tuple[bool, int]]:
        found = []
        for busy in ("/computes/", "/waits/", "/computes/"):
            monkeypatch.setattr(f"{__name__}.held", Held())
            found.append(await meanwhile(pages, busy))
        return found

    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        found = asyncio.run(one_after_the_other(PagesHandler(threads=3, at_once=1)))
    # The last shows that every place is free again, and that there are no more than before.
    assert found == [(False, 3), (True, 3), (False, 3)]


def test_more_than_any_page_takes_is_refused(
    pages: PagesHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handler, "BODY_LIMIT_BYTES", 10)
    assert ask(pages, "/echo/", b"x" * 11)[0] == 413


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/echo/", "/slowly/"])
def test_who_reads_nothing_holds_up_nobody_else(pages: PagesHandler, path: str) -> None:
    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    async def both() -> list[Any]:
        reads_again, said = asyncio.Event(), []

        async def stuck(message: Any) -> None:
            await reads_again.wait()

        async def send(message: Any) -> None:
            said.append(message)

        slow = asyncio.create_task(pages(scope_of(path), receive, stuck))
        await asyncio.wait_for(pages(scope_of("/echo/"), receive, send), timeout=20)
        assert not slow.done()
        reads_again.set()
        await slow
        return said

    assert asyncio.run(both())[0]["status"] == 200


@pytest.mark.django_db
def test_films_may_weigh_more_where_they_are_sent_to(
    pages: PagesHandler, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(handler, "BODY_LIMIT_BYTES", 10)
    settings.OPENWEEK_FILM_MB = settings.OPENWEEK_SOUND_MB = 1
    there = f"/texts/{'0' * 36}/media/"

    assert ask(pages, there, b"a" * 11)[0] != 413
    assert ask(pages, there, b"a" * (1 << 20), b"a" * (1 << 20))[0] == 413

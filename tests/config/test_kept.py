"""Answers that are kept: given again while they are true, and not a moment longer."""

import asyncio
import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from openweek.config import kept as kept_module
from openweek.config.handler import PagesHandler
from openweek.ground import clock, events
from openweek.ground.authors import SOFTWARE
from openweek.ground.keeping import keep
from openweek.place.models import Place
from tests.config.threads import let_go
from tests.factories.places import WEDNESDAY_TEN, make_place

Headers = list[tuple[bytes, bytes]]

made = itertools.count(1)
while_making: list[Any] = []


def shown(request: HttpRequest) -> HttpResponse:
    number = next(made)
    while while_making:
        while_making.pop()()
    name = request.GET.get("name", "")
    answer = HttpResponse(f"made {number} {name}", headers={"ETag": f'"{number}"'})
    if name:
        answer.set_cookie("who", name)
    place = Place.objects.get(slug=request.GET.get("place", "le-preau"))
    return keep(answer, place_id=place.pk)


urlpatterns = [path("shown/", shown)]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place() -> Place:
    return make_place()


@pytest.fixture
def ask(place: Place) -> Iterator["Ask"]:
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        asking = Ask()
        yield asking
        asking.leave()


class Ask:
    """A browser, and the process that it asks."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._pages = PagesHandler(threads=2)

    def __call__(self, query: str = "", **headers: str) -> str:
        return self._loop.run_until_complete(self._one(query, headers))[1]

    def status(self, query: str = "", **headers: str) -> int:
        return self._loop.run_until_complete(self._one(query, headers))[0]

    def together(self, *queries: str) -> list[str]:
        async def all_of_them() -> list[str]:
            answers = await asyncio.gather(*(self._one(each, {}) for each in queries))
            return [body for _status, body in answers]

        return self._loop.run_until_complete(all_of_them())

    def kept_for(self, headers: Headers) -> str:
        """What is given the third time: by then it is kept, if it may be."""
        for _time in range(2):
            self._loop.run_until_complete(self._raw("", headers))
        return self._loop.run_until_complete(self._raw("", headers))[1]

    def weight(self) -> int:
        return self._pages._kept._weight

    async def _one(self, query: str, headers: dict[str, str]) -> tuple[int, str]:
        named = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
        return await self._raw(query, named)

    async def _raw(self, query: str, named: Headers) -> tuple[int, str]:
        said: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b""}

        async def send(message: Any) -> None:
            said.append(message)

        scope = {
            "type": "http", "method": "GET", "path": "/shown/", "raw_path": b"/shown/",
            "query_string": query.encode(), "headers": [(b"host", b"localhost"), *named],
            "scheme": "http", "server": ("localhost", 80), "client": ("127.0.0.1", 1),
        }  # fmt: skip
        await self._pages(scope, receive, send)
        return said[0]["status"], said[1]["body"].decode()

    def leave(self) -> None:
        let_go(self._pages._threads, 2)
        self._loop.close()


def something_is_done(place: Place) -> None:
    with transaction.atomic():
        events.record("place.place_changed", by=SOFTWARE, subject=place, place_id=place.pk)


def test_an_answer_is_given_again_until_something_is_done(ask: Ask, place: Place) -> None:
    ask()
    kept = ask()

    assert [ask(), ask()] == [kept, kept]
    something_is_done(place)
    assert ask() != kept


def test_what_is_done_elsewhere_makes_nothing_anew(ask: Ask) -> None:
    elsewhere = make_place("Ailleurs")
    ask()
    kept = ask()

    something_is_done(elsewhere)

    assert ask() == kept


def test_what_is_done_while_an_answer_is_made_is_in_the_next_one(ask: Ask, place: Place) -> None:
    ask()
    something_is_done(place)
    while_making.append(lambda: something_is_done(place))

    overtaken = ask()

    assert ask() != overtaken


def test_each_reader_and_each_language_has_its_own(ask: Ask) -> None:
    for header in ({}, {"cookie": "sessionid=a"}, {"accept_language": "en"}):
        ask(**header)
    answers = [ask(), ask(cookie="sessionid=a"), ask(accept_language="en"), ask("place=le-preau")]

    assert len(set(answers)) == len(answers)
    assert ask(accept_language="en-GB, fr;q=0.5") == ask(accept_language="en")


def test_a_session_that_changed_is_asked_anew(ask: Ask) -> None:
    session = SessionStore()
    session.create()
    cookie = f"sessionid={session.session_key}"
    ask(cookie=cookie)
    kept = ask(cookie=cookie)
    assert ask(cookie=cookie) == kept

    session["held_capabilities"] = [1]
    session.save()

    assert ask(cookie=cookie) != kept


def test_an_answer_with_a_cookie_is_nobody_elses(ask: Ask) -> None:
    ask("name=Nour")
    first = ask("name=Nour")

    assert ask("name=Nour") != first
    assert ask("name=Nour", cookie="who=Lou") != ask("name=Nour", cookie="who=Lou")
    assert len(set(ask.together("name=Nour", "name=Nour"))) == 2


def test_those_who_come_together_wait_for_one(ask: Ask, place: Place) -> None:
    ask()
    something_is_done(place)

    assert len(set(ask.together("", "", ""))) == 1


def test_who_has_it_is_told_that_nothing_changed(ask: Ask, place: Place) -> None:
    ask()
    number = ask().split()[1]

    assert ask.status(if_none_match=f'W/"{number}", "other"') == 304
    assert ask.status(if_none_match='"other"') == 200
    something_is_done(place)
    assert ask.status(if_none_match=f'"{number}"') == 200


def test_a_cookie_that_is_only_renewed_harms_nothing(ask: Ask) -> None:
    ask("name=Nour", cookie="a=b; who=Nour")

    assert ask("name=Nour", cookie="a=b; who=Nour") == ask("name=Nour", cookie="a=b; who=Nour")


def test_what_is_said_twice_is_read_as_the_pages_read_it(ask: Ask) -> None:
    """Else whoever says it twice would choose the language of all who ask after them."""
    twice = ask.kept_for([(b"accept-language", b"en"), (b"accept-language", b"fr")])
    assert ask.kept_for([(b"accept-language", b"fr")]) != twice

    split = ask.kept_for([(b"cookie", b"django_language=f"), (b"cookie", b"r")])
    assert ask.kept_for([(b"cookie", b"django_language=fr")]) != split

    insecure = ask.kept_for([(b"x-forwarded-proto", b"http"), (b"x-forwarded-proto", b"https")])
    assert ask.kept_for([(b"x-forwarded-proto", b"https")]) != insecure


@pytest.mark.parametrize("before", ['odd={"a": 1}', "é", 'q="open', "a b=c", "sessionid=other"])
def test_an_odd_cookie_hides_no_session(ask: Ask, before: str) -> None:
    session = SessionStore()
    session.create()
    cookies = [(b"cookie", f"{before}; sessionid={session.session_key}".encode())]
    kept = ask.kept_for(cookies)
    assert ask.kept_for(cookies) == kept

    session.flush()

    assert ask.kept_for(cookies) != kept


def test_a_month_later_it_is_another_minute(ask: Ask) -> None:
    with clock.at(WEDNESDAY_TEN):
        ask()
        kept = ask()
        assert ask() == kept
    with clock.at(WEDNESDAY_TEN + timedelta(days=30)):
        assert ask() != kept
    with clock.at(WEDNESDAY_TEN.replace(month=12)):
        assert ask() != kept


def test_who_asks_each_time_otherwise_displaces_nobody(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_module, "MOST_BYTES", 20_000)
    ask()
    kept = ask()

    for number in range(60):
        ask(cookie=f"csrftoken={number}")

    assert ask() == kept


def test_long_cookies_fill_no_memory(ask: Ask) -> None:
    """What is kept weighs what its name weighs too; and what is too long isn't kept at all."""
    long = {"cookie": "a" * 5000}
    ask(**long)
    assert ask(**long) == ask(**long)
    assert ask.weight() > 5000

    longer = {"cookie": "a" * 9000}
    ask(**longer)
    assert ask(**longer) != ask(**longer)

"""A house of its own for each test: a data folder, its database, and a real live process."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from openweek.ground.authors import Author
from openweek.place.models import Place
from openweek.writing import actions
from openweek.writing.live.handover import HandOver
from openweek.writing.live.ticket import make_ticket
from openweek.writing.log.paths import control_socket
from openweek.writing.models import Text
from openweek.writing.tree import SCHEMA_VERSION
from tests.factories.places import make_place
from tests.writing.client import Writer

SOON = 15.0


@contextmanager
def database_at(path: Path) -> Iterator[None]:
    """Have this thread's rows there for a while: no other process can see pytest's own."""
    usual = connections["default"]
    there = connections.create_connection("default")
    there.settings_dict = {**there.settings_dict, "NAME": str(path)}
    connections["default"] = there
    try:
        yield
    finally:
        there.close()
        connections["default"] = usual


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    """An empty database, made once."""
    if connections["default"].vendor != "sqlite":
        pytest.skip("a house of one's own is a file")
    path = tmp_path_factory.mktemp("migrated") / "openweek.sqlite3"
    with django_db_blocker.unblock(), database_at(path):
        call_command("migrate", verbosity=0, skip_checks=True)
    return path


@pytest.fixture(scope="session")
def nursery() -> Iterator["subprocess.Popen[str]"]:
    with open_nursery() as process:
        yield process


@contextmanager
def open_nursery(**environ: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "tests.writing.nursery"]
    said = {"PYTHONFAULTHANDLER": "1", "RUST_BACKTRACE": "0"}  # where it died, and no more
    env = {**os.environ, "OPENWEEK_SECRET_KEY": django_settings.SECRET_KEY, **said, **environ}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env
    ) as process:
        yield process
        assert process.stdin
        process.stdin.close()


@contextmanager
def pages() -> Iterator[int]:
    """Uvicorn as pages run it, with nothing to show but the way to the live process."""

    async def nothing(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    server = uvicorn.Server(
        uvicorn.Config(
            nothing, port=0, http="httptools", loop="uvloop", ws=HandOver, lifespan="off",
            log_level="critical",
        )
    )  # fmt: skip
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    soon(lambda: server.started)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(timeout=5)


@pytest.fixture(scope="session")
def pages_port() -> Iterator[int]:
    with pages() as port:
        yield port


@pytest.fixture
def more_pages() -> Any:
    """Another pages process, to be stopped."""
    return pages


def soon(is_so: Any, seconds: float = SOON) -> None:
    give_up_at = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < give_up_at, "it did not become so"
        time.sleep(0.005)


class House:
    """One installation."""

    def __init__(self, folder: Path, port: int, nursery: "subprocess.Popen[str]") -> None:
        self.folder = folder
        self.port = port
        self.place: Place = make_place()
        self.environ: dict[str, str] = {}  # of the live process (see nursery.py)
        self.constants: dict[str, float] = {}
        self._nursery = nursery
        self._live = 0
        self._writers: list[Writer] = []

    # --- the live process -------------------------------------------------------------

    def start_live(self) -> None:
        assert self._nursery.stdin
        assert self._nursery.stdout
        control_socket().unlink(missing_ok=True)
        asked = {
            "folder": str(self.folder), "environ": self.environ, "constants": self.constants,
        }  # fmt: skip
        self._nursery.stdin.write(json.dumps(asked) + "\n")
        self._nursery.stdin.flush()
        self._live = int(self._nursery.stdout.readline())
        soon(control_socket().exists)

    @property
    def live_process(self) -> int:
        return self._live

    def end_live(self, number: int = signal.SIGTERM) -> None:
        if self._live:
            os.kill(self._live, number)
            soon(lambda: not _is_alive(self._live))
            self._live = 0

    # --- texts and writers ------------------------------------------------------------

    def text(self, *words: str, anyone: str = "write", **more: Any) -> Text:
        """What anyone may do there counts: the live process looks at rights again and again."""
        by = Author(name="Camille", person_id=1)
        text = actions.create_text(
            place=self.place, title="Territoire", language="fr", by=by, **more,
            tree=document(*words) if words else None,
        )  # fmt: skip
        if anyone:
            actions.grant(text=text, level=anyone, by=by, role="anyone")
        return text

    def address(self, text: Text, *, who: str = "Ada", level: str = "write") -> str:
        author = Author(name=who, passer_by=who.lower())
        ticket = make_ticket(text_id=text.pk, author=author, level=level, schema=SCHEMA_VERSION)
        return f"ws://127.0.0.1:{self.port}/live/{text.pk}?ticket={ticket}"

    def writer(self, text: Text, name: str = "Ada", level: str = "write") -> Writer:
        """Has joined, and has been told what is there."""
        writer = Writer(name)
        self._writers.append(writer)
        return self.join(writer, text, level)

    def writing(self, address: str) -> Writer:
        """Connected there, and hung up at the end of the test."""
        writer = Writer("Ada")
        self._writers.append(writer)
        return writer.connect(address)

    def join(self, writer: Writer, text: Text, level: str = "write") -> Writer:
        writer.connect(self.address(text, who=writer.name, level=level))
        return writer.hear(lambda: "welcome" in writer.kinds)

    def close(self) -> None:
        for writer in self._writers:
            writer.hang_up()
        self.end_live(signal.SIGKILL)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def document(*words: str) -> dict[str, Any]:
    return {"type": "doc", "content": [paragraph(each) for each in words]}


def paragraph(words: str) -> dict[str, Any]:
    return {"type": "paragraph", "content": [{"type": "text", "text": words}]}


@pytest.fixture
def house(
    tmp_path: Path,
    migrated: Path,
    nursery: "subprocess.Popen[str]",
    pages_port: int,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[House]:
    """With its live process not yet started."""
    with django_db_blocker.unblock(), open_house(tmp_path, migrated, nursery, pages_port) as made:
        yield made


@contextmanager
def open_house(
    folder: Path, migrated: Path, nursery: "subprocess.Popen[str]", port: int
) -> Iterator[House]:
    database = shutil.copy(migrated, folder / "openweek.sqlite3")
    with (
        override_settings(OPENWEEK_DATA=folder),
        database_at(database),
        closing(House(folder, port, nursery)) as made,
    ):
        yield made


@pytest.fixture
def live(house: House) -> House:
    """The same, with its live process running."""
    house.start_live()
    return house

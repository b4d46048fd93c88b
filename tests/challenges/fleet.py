"""An installation in which many books are due, and workers that are killed while they publish."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction

from openweek.challenges import actions
from openweek.challenges.models import Challenge, Team
from openweek.challenges.queries import template_of
from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Event
from openweek.publishing.actions import create_book
from openweek.publishing.files import file_path
from openweek.publishing.models import Book, Edition
from openweek.week import actions as week_actions
from openweek.writing.actions import write_plain
from tests.factories.books import text_of
from tests.factories.places import make_place

WORKERS = 4
PATIENCE_SECONDS = 240.0


def books_due(count: int) -> Challenge:
    """By the clock of this machine: a challenge that ended a moment ago, and its books."""
    now = clock.now()
    today = now.date()
    with transaction.atomic():
        place = make_place()
        week = week_actions.create_week(
            place=place, title="OpenWeek", days=(today, today + timedelta(days=4)), by=SOFTWARE
        )
        challenge = actions.create_challenge(
            week=week,
            title="ExplorBook",
            template="explorbook",
            opens_at=now - timedelta(days=5),
            closes_at=now + timedelta(days=1),
            by=SOFTWARE,
        )
        for number in range(count):
            _team(challenge, number)
    return challenge


def _team(challenge: Challenge, number: int) -> None:
    place = challenge.week.place
    book = create_book(
        place=place,
        title=f"Livre {number}",
        template=template_of(challenge, place.language),
        language=place.language,
        licence="CC-BY-SA-4.0",
        people=["Nadia", f"Paul {number}"],
        by=SOFTWARE,
    )
    Team.objects.create(
        challenge=challenge, name=book.title, book=book, once=uuid4(), created_at=clock.now()
    )


def write_a_word(book: Book) -> None:
    write_plain(text=text_of(book), body=f"Le {book.title}.", base="0", by=SOFTWARE)


def fall_due(challenge: Challenge) -> None:
    """Its hour has come, however the pages said it before."""
    from openweek.ground.models import Deadline  # noqa: PLC0415  only here

    past = clock.now() - timedelta(seconds=1)
    Challenge.objects.filter(pk=challenge.pk).update(closes_at=past)
    Deadline.objects.filter(kind=actions.CLOSE, subject_id=challenge.pk).update(due_at=past)


class Sweepers:
    """Four workers; whoever is killed is replaced."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._alive: list[int] = []
        self.kills = 0

    def fill_up(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        while len(self._alive) < WORKERS:
            self._process.stdin.write("one more\n")
            self._process.stdin.flush()
            self._alive.append(int(self._process.stdout.readline()))

    def kill_one(self, chance: random.Random) -> None:
        victim = self._alive.pop(chance.randrange(len(self._alive)))
        os.kill(victim, signal.SIGKILL)
        self.kills += 1

    def end(self) -> None:
        while self._alive:
            os.kill(self._alive.pop(), signal.SIGKILL)


@contextmanager
def sweepers(kinds: list[str], *, url: str = "") -> Iterator[Sweepers]:
    env = {
        **os.environ,
        "OPENWEEK_DATA": str(settings.OPENWEEK_DATA),
        "OPENWEEK_SECRET_KEY": settings.SECRET_KEY,
        **({"OPENWEEK_DATABASE_URL": url} if url else {}),
    }
    command = [sys.executable, "-m", "tests.challenges.sweepers", *kinds]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env
    ) as process:
        made = Sweepers(process)
        try:
            yield made
        finally:
            made.end()
            process.terminate()


def publish_under_fire(
    workers: Sweepers, challenge: Challenge, chance: random.Random, *, most_seconds: float
) -> None:
    """Kill somebody again and again until every book has all its files.

    Something is done between two kills, however slow the machine; the moment is chance.
    """
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    workers.fill_up()
    before = deeds()
    while not all_bound(challenge):
        assert time.monotonic() < give_up_at, "it does not come to an end"
        time.sleep(chance.uniform(0.02, most_seconds))
        if deeds() == before:
            continue
        workers.kill_one(chance)
        workers.fill_up()
        before = deeds()
    workers.end()


def deeds() -> int:
    connection.close()  # what this thread saw last is no news
    return Event.objects.count()


def all_bound(challenge: Challenge) -> bool:
    books = challenge.teams.count()
    done = Edition.objects.exclude(bound_at=None).filter(book__place=challenge.week.place)
    connection.close()  # what this thread saw last is no news
    return done.count() >= books


def check_exactly_once(challenge: Challenge, kinds: list[str]) -> None:
    books = list(Book.objects.filter(pk__in=challenge.teams.values("book")))
    editions = list(Edition.objects.filter(book__in=books).select_related("book__place"))
    assert len(editions) == len(books), "one edition for each book"
    assert {edition.book_id for edition in editions} == {book.pk for book in books}
    assert all(edition.reason == Edition.Reason.DEADLINE for edition in editions)
    for edition in editions:
        files = {file.kind: file for file in edition.files.all()}
        assert sorted(files) == sorted(kinds)
        for file in files.values():
            file.edition = edition
            assert _digest(file_path(file)) == file.digest
    for kind in ("publishing.edition_published", "publishing.edition_bound"):
        assert Event.objects.filter(kind=kind).count() == len(books)
    assert Event.objects.filter(kind="challenges.challenge_closed").count() == 1


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()

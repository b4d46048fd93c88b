"""A real programme that everybody wrote, 459 revisions of it, written again by our own actions."""

import gzip
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE, Author
from openweek.place import actions as place_actions
from openweek.place.models import Role, Room
from openweek.programme import actions, queries
from openweek.programme.models import Session, Span
from openweek.programme.selection import Selection
from openweek.week import actions as week_actions
from openweek.week.models import Week
from tests.factories.places import make_person, make_place

DATA = Path(__file__).parents[3] / "shared" / "data"
SOURCE = DATA / "schedules" / "36c3-self-organised-history.jsonl.gz"
SCHEMAS = DATA / "schemas"
DAYS = (date(2019, 12, 27), date(2019, 12, 30))
WORDS = ("title", "track", "language", "persons")
NAMES = ("Ada", "Blaise", "Chloé", "Dany", "Élise", "Farid", "Gaël")


@dataclass(frozen=True)
class Told:
    """What the source says of a session, and nothing else."""

    title: str
    starts_at: datetime
    minutes: int
    room: str
    track: str
    language: str
    persons: str

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    def overlaps(self, other: "Told") -> bool:
        same = self.room == other.room
        return same and self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True)
class Revision:
    number: int
    at: datetime
    put: dict[str, Told]
    gone: list[str]


def revisions() -> list[Revision]:
    """Skips, with a clear word, where the source is not there."""
    if not SOURCE.exists():
        pytest.skip(f"the history of 36C3's self-organised sessions is not at {SOURCE}")
    with gzip.open(SOURCE, "rt") as lines:
        return [_revision(json.loads(line)) for line in lines]


def _revision(row: dict[str, Any]) -> Revision:
    put = {each["guid"]: _told(each) for each in row["put"]}
    return Revision(row["rev"], datetime.fromtimestamp(row["at"], UTC), put, row["gone"])


def _told(row: dict[str, Any]) -> Told:
    hours, minutes = map(int, row["duration"].split(":"))
    return Told(
        title=row["title"],
        starts_at=datetime.fromisoformat(row["start"]).astimezone(UTC),
        minutes=hours * 60 + minutes,
        room=row["room"],
        track=row["track"],
        language=row["language"],
        persons=", ".join(row["persons"]),
    )


def shared_rooms(history: Iterable[Revision]) -> set[str]:
    """Where several things are at once, at some moment of the replay."""
    shown: dict[str, Told] = {}
    shared: set[str] = set()
    for revision in history:
        for guid in revision.gone:
            shown.pop(guid, None)
        for guid, told in revision.put.items():
            shown[guid] = told
            others = (other for key, other in shown.items() if key != guid)
            if any(told.overlaps(other) for other in others):
                shared.add(told.room)
    return shared


@dataclass(frozen=True)
class Step:
    """What one author made of a session, whole: ``told`` keeps its last words when it is gone."""

    author: str
    at: datetime
    told: Told
    gone: bool = False
    # Somebody had its room when it was put back.
    roomless: bool = False

    def facts(self) -> dict[str, Any]:
        """By what can be undone apart."""
        told = self.told
        time = (told.starts_at, told.minutes, "" if self.roomless else told.room)
        words = {name: getattr(told, name) for name in WORDS}
        return {**words, "time": None if self.gone else time, "gone": self.gone}


NOTHING: dict[str, Any] = {"time": None, "gone": True}


def undone(steps: list[Step], chosen: Callable[[Step], bool]) -> dict[str, Any]:
    """The plain model of an undo: a fact is as it was before, unless others changed it since."""
    now = steps[-1].facts()
    for place in reversed(range(len(steps))):
        left = steps[place].facts()
        before = steps[place - 1].facts() if place else NOTHING
        if not chosen(steps[place]):
            continue
        if before["gone"] and not now["gone"] and now != left:
            continue  # somebody else worked on it: it is not taken out
        for name, value in before.items():
            if value != left[name] and now[name] == left[name]:
                now[name] = value
    return now


@dataclass
class Replay:
    """The week that becomes what the source was, and the plain record of what was done to it."""

    week: Week
    people: dict[str, Author]
    rooms: dict[str, Room]
    shared: set[str]
    pks: dict[str, int] = field(default_factory=dict)
    shown: dict[str, Told] = field(default_factory=dict)
    steps: dict[str, list[Step]] = field(default_factory=lambda: defaultdict(list))

    def follow(self, revision: Revision) -> None:
        with clock.at(revision.at):
            for guid in revision.gone:
                self._remove(guid, revision)
            for guid, told in revision.put.items():
                self._put(guid, told, revision)

    def _author(self, guid: str, revision: Revision) -> str:
        """Spread over several, always in the same way; what one proposed, others change."""
        return NAMES[crc32(f"{guid} {revision.number}".encode()) % len(NAMES)]

    def _step(self, guid: str, told: Told | None, revision: Revision) -> Author:
        name = self._author(guid, revision)
        was = self.steps[guid][-1] if self.steps[guid] else None
        if told is None:
            self.steps[guid].append(Step(name, revision.at, self.shown.pop(guid), gone=True))
            return self.people[name]
        if was is not None and was.gone:
            # Put back as it was, then changed.
            taken = was.told.room not in self.shared and any(
                was.told.overlaps(other) for other in self.shown.values()
            )
            self.steps[guid].append(Step(name, revision.at, was.told, roomless=taken))
        self.steps[guid].append(Step(name, revision.at, told))
        self.shown[guid] = told
        return self.people[name]

    def _session(self, guid: str) -> Session:
        session = Session.objects.get(pk=self.pks[guid])
        session.week = self.week
        return session

    def _remove(self, guid: str, revision: Revision) -> None:
        by = self._step(guid, None, revision)
        assert actions.remove_session(session=self._session(guid), by=by)

    def _put(self, guid: str, told: Told, revision: Revision) -> None:
        was = self.shown.get(guid)
        by = self._step(guid, told, revision)
        words: dict[str, Any] = {
            "title": told.title, "track": told.track, "language": told.language,
            "facilitator": told.persons,
        }  # fmt: skip
        span = Span(told.starts_at, told.ends_at, self.rooms[told.room])
        if guid not in self.pks:
            made = actions.propose_session(week=self.week, by=by, spans=[span], **words)
            self.pks[guid] = made.pk
            return
        session = self._session(guid)
        if was is None:
            actions.restore_session(session=session, by=by)
            session = self._session(guid)
        slots = queries.slots_of(session)
        if was and _words(was) == _words(told) and len(slots) == 1:
            slots[0].session = session
            actions.move_session(slot=slots[0], span=span, by=by)
        else:
            actions.change_session(session=session, by=by, spans=[span], **words)

    def programme(self) -> dict[str, Told]:
        """What the programme says now, in the source's own terms; one slot each."""
        guids = {pk: guid for guid, pk in self.pks.items()}
        rows = queries.active_slots(self.week).select_related("session", "room")
        found: dict[str, Told] = {}
        for slot in rows:
            session = slot.session
            assert guids[session.pk] not in found, "a session has one time"
            found[guids[session.pk]] = Told(
                title=session.title, starts_at=slot.starts_at, minutes=slot.minutes,
                room=slot.room.name if slot.room else "", track=session.track,
                language=session.language, persons=session.facilitator,
            )  # fmt: skip
        return found

    def expect(self, chosen: Callable[[Step], bool]) -> int:
        """The programme is what the model makes of undoing these; return how many lost a room."""
        found, roomless = self.programme(), 0
        for guid, steps in self.steps.items():
            wanted, got = undone(steps, chosen), found.get(guid)
            if wanted["gone"]:
                assert got is None, wanted
                continue
            assert got is not None, wanted
            assert {name: getattr(got, name) for name in WORDS} == {
                name: wanted[name] for name in WORDS
            }
            starts_at, minutes, room = wanted["time"]
            assert (got.starts_at, got.minutes) == (starts_at, minutes)
            if got.room != room:
                assert got.room in {"", steps[-1].told.room}
                assert self._has(found, guid, replace(got, room=room)), "somebody has its room"
                roomless += 1
        return roomless

    def _has(self, found: dict[str, Told], guid: str, wanted: Told) -> bool:
        others = (each for key, each in found.items() if key != guid)
        return wanted.room not in self.shared and any(wanted.overlaps(each) for each in others)


def _words(told: Told) -> tuple[str, ...]:
    return told.title, told.track, told.language, told.persons


def make_replay(history: list[Revision]) -> Replay:
    with clock.at(history[0].at):
        place = make_place("Halle")
        week = week_actions.create_week(place=place, title="Portes", days=DAYS, by=SOFTWARE)
        shared = shared_rooms(history)
        names = sorted({told.room for revision in history for told in revision.put.values()})
        rooms = {
            name: place_actions.add_room(place=place, name=name, by=SOFTWARE) for name in names
        }
        Room.objects.filter(place=place, name__in=shared).update(is_shared=True)
        for room in rooms.values():
            room.refresh_from_db()
        week_actions.choose_rooms(week=week, rooms=list(rooms.values()), by=SOFTWARE)
        people = {name: make_person(place, name, Role.COWORKER) for name in NAMES}
    authors = {name: Author(name=name, person_id=person.pk) for name, person in people.items()}
    return Replay(week, authors, rooms, shared)


def undo_a_period_and_redo(replay: Replay, since: datetime, until: datetime) -> int:
    """Checked against the model; of how many sessions."""
    whole, by = replay.programme(), replay.people["Ada"]
    done = actions.undo_period(week=replay.week, chosen=Selection(since=since, until=until), by=by)
    assert done.batch
    assert replay.expect(lambda step: since <= step.at < until) <= len(done.lost)
    actions.undo_batch(batch=done.batch, by=by)
    assert replay.programme() == whole
    return done.sessions


def undo_an_author_and_redo(replay: Replay, name: str) -> int:
    """Checked against the model; of how many sessions."""
    whole = replay.programme()
    theirs = Selection(author_keys=(replay.people[name].key,), author_name=name)
    done = actions.undo_author(week=replay.week, chosen=theirs, by=replay.people["Ada"])
    assert done.batch
    assert replay.expect(lambda step: step.author == name) <= len(done.lost)
    actions.undo_batch(batch=done.batch, by=replay.people["Ada"])
    assert replay.programme() == whole
    return done.sessions

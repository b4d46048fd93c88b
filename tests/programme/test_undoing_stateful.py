"""Whatever is proposed, changed, moved, taken out, undone and done again: as a plain model says."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.programme import actions
from openweek.programme.models import Batch, Change, Session, Span
from openweek.programme.selection import Selection
from tests.factories.places import WEDNESDAY_TEN
from tests.factories.programme import make_week_with_rooms, room_of, span

EXAMPLES, STEPS = 8, 40
AUTHORS = [Author(name=name, passer_by=name.lower()) for name in ("Ada", "Basile", "Zorro")]
ADA = AUTHORS[0]

Time = tuple[int, int]  # an hour of Thursday, and a room; room 2 is none
State = dict[Any, Any]  # "title", "gone", and each time by its number

anybody = st.sampled_from(AUTHORS)
TITLES = ["Couture", "Yoga", "Vélo"]
titles = st.sampled_from(TITLES)
spots = st.tuples(st.integers(9, 10), st.integers(0, 2))
numbers = st.integers(0, 99)
# So that more is written than undone.
seldom = st.integers(0, 2)


@dataclass(frozen=True)
class Version:
    """Of one session, whole, after somebody changed it."""

    author: str
    at: datetime
    state: State
    batch: int | None = None


class Model:
    """Lists of whole versions, and undoing as one would tell it."""

    def __init__(self) -> None:
        self.sessions: list[list[Version]] = []

    def now(self, place: int) -> State:
        return self.sessions[place][-1].state

    def is_free(self, time: Time, but: tuple[int, Any] | None = None) -> bool:
        taken = [
            time
            for place in range(len(self.sessions))
            for key, time in self.now(place).items()
            if isinstance(key, int) and time and (place, key) != but
        ]
        return time[1] == 2 or time not in taken

    def write(self, place: int, version: Version) -> None:
        if version.state != self.now(place):
            self.sessions[place].append(version)

    def undo(self, chosen: Callable[[int, Version], bool], mark: Version, *, spares: bool) -> bool:
        """Whether anything could not be given back."""
        walked = [self._walk(place, chosen, spares) for place in range(len(self.sessions))]
        lost = any(is_lost for _state, is_lost in walked)
        targets = [state for state, _is_lost in walked]
        lost |= self._find_rooms(targets)
        for place, state in enumerate(targets):
            self.write(place, Version(mark.author, mark.at, state, mark.batch))
        return lost

    def _walk(
        self, place: int, chosen: Callable[[int, Version], bool], spares: bool
    ) -> tuple[State, bool]:
        versions = self.sessions[place]
        now, lost = dict(versions[-1].state), set[Any]()
        for number in reversed(range(len(versions))):
            if not chosen(place, versions[number]):
                continue
            left = versions[number].state
            before = versions[number - 1].state if number else {"gone": True}
            touched = {
                key: before.get(key)
                for key in left
                if left[key] != before.get(key) and (number or key != "title")
            }
            if touched.get("gone") and not now["gone"] and spares and not _same(now, left):
                lost.add("gone")
                touched = {
                    key: value
                    for key, value in touched.items()
                    if key == "title" or (isinstance(key, int) and value)
                }
            for key, value in touched.items():
                if now[key] == left[key]:
                    now[key] = value
                    lost.discard(key)
                elif now[key] != value:
                    lost.add(key)
        if now["gone"]:
            for key in [key for key in now if isinstance(key, int)]:
                if now[key] and not versions[-1].state[key]:
                    lost.add(key)
                now[key] = None
        return now, bool(lost)

    def _find_rooms(self, targets: list[State]) -> bool:
        moving = [
            (place, key, time)
            for place, target in enumerate(targets)
            for key, time in target.items()
            if isinstance(key, int) and time and time != self.now(place).get(key)
        ]
        leaving = {
            (place, key)
            for place, target in enumerate(targets)
            for key, time in target.items()
            if isinstance(key, int) and time != self.now(place).get(key)
        }
        taken = {
            time
            for place in range(len(self.sessions))
            for key, time in self.now(place).items()
            if isinstance(key, int) and time and (place, key) not in leaving
        }
        refused = []
        for place, key, time in moving:
            if time[1] != 2 and time in taken:
                refused.append((place, key, time))
            taken.add(time)
        for place, key, time in refused:
            present = self.now(place).get(key)
            stays = present and present[0] == time[0] and (present[1] == 2 or present not in taken)
            targets[place][key] = present if stays else (time[0], 2)
            taken.add(targets[place][key])
        return bool(refused)


def _same(one: State, other: State) -> bool:
    return all(value == other.get(key) for key, value in one.items())


class Writing(RuleBasedStateMachine):
    """A week of two rooms, three who write in it, and a minute between any two deeds."""

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.week = make_week_with_rooms("Grande salle", "Cuisine")
        self.rooms = [room_of(self.week, 0), room_of(self.week, 1), None]
        self.rows: list[Session] = []
        self.minutes = 0
        self.batches: list[Batch] = []

    @initialize()
    def something_is_there(self) -> None:
        for author, title, time in zip(AUTHORS, TITLES, ((9, 0), (9, 1), (10, 0)), strict=True):
            self.propose(author, title, time)

    @property
    def now(self) -> datetime:
        return WEDNESDAY_TEN + timedelta(minutes=self.minutes)

    def span(self, time: Time) -> Span:
        return span(self.week, self.rooms[time[1]], at=f"{time[0]:02d}:00")

    def pick(self, number: int) -> int:
        return number % len(self.rows)

    def row(self, place: int) -> Session:
        return Session.objects.select_related("week__place").get(pk=self.rows[place].pk)

    def later(self) -> Any:
        self.minutes += 1
        return clock.at(self.now)

    @rule(by=anybody, title=titles, time=st.none() | spots)
    def propose(self, by: Author, title: str, time: Time | None) -> None:
        with self.later():
            spans = [self.span(time)] if time else []
            if time and not self.model.is_free(time):
                try:
                    actions.propose_session(week=self.week, title=title, by=by, spans=spans)
                except actions.RoomTaken:
                    return
                raise AssertionError("the room was had twice")
            made = actions.propose_session(week=self.week, title=title, by=by, spans=spans)
        state: State = {"title": title, "gone": False, **({0: time} if time else {})}
        self.rows.append(made)
        self.model.sessions.append([Version(by.key, self.now, state)])

    @rule(by=anybody, number=numbers, title=titles)
    def change(self, by: Author, number: int, title: str) -> None:
        place = self.pick(number)
        state = self.model.now(place)
        if state["gone"]:
            return
        with self.later():
            actions.change_session(session=self.row(place), by=by, title=title)
        self.model.write(place, Version(by.key, self.now, {**state, "title": title}))

    @rule(by=anybody, number=numbers)
    def swap_rooms(self, by: Author, number: int) -> None:
        """Into the other room at the same hour, if it is free."""
        place = self.pick(number)
        time = next((t for k, t in self.model.now(place).items() if isinstance(k, int) and t), None)
        if time:
            self.place_or_move(by, number, (time[0], 1 - time[1] if time[1] < 2 else 0))

    @rule(by=anybody, other=anybody, number=numbers)
    def take_over(self, by: Author, other: Author, number: int) -> None:
        """One moves it, or takes it out; another is there at once."""
        was = self.model.now(self.pick(number))
        time = next((t for k, t in was.items() if isinstance(k, int) and t), None)
        if time is None or time[1] == 2:
            return
        if number % 2:
            self.swap_rooms(by, number)
        else:
            self.remove(by, number)
        self.propose(other, "Vélo", time)

    @rule(by=anybody, number=numbers, time=spots)
    def place_or_move(self, by: Author, number: int, time: Time) -> None:
        place = self.pick(number)
        state = self.model.now(place)
        times = [key for key, value in state.items() if isinstance(key, int) and value]
        if state["gone"] or len(times) > 1:
            return
        key = times[0] if times else sum(isinstance(each, int) for each in state)
        with self.later():
            try:
                actions.change_session(session=self.row(place), by=by, spans=[self.span(time)])
            except actions.RoomTaken:
                assert not self.model.is_free(time, but=(place, key))
                return
        assert self.model.is_free(time, but=(place, key))
        self.model.write(place, Version(by.key, self.now, {**state, key: time}))

    @rule(by=anybody, number=numbers)
    def remove(self, by: Author, number: int) -> None:
        place = self.pick(number)
        state = self.model.now(place)
        with self.later():
            actions.remove_session(session=self.row(place), by=by)
        gone = {key: None for key in state if isinstance(key, int)}
        self.model.write(place, Version(by.key, self.now, {**state, "gone": True, **gone}))

    @rule(number=numbers, which=numbers)
    def undo_one(self, number: int, which: int) -> None:
        place = self.pick(number)
        versions = self.model.sessions[place]
        version = versions[which % len(versions)]
        change = Change.objects.get(session=self.rows[place], number=versions.index(version) + 1)
        change.session = self.row(place)
        with self.later():
            undone = actions.undo_change(change=change, by=ADA)
        mark = Version(ADA.key, self.now, {})
        lost = self.model.undo(lambda _place, each: each is version, mark, spares=False)
        assert bool(undone.lost) == lost

    def undo_many(self, deed: Callable[[], Any], chosen: Callable[[Version], bool]) -> None:
        with self.later():
            done = deed()
        batch = done.batch.pk if done.batch else None
        mark = Version(ADA.key, self.now, {}, batch)
        lost = self.model.undo(lambda _place, each: chosen(each), mark, spares=True)
        assert bool(done.lost) == lost
        if done.batch:
            self.batches.append(done.batch)

    @rule(author=anybody, turn=seldom)
    def undo_author(self, author: Author, turn: int) -> None:
        if turn:
            return
        theirs = Selection(author_keys=(author.key,))
        self.undo_many(
            lambda: actions.undo_author(week=self.week, chosen=theirs, by=ADA),
            lambda version: version.author == author.key,
        )

    @rule(back=st.integers(1, 12), length=st.integers(1, 8), turn=seldom)
    def undo_period(self, back: int, length: int, turn: int) -> None:
        if turn:
            return
        since = WEDNESDAY_TEN + timedelta(minutes=max(self.minutes - back, 0))
        until = since + timedelta(minutes=length)
        chosen = Selection(since=since, until=until)
        self.undo_many(
            lambda: actions.undo_period(week=self.week, chosen=chosen, by=ADA),
            lambda version: since <= version.at < until and version.at < self.now,
        )

    @precondition(lambda self: self.batches)
    @rule(number=numbers, turn=seldom)
    def redo(self, number: int, turn: int) -> None:
        if turn:
            return
        batch = self.batches[number % len(self.batches)]
        self.undo_many(
            lambda: actions.undo_batch(batch=batch, by=ADA),
            lambda version: version.batch == batch.pk,
        )

    @invariant()
    def the_programme_is_as_the_model_says(self) -> None:
        for place, row in enumerate(self.rows):
            state, found = self.model.now(place), self.row(place)
            slots = list(found.slots.order_by("pk").select_related("room"))
            times = [None if slot.cancelled_at else self.time_of(slot) for slot in slots]
            kept = [state[key] for key in sorted(key for key in state if isinstance(key, int))]
            assert (found.title, found.deleted_at is not None) == (state["title"], state["gone"])
            assert times == kept
            assert row.changes.count() == len(self.model.sessions[place])

    def time_of(self, slot: Any) -> Time:
        hour = slot.starts_at.astimezone(self.week.place.zone).hour
        return hour, self.rooms.index(slot.room)


def run(examples: int) -> None:
    run_state_machine_as_test(
        Writing,
        settings=settings(
            max_examples=examples, stateful_step_count=STEPS, deadline=None, derandomize=True,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_writing_and_undoing_agree_with_a_plain_model() -> None:
    run(EXAMPLES)


@pytest.mark.proof
def test_they_agree_for_longer() -> None:
    run(10 * EXAMPLES * int(os.environ.get("PROOFS", "1")))

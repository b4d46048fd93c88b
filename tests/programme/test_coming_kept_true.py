"""Whatever people do in whatever order, seats and the line stay as they should."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from openweek.ground import clock, deadlines
from openweek.ground.authors import Author
from openweek.place.models import Letter
from openweek.programme import actions, queries, seating
from openweek.programme.models import Session, Signup
from tests.factories.places import WEDNESDAY_TEN
from tests.factories.programme import (
    SOMEBODY,
    make_session,
    make_week_with_rooms,
    room_of,
    slot_of,
    span,
)

NAMES = ("Ana", "Bo", "Cléo", "Dou")
STEPS = st.one_of(
    st.tuples(st.just("come"), st.sampled_from(NAMES)),
    st.tuples(st.just("come"), st.sampled_from(NAMES)),
    st.tuples(st.just("leave"), st.sampled_from(NAMES)),
    st.tuples(st.just("seats"), st.sampled_from([None, 1, 2, 3])),
    st.tuples(st.just("move"), st.sampled_from(["10:00", "11:00", "14:00"])),
    st.tuples(st.just("remove"), st.none()),
    st.tuples(st.just("restore"), st.none()),
    st.tuples(st.just("minutes pass"), st.none()),
)


@dataclass
class Model:
    """What should be, told as simply as can be."""

    seats: int | None
    at: str = "10:00"
    is_removed: bool = False
    seated: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    # What each was last told, and the letters that they should have had.
    told: dict[str, str] = field(default_factory=dict)
    letters: Counter[str] = field(default_factory=Counter)
    moved_up: set[str] = field(default_factory=set)
    is_due: bool = False

    @property
    def where(self) -> str:
        return "removed" if self.is_removed else self.at

    def come(self, name: str) -> None:
        if self.is_removed or name in self.seated + self.line:
            return
        is_full = self.seats is not None and len(self.seated) >= self.seats
        (self.line if is_full else self.seated).append(name)
        self.told[name] = self.where

    def leave(self, name: str) -> None:
        for part in (self.seated, self.line):
            if name in part:
                part.remove(name)
        self.moved_up.discard(name)
        self.settle()

    def settle(self) -> None:
        while (
            not self.is_removed
            and self.line
            and (self.seats is None or len(self.seated) < self.seats)
        ):
            first = self.line.pop(0)
            self.seated.append(first)
            self.moved_up.add(first)

    def minutes_pass(self) -> None:
        for name in sorted(self.moved_up):
            if not self.is_removed:
                self.letters[name] += 1
                self.told[name] = self.where
        self.moved_up.clear()
        for name in self.seated + self.line:
            if self.told[name] != self.where:
                self.letters[name] += 1
                self.told[name] = self.where


class Stage:
    def __init__(self) -> None:
        self.now = WEDNESDAY_TEN
        self.week = make_week_with_rooms("Grande salle")
        self.session = make_session(self.week, "Pain", span(self.week, room_of(self.week)), seats=1)
        self.model = Model(seats=1)

    def do(self, deed: str, what: str | int | None) -> None:
        self.now += seating.GATHERED / 100
        with clock.at(self.now):
            getattr(self, deed.replace(" ", "_"))(what)

    def come(self, name: str) -> None:
        self.model.come(name)
        slots = queries.slots_of(self.session)
        if slots:
            actions.sign_up(
                session=self.session, slots=slots, by=Author(passer_by=name), name=name,
                email=f"{name}@example.org",
            )  # fmt: skip

    def leave(self, name: str) -> None:
        self.model.leave(name)
        own = seating.live(self.session).filter(participant__name=name).first()
        if own is not None:
            own.slot.session = self.session
            actions.leave_session(signup=own, by=Author(passer_by=name))

    def seats(self, seats: int | None) -> None:
        self.model.seats = seats
        if not self.model.is_removed:
            actions.change_session(session=self.session, by=SOMEBODY, seats=seats)
            self.model.settle()
        else:
            self.model.seats = self.session.seats

    def move(self, at: str) -> None:
        if not self.model.is_removed:
            self.model.at = at
            where = span(self.week, room_of(self.week), at=at)
            actions.move_session(slot=slot_of(self.session), span=where, by=SOMEBODY)

    def remove(self, _nothing: None) -> None:
        self.model.is_removed = True
        actions.remove_session(session=self.session, by=SOMEBODY)

    def restore(self, _nothing: None) -> None:
        self.model.is_removed = False
        actions.restore_session(session=self.session, by=SOMEBODY)
        self.model.settle()

    def minutes_pass(self, _nothing: None) -> None:
        self.now += 2 * seating.GATHERED
        self.model.minutes_pass()
        with clock.at(self.now):
            deadlines.sweep()
        # Letters of a day are limited; here it is another day for each sweep.
        Letter.objects.update(created_at=WEDNESDAY_TEN - timedelta(days=90))

    def check(self) -> None:
        rows = list(seating.live(self.session).select_related("participant"))
        seated = {row.participant.name for row in rows if not row.waits}
        line = [row.participant.name for row in rows if row.waits]
        assert (seated, line) == (set(self.model.seated), self.model.line)
        _check_numbers(self.session, [row for row in rows if not row.waits])

    def check_letters(self) -> None:
        had = Counter(Letter.objects.values_list("to", flat=True))
        assert had == Counter({f"{n}@example.org": c for n, c in self.model.letters.items()})


def _check_numbers(session: Session, seated: list[Signup]) -> None:
    """Numbered where seats are counted; when some sit above, every seat below is taken."""
    if session.deleted_at is not None:
        return
    numbers = sorted(row.seat or 0 for row in seated)
    if session.seats is None:
        assert not any(numbers)
    elif len(numbers) <= session.seats:
        assert set(numbers) <= set(range(1, session.seats + 1))
        assert len(set(numbers)) == len(numbers)
    else:
        assert set(range(1, session.seats + 1)) <= set(numbers)


@settings(max_examples=60)
@given(st.lists(STEPS, min_size=6, max_size=24))
def test_seats_the_line_and_letters_are_those_of_the_model(
    steps: list[tuple[str, str | int | None]],
) -> None:
    with transaction.atomic():
        stage = Stage()
        for deed, what in steps:
            stage.do(deed, what)
            stage.check()
        stage.do("minutes pass", None)
        stage.check_letters()
        transaction.set_rollback(True)

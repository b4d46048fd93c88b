"""What does not go together: the pure part, then the same from a week's rows."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.programme import actions, clashes, queries
from openweek.programme.clashes import Clash, Placed, Reason
from openweek.programme.models import Interest, Participant, Session, Signup
from openweek.week.models import Week
from tests.factories.programme import (
    THURSDAY,
    make_session,
    make_week_with_rooms,
    room_of,
    slot_of,
    span,
)

NINE = datetime(2026, 11, 26, 9, tzinfo=UTC)


def placed(number: int, hour: float = 0, hours: float = 1, **more: Any) -> Placed:
    starts_at = NINE + timedelta(hours=hour)
    given = {"room_id": number, **more}
    if "facilitator" in given:
        given["facilitators"] = frozenset(clashes.names_of(given.pop("facilitator")))
    return Placed(
        slot_id=number, session_id=number, starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours), **given,
    )  # fmt: skip


def stretch(hour: float, hours: float = 1) -> clashes.Stretch:
    return NINE + timedelta(hours=hour), NINE + timedelta(hours=hour + hours)


@pytest.mark.parametrize(
    ("one", "other", "who"),
    [
        ("Zoé", "zoe", ("zoe",)),
        ("Zoé, Karim", "Nour et KARIM", ("karim",)),
        ("Jean-Pierre  Roux", "jean pierre roux", ("jean pierre roux",)),
        ("Zoé Roux", "Zoé", None),
        ("", "", None),
        ("Bernadette", "Nadette", None),
    ],
)
def test_one_person_cannot_be_at_two_places_at_once(
    one: str, other: str, who: tuple[str, ...] | None
) -> None:
    found = clashes.find([placed(1, facilitator=one), placed(2, 0.5, facilitator=other)])

    assert found == ([Clash(Reason.FACILITATOR, (1, 2), who=who)] if who else [])


def test_what_follows_at_once_does_not_clash() -> None:
    assert clashes.find([placed(1, facilitator="Zoé"), placed(2, 1, facilitator="Zoé")]) == []


def test_what_the_same_people_would_like_clashes_softly() -> None:
    both = clashes.find(
        [placed(1, wanted_by=frozenset({1, 2, 3})), placed(2, wanted_by=frozenset({2, 3, 4}))]
    )

    assert both == [Clash(Reason.WISHES, (1, 2), people=2)]
    assert not both[0].is_hard


def test_a_room_must_offer_what_is_needed_and_have_enough_seats() -> None:
    rows = [
        placed(1, needs=frozenset({"screen", "quiet"}), offers=frozenset({"screen"})),
        placed(2, 1, room_seats=10, signed_up=12),
        placed(3, 2, room_seats=10, seats=30),
        placed(4, 3, room_seats=10, seats=10, signed_up=10),
    ]

    assert clashes.find(rows) == [
        Clash(Reason.SIGNED_UP, (2,), people=12),
        Clash(Reason.LACKS, (1,), what=("quiet",)),
        Clash(Reason.SEATS, (3,), people=30),
    ]


def test_breaks_and_closed_doors_matter_in_rooms_only() -> None:
    rows = [placed(1, 3), placed(2, 3, room_id=None), placed(3, 9), placed(4, 9, room_id=None)]

    found = clashes.find(rows, breaks={7: stretch(3.5)}, opening=[stretch(0, 4), stretch(4, 4)])

    assert found == [Clash(Reason.BREAK, (1,), pause=7), Clash(Reason.CLOSED, (3,))]
    assert clashes.find(rows) == []


def wants(session: Session, *people: Participant) -> None:
    for each in people:
        Interest.objects.create(session=session, participant=each, at=clock.now())


def make_people(week: Week, count: int) -> list[Participant]:
    return [
        Participant.objects.create(week=week, key=f"a:{number}", created_at=clock.now())
        for number in range(count)
    ]


def test_a_weeks_rows_tell_their_clashes() -> None:
    week = make_week_with_rooms("Grande salle", "Cuisine")
    people = make_people(week, 3)
    bread = make_session(
        week, "Pain", span(week, room_of(week), at="12:00"), facilitator="Zoé Roux", seats=30
    )
    jam = make_session(
        week, "Confiture", span(week, room_of(week, 1), at="12:30"), facilitator="zoe roux",
        needs=["kitchen"],
    )  # fmt: skip
    wants(bread, *people)
    Signup.objects.create(slot=slot_of(jam), participant=people[0], at=clock.now())
    actions.add_break(
        week=week, title="Repas", by=SOFTWARE,
        stretches=[(span(week, at="13:00").starts_at, span(week, at="14:00").starts_at)],
    )  # fmt: skip

    found = {(clash.reason, clash.people) for clash in queries.clashes_of(week)}

    assert found == {
        (Reason.FACILITATOR, 0), (Reason.LACKS, 0), (Reason.BREAK, 0), (Reason.SEATS, 30),
        (Reason.WISHES, 1),
    }  # fmt: skip


def test_what_comes_several_times_can_be_seen_another_time() -> None:
    week = make_week_with_rooms()
    (nour,) = make_people(week, 1)
    coffee = make_session(
        week, "Café", span(week, room_of(week)), span(week, room_of(week), at="16:00")
    )
    knitting = make_session(week, "Tricot", span(week, room_of(week, 1)))
    wants(coffee, nour)
    wants(knitting, nour)

    assert queries.clashes_of(week) == []


@pytest.mark.parametrize("count", [1, 3])
def test_clashes_ask_no_more_when_there_are_more(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    week = make_week_with_rooms()
    people = make_people(week, count)
    for number in range(count):
        at = f"{9 + number}:00" if number else "09:00"
        session = make_session(week, f"Pain {number}", span(week, room_of(week), THURSDAY, at))
        wants(session, *people)

    with django_assert_num_queries(5):
        queries.clashes_of(week)

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from openweek.ground import clock
from openweek.ground.models import Event
from openweek.programme import actions, queries
from openweek.programme.models import Origin, Session, Span
from tests.factories.places import WEDNESDAY_TEN
from tests.factories.programme import (
    SOMEBODY,
    WEDNESDAY,
    make_session,
    make_week_with_rooms,
    room_of,
    slot_of,
    span,
)


def test_a_title_is_enough_to_propose_a_session() -> None:
    week = make_week_with_rooms()

    session = actions.propose_session(week=week, title="Pain au levain", by=SOMEBODY)

    assert session.slug == "pain-au-levain"
    assert [each.title for each in queries.to_be_placed(week)] == ["Pain au levain"]
    assert Event.objects.filter(kind="programme.session_proposed").count() == 1


def test_a_recurring_session_is_one_session_with_several_times() -> None:
    week = make_week_with_rooms()
    room = room_of(week)
    mornings = [span(week, room, day, "09:00", 30) for day in week.days if day >= WEDNESDAY]

    with clock.at(WEDNESDAY_TEN - timedelta(hours=2)):
        session = make_session(week, "Petit déjeuner", *mornings)

    assert Session.objects.count() == 1
    assert session.slots.count() == 3


def test_two_sessions_of_one_title_have_two_addresses() -> None:
    week = make_week_with_rooms()

    assert make_session(week, "Café").slug == "cafe"
    assert make_session(week, "Café !").slug == "cafe-2"


@pytest.mark.parametrize("title", ["Propose", "../../etc", "CON", "🎉🎉", "now"])
def test_an_address_is_safe_whatever_the_title(title: str) -> None:
    session = make_session(make_week_with_rooms(), title)

    assert session.slug not in {"propose", "now", "con", ""}
    assert set(session.slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_a_form_sent_twice_makes_one_session() -> None:
    week = make_week_with_rooms()

    first = make_session(week, "Couture", span(week, room_of(week)), once="abc")
    again = make_session(week, "Couture", span(week, room_of(week)), once="abc")

    assert first == again
    assert Session.objects.count() == 1


def test_a_taken_room_is_refused_with_what_is_free() -> None:
    week = make_week_with_rooms("Grande salle", "Cuisine")
    hall, kitchen = room_of(week, 0), room_of(week, 1)
    make_session(week, "Couture", span(week, hall, at="10:00", minutes=90))

    with pytest.raises(actions.RoomTaken) as refusal:
        make_session(week, "Yoga", span(week, hall, at="11:00"))

    assert refusal.value.alternatives.rooms == [kitchen]
    assert refusal.value.alternatives.times[0] == span(week, at="11:30").starts_at
    assert not Session.objects.filter(title="Yoga").exists()


def test_one_session_may_follow_another_at_once() -> None:
    week = make_week_with_rooms()
    room = room_of(week)
    make_session(week, "Couture", span(week, room, at="10:00"))

    make_session(week, "Yoga", span(week, room, at="11:00"))

    assert len(queries.programme_of(week)) == 2


@pytest.mark.parametrize(
    ("at", "code"), [("09:00", "past"), ("10:00", "")], ids=["an hour ago", "just now"]
)
def test_the_past_is_refused(at: str, code: str) -> None:
    week = make_week_with_rooms()

    if code:
        with pytest.raises(ValidationError) as refusal:
            make_session(week, "Trop tard", span(week, day=WEDNESDAY, at=at))
        assert refusal.value.code == code
    else:
        make_session(week, "À l’heure", span(week, day=WEDNESDAY, at=at))


def test_a_day_outside_the_week_is_refused() -> None:
    week = make_week_with_rooms()

    with pytest.raises(ValidationError) as refusal:
        make_session(week, "Plus tard", span(week, day=week.ends_on + timedelta(days=1)))

    assert refusal.value.code == "outside"


def test_something_improvised_starts_now_for_an_hour() -> None:
    week = make_week_with_rooms()

    session = actions.improvise_session(
        week=week, title="Réparer un vélo", room=room_of(week), by=SOMEBODY
    )

    slot = slot_of(session)
    assert (slot.starts_at, slot.ends_at) == (WEDNESDAY_TEN, WEDNESDAY_TEN + timedelta(hours=1))
    assert session.origin == Origin.IMPROVISED


def test_improvising_in_a_taken_room_says_until_when_it_is_free() -> None:
    week = make_week_with_rooms()
    room = room_of(week)
    make_session(week, "Couture", span(week, room, WEDNESDAY, "10:40"))

    with pytest.raises(actions.RoomTaken) as refusal:
        actions.improvise_session(week=week, title="Vélo", room=room, by=SOMEBODY)

    assert refusal.value.alternatives.shorter_minutes == 40


def test_ending_a_session_frees_its_room() -> None:
    week = make_week_with_rooms()
    room = room_of(week)
    session = actions.improvise_session(week=week, title="Vélo", room=room, by=SOMEBODY)

    with clock.at(WEDNESDAY_TEN + timedelta(minutes=20, seconds=30)):
        actions.end_session(session=session, by=SOMEBODY)
        actions.improvise_session(week=week, title="Couture", room=room, by=SOMEBODY)

    assert slot_of(session).ends_at == WEDNESDAY_TEN + timedelta(minutes=20)


def test_removing_a_session_frees_its_room() -> None:
    week = make_week_with_rooms()
    room = room_of(week)
    session = make_session(week, "Couture", span(week, room))

    actions.remove_session(session=session, by=SOMEBODY)

    make_session(week, "Yoga", span(week, room))
    assert [each.title for each in queries.programme_of(week)] == ["Yoga"]


def test_changing_days_keeps_the_rows_of_the_days_that_stay() -> None:
    week = make_week_with_rooms()
    thursday, friday = span(week), span(week, day=week.ends_on)
    session = make_session(week, "Café", thursday)
    row = slot_of(session).pk

    actions.change_session(session=session, by=SOMEBODY, spans=[thursday, friday])

    first, _second = queries.slots_of(session)
    assert first.pk == row


def test_two_times_of_one_session_can_change_places() -> None:
    week = make_week_with_rooms()
    room = room_of(week)
    morning, noon = span(week, room, at="10:00"), span(week, room, at="11:00")
    session = make_session(week, "Café", morning, noon)
    later = [Span(each.starts_at + timedelta(hours=1), each.ends_at + timedelta(hours=1), room)
             for each in (morning, noon)]  # fmt: skip

    actions.change_session(session=session, by=SOMEBODY, spans=later)

    assert [slot.starts_at for slot in queries.slots_of(session)] == [
        each.starts_at for each in later
    ]


def test_describing_a_session_that_is_over_better_is_not_refused() -> None:
    week = make_week_with_rooms()
    with clock.at(WEDNESDAY_TEN - timedelta(days=1)):
        session = make_session(week, "Hier", span(week, day=WEDNESDAY, at="09:00"))

    change = actions.change_session(
        session=session, by=SOMEBODY, summary="Ce que nous y avons fait",
        spans=actions.spans_of(session),
    )  # fmt: skip

    assert change is not None
    assert list(change.after) == ["summary"]


def test_moving_into_a_taken_room_changes_nothing() -> None:
    week = make_week_with_rooms()
    hall, kitchen = room_of(week, 0), room_of(week, 1)
    make_session(week, "Yoga", span(week, hall))
    session = make_session(week, "Couture", span(week, kitchen))

    with pytest.raises(actions.RoomTaken):
        actions.move_session(slot=slot_of(session), span=span(week, hall), by=SOMEBODY)

    assert slot_of(session).room == kitchen
    assert session.changes.count() == 1

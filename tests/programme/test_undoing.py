"""Taking back all of somebody's changes, a period, or a batch: what comes back, what stays."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.ground.models import Event
from openweek.place.rules import Who
from openweek.programme import actions, history, ledger, queries, undoing
from openweek.programme.models import Batch, BatchKind, Change, Session
from openweek.programme.selection import Selection
from openweek.week.models import Week
from openweek.week.rules import access_week
from tests.factories.places import WEDNESDAY_TEN
from tests.factories.programme import (
    SOMEBODY,
    make_session,
    make_week_with_rooms,
    room_of,
    slot_of,
    span,
)

VANDAL = Author(name="Zorro", passer_by="z0rr0")
ADA = Author(name="Ada", person_id=1)
THEIRS = Selection(author_keys=(VANDAL.key,), author_name="Zorro")


def reread(session: Session) -> Session:
    return Session.objects.select_related("week__place").get(pk=session.pk)


def smear(session: Session, title: str = "Zorro était là") -> None:
    actions.change_session(session=reread(session), by=VANDAL, title=title)


def undo_vandal(week: Week) -> actions.UndoneBatch:
    return actions.undo_author(week=week, chosen=THEIRS, by=ADA)


def titles(week: Week) -> list[str]:
    return sorted(
        Session.objects.filter(week=week, deleted_at=None).values_list("title", flat=True)
    )


def test_all_that_somebody_did_is_undone_and_the_good_edit_between_stays() -> None:
    week = make_week_with_rooms()
    sewing, yoga, bread = (make_session(week, title) for title in ("Couture", "Yoga", "Pain"))
    smear(sewing)
    actions.change_session(session=reread(sewing), by=SOMEBODY, summary="Avec du fil")
    actions.remove_session(session=yoga, by=VANDAL)
    make_session(week, "Casino", by=VANDAL)
    smear(bread)
    smear(bread, "Zorro encore")

    done = undo_vandal(week)

    assert (done.sessions, done.lost) == (4, [])
    assert titles(week) == ["Couture", "Pain", "Yoga"]
    assert reread(sewing).summary == "Avec du fil"
    assert sewing.changes.count() == 4, "one new change, however many are undone"


def test_what_others_changed_since_then_stays_and_is_named() -> None:
    week = make_week_with_rooms()
    sewing = make_session(week, "Couture")
    smear(sewing)
    actions.change_session(session=reread(sewing), by=SOMEBODY, title="Couture pour tous")

    done = undo_vandal(week)

    assert titles(week) == ["Couture pour tous"]
    assert done.batch is None, "nothing was left to undo"
    assert len(done.lost) == 1
    assert "Couture pour tous" in done.lost[0]


def test_a_session_that_others_worked_on_is_not_taken_out() -> None:
    week = make_week_with_rooms()
    spam = make_session(week, "Casino", span(week, room_of(week)), by=VANDAL)
    make_session(week, "Autre casino", by=VANDAL)
    actions.change_session(session=reread(spam), by=SOMEBODY, title="Jeux de société")

    done = undo_vandal(week)

    assert titles(week) == ["Jeux de société"]
    assert [each.title for each in queries.programme_of(week)] == ["Jeux de société"]
    assert len(done.lost) == 1
    assert "Jeux de société" in done.lost[0]


def test_that_somebody_looked_at_it_does_not_make_spam_theirs() -> None:
    week = make_week_with_rooms()
    spam = make_session(week, "Casino", by=VANDAL)
    Session.objects.filter(pk=spam.pk).update(held_at=clock.now())
    held = reread(spam)
    ledger.hold(week)
    was = history.state_of(held)
    Session.objects.filter(pk=spam.pk).update(held_at=None)
    ledger.keep_difference(reread(spam), was, by=ADA)

    undo_vandal(week)

    assert titles(week) == []


def test_a_room_that_was_taken_meanwhile_leaves_the_time_without_it() -> None:
    week = make_week_with_rooms("Grande salle")
    sewing = make_session(week, "Couture", span(week, room_of(week)))
    actions.remove_session(session=sewing, by=VANDAL)
    make_session(week, "Yoga", span(week, room_of(week)))

    done = undo_vandal(week)

    slot = slot_of(reread(sewing))
    assert (slot.room, slot.starts_at) == (None, span(week).starts_at)
    assert done.batch
    assert "Grande salle" in done.batch.lost[0]
    assert "Couture" in done.batch.lost[0]


def test_sessions_whose_rooms_were_swapped_get_them_back() -> None:
    week = make_week_with_rooms()
    here, there = (room_of(week, place) for place in (0, 1))
    sewing = make_session(week, "Couture", span(week, here))
    yoga = make_session(week, "Yoga", span(week, there))
    for session, room in ((sewing, None), (yoga, here), (sewing, there)):
        actions.move_session(slot=slot_of(reread(session)), span=span(week, room), by=VANDAL)

    assert undo_vandal(week).lost == []
    assert (slot_of(sewing).room, slot_of(yoga).room) == (here, there)


def test_a_room_that_the_undo_itself_frees_is_given_back() -> None:
    week = make_week_with_rooms()
    sewing = make_session(week, "Couture", span(week, room_of(week)))
    actions.remove_session(session=sewing, by=VANDAL)
    make_session(week, "Casino", span(week, room_of(week)), by=VANDAL)

    assert undo_vandal(week).lost == []
    assert slot_of(sewing).room == room_of(week)


def test_the_undo_is_undone_as_a_whole_and_one_by_one() -> None:
    week = make_week_with_rooms()
    sewing, yoga = make_session(week, "Couture"), make_session(week, "Yoga")
    smear(sewing)
    smear(yoga)
    done = undo_vandal(week)
    assert done.batch

    again = actions.undo_batch(batch=done.batch, by=ADA)
    assert titles(week) == ["Zorro était là", "Zorro était là"]
    assert again.batch
    assert again.batch.undoes == done.batch

    change = Change.objects.get(batch=again.batch, session=yoga)
    actions.undo_change(change=change, by=ADA)
    assert titles(week) == ["Yoga", "Zorro était là"]


def test_an_import_is_taken_back_as_a_whole() -> None:
    week = make_week_with_rooms()
    sewing = make_session(week, "Couture")
    ledger.hold(week)
    batch = ledger.open_batch(week, kind=BatchKind.IMPORT, by=ADA, about={"file": "a.ics"})
    was = history.state_of(sewing)
    Session.objects.filter(pk=sewing.pk).update(title="Sewing")
    ledger.keep_difference(reread(sewing), was, by=ADA, batch=batch)

    done = actions.undo_batch(batch=batch, by=ADA)

    assert titles(week) == ["Couture"]
    assert done.batch
    assert done.batch.kind == BatchKind.UNDO_BATCH


def test_a_period_is_undone_and_what_was_before_and_after_it_stays() -> None:
    week = make_week_with_rooms()
    sewing, yoga = make_session(week, "Couture"), make_session(week, "Yoga")
    since, until = (WEDNESDAY_TEN + timedelta(hours=hours) for hours in (1, 2))
    for hours, by in ((0.5, SOMEBODY), (1.5, VANDAL), (2.5, SOMEBODY)):
        with clock.at(WEDNESDAY_TEN + timedelta(hours=hours)):
            smear(sewing, f"Couture {hours}")
            actions.change_session(session=reread(yoga), by=by, summary=f"{hours}")
    with clock.at(WEDNESDAY_TEN + timedelta(hours=1.75)):
        make_session(week, "Casino")

    actions.undo_period(week=week, chosen=Selection(since=since, until=until), by=ADA)

    assert titles(week) == ["Couture 2.5", "Yoga"]
    assert reread(yoga).summary == "2.5"


def test_of_a_period_only_those_without_an_account() -> None:
    week = make_week_with_rooms()
    sewing, yoga = make_session(week, "Couture"), make_session(week, "Yoga")
    smear(sewing)
    actions.change_session(session=yoga, by=ADA, title="Yoga doux")

    with clock.at(WEDNESDAY_TEN + timedelta(minutes=5)):
        smear(sewing, "Encore")
        chosen = Selection(since=clock.now(), passers_by=True)
        actions.undo_period(week=week, chosen=chosen, by=ADA)

    assert titles(week) == ["Yoga doux", "Zorro était là"]


def test_sent_twice_it_is_done_once() -> None:
    week = make_week_with_rooms()
    sewing = make_session(week, "Couture")
    since = clock.now()
    smear(sewing)
    chosen = Selection(since=since, upto=queries.newest_in(week))

    first = actions.undo_period(week=week, chosen=chosen, by=ADA)
    second = actions.undo_period(week=week, chosen=chosen, by=ADA)

    assert first.batch
    assert second.batch is None
    assert Batch.objects.count() == 1
    assert Event.objects.filter(kind="programme.batch_undone").count() == 1


def test_one_author_is_the_browser_and_the_links_to_what_it_proposed() -> None:
    week = make_week_with_rooms()
    spam = make_session(week, "Casino", by=VANDAL)
    number, _secret = actions.give_link(session=spam, by=VANDAL)
    holder = Author(name="Zorro", capability_id=number)
    actions.change_session(session=reread(spam), by=holder, title="Casino en ligne")
    access = access_week(Who(), week.place.slug, week.slug)
    first, last = spam.changes.order_by("number")

    for change in (first, last):
        chosen = queries.author_behind(access, change.pk)
        assert chosen is not None
        assert chosen.author_keys == (VANDAL.key, holder.key)


@pytest.mark.parametrize("count", [1, 3])
def test_planning_asks_no_more_for_more_sessions(count: int) -> None:
    week = make_week_with_rooms()
    for hour in range(count):
        session = make_session(week, f"Pain {hour}", span(week, room_of(week), at=f"1{hour}:00"))
        smear(session)
        actions.remove_session(session=reread(session), by=VANDAL)

    with CaptureQueriesContext(connection) as asked:
        plans = undoing.plan(THEIRS.changes(week), week=week)

    assert len(plans) == count
    assert len(asked) == 6

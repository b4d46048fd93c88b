"""The programme arranges itself: what is looked at, what is proposed, what is accepted."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE, Author
from openweek.ground.models import Event
from openweek.place.models import Role, Room
from openweek.programme import actions, queries
from openweek.programme.models import (
    Arrangement,
    Batch,
    Break,
    Change,
    Interest,
    Kind,
    Participant,
    Session,
    Slot,
)
from openweek.programme.proposed import Proposal, proposal_of
from openweek.programme.queries.arranging import minute_of
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.places import WEDNESDAY_TEN, make_person
from tests.factories.programme import (
    SOMEBODY,
    make_session,
    make_week_with_rooms,
    room_of,
    slot_of,
    span,
)

NADIA = Author(name="Nadia", person_id=1)


@pytest.fixture
def week() -> Iterator[Week]:
    with clock.at(WEDNESDAY_TEN):
        yield make_week_with_rooms()


def want(session: Session, *people: int) -> None:
    for number in people:
        who, _made = Participant.objects.get_or_create(
            week=session.week, key=f"p{number}", defaults={"created_at": clock.now()}
        )
        Interest.objects.create(session=session, participant=who, at=clock.now())


def proposed(week: Week, *, with_placed: bool = False) -> Arrangement:
    made = actions.arrange_programme(week=week, with_placed=with_placed, by=NADIA)
    actions.find_arrangement(arrangement=made)
    return made


def accept(arrangement: Arrangement, *sessions: Session) -> actions.Accepted:
    chosen = [each.pk for each in sessions] or [
        move["session"] for move in arrangement.plan["moves"]
    ]
    return actions.accept_arrangement(arrangement=arrangement, sessions=chosen, by=NADIA)


def said(proposal: Proposal) -> dict[str, str]:
    moves = [*(move for day in proposal.days for move in day.moves), *proposal.nowhere]
    return {move.title: " ".join(move.reasons).replace("\xa0", " ") for move in moves}


def test_nothing_is_written_before_it_is_accepted_and_then_all_at_once(week: Week) -> None:
    bread, yoga = make_session(week, "Pain", minutes=90), make_session(week, "Yoga")
    offer = make_session(week, "Tricot", kind=Kind.OFFER)
    make_session(week, "Une envie", kind=Kind.WISH)
    for each in (bread, yoga, offer):
        want(each, 1, 2, 3)

    arrangement = proposed(week)

    assert not Slot.objects.exists()
    assert arrangement.plan["soft"] == 0
    done = accept(arrangement)
    assert (done.sessions, done.lost) == (3, [])
    spans = sorted(
        (slot_of(each).starts_at, slot_of(each).ends_at) for each in (bread, yoga, offer)
    )
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert slot_of(bread).minutes == 90
    offer.refresh_from_db()
    assert offer.kind == Kind.SESSION
    assert {change.batch for change in Change.objects.filter(number=2)} == {done.batch}
    assert Event.objects.order_by("-pk")[0].kind == "programme.arrangement_accepted"

    actions.undo_batch(batch=done.batch or Batch(), by=NADIA)
    assert queries.programme_of(week) == []


def test_hosts_rooms_hours_and_breaks_are_respected_and_told(week: Week) -> None:
    Room.objects.filter(pk=room_of(week, 1).pk).update(features=["screen"])
    film = make_session(
        week, "Film", needs=["screen"], facilitator="Zoé", availability=["2026-11-26-afternoon"]
    )
    talk = make_session(
        week, "Causerie", facilitator="zoe, Paul", availability=["2026-11-26-afternoon"],
        needs=["screen"],
    )  # fmt: skip
    at = span(week, at="13:00", minutes=240)
    Break.objects.create(week=week, title="Fête", starts_at=at.starts_at, ends_at=at.ends_at)

    arrangement = proposed(week)

    words = said(proposal_of(arrangement))
    assert len(words) == 2
    move = arrangement.plan["moves"][0]
    assert move["to"][1] == room_of(week, 1).pk
    assert len(arrangement.plan["nowhere"]) == 1, "one hour is left, and Zoé is one person"
    assert "Zoé" in "".join(words.values()) or "zoe" in "".join(words.values())
    assert {film.title, talk.title} == set(words)
    accept(arrangement)
    (slot,) = Slot.objects.all()
    assert slot.starts_at == at.ends_at


def test_what_is_pinned_or_several_times_on_stays(week: Week) -> None:
    room, other = room_of(week), room_of(week, 1)
    pinned = make_session(week, "Pain", span(week, room))
    loose = make_session(week, "Yoga", span(week, other))
    daily = make_session(week, "Café", span(week, at="9:00".zfill(5)), span(week, day=week.ends_on))
    for each in (pinned, loose, daily):
        want(each, 1, 2, 3, 4, 5)
    actions.pin_session(slot=slot_of(pinned), pinned=True, by=NADIA)

    arrangement = proposed(week, with_placed=True)

    assert [move["title"] for move in arrangement.plan["moves"]] == ["Yoga"]
    assert (arrangement.plan["soft_today"], arrangement.plan["soft"]) == (5, 0)
    accept(arrangement)
    assert proposed(week, with_placed=True).plan["moves"] == [], "it leaves well alone"


def test_what_was_changed_since_stays_and_the_rest_is_done(week: Week) -> None:
    bread, yoga = make_session(week, "Pain"), make_session(week, "Yoga")
    arrangement = proposed(week)
    actions.change_session(session=bread, by=SOMEBODY, title="Pain noir")

    assert proposal_of(arrangement).is_old
    done = accept(arrangement)

    assert done.sessions == 1
    assert len(done.lost) == 1
    assert "Pain" in done.lost[0]
    assert slot_of(yoga)
    assert not bread.slots.exists()
    again = accept(arrangement, yoga)
    assert (again.batch, again.sessions) == (done.batch, 0)


def test_two_change_places_and_one_alone_is_refused_politely(week: Week) -> None:
    room = room_of(week)
    first, second = span(week, room, at="10:00"), span(week, room, at="11:00")
    bread, yoga = make_session(week, "Pain", first), make_session(week, "Yoga", second)
    arrangement = proposed(week, with_placed=True)
    minute = {each: minute_of(each.starts_at) for each in (first, second)}

    def move(session: Session, at: Any) -> dict[str, Any]:
        return {
            "session": session.pk, "title": session.title, "slug": session.slug, "minutes": 60,
            "slot": slot_of(session).pk, "to": [minute[at], room.pk], "seen": 1, "reasons": [],
        }  # fmt: skip

    arrangement.plan["moves"] = [move(bread, second), move(yoga, first)]
    arrangement.save()

    alone = accept(arrangement, bread)
    assert (alone.sessions, len(alone.lost)) == (0, 1)
    both = accept(arrangement)
    assert (both.sessions, both.lost) == (2, [])
    assert slot_of(bread).starts_at == second.starts_at


def test_how_many_sessions_there_are_does_not_count(week: Week) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            queries.arrangeable(week, with_placed=True)
        return len(captured)

    make_session(week, "Un", span(week, room_of(week)))
    one = count()
    make_session(week, "Deux", span(week, at="15:00"))
    make_session(week, "Trois")
    assert count() == one


def test_asked_twice_it_is_looked_for_once(week: Week) -> None:
    make_session(week, "Pain")
    first, second = (
        actions.arrange_programme(week=week, with_placed=False, by=NADIA) for _ in range(2)
    )
    assert first == second


def url(week: Week, tail: str = "") -> str:
    return f"{queries.programme_url(week)}arrange/{tail}"


def text(response: HttpResponseBase) -> str:
    content: bytes = getattr(response, "content", b"")
    return content.decode()


@pytest.mark.parametrize("role", [None, Role.VISITOR, Role.CONTRIBUTOR, Role.COWORKER])
def test_the_concierge_alone_arranges(week: Week, sign_in: SignIn, role: str | None) -> None:
    make_session(week, "Pain")
    arrangement = proposed(week)
    client = sign_in(make_person(week.place, "Paul", role)) if role else Client()

    for tail in ("", f"{arrangement.pk}/", f"{arrangement.pk}/progress/"):
        assert client.get(url(week, tail)).status_code == 403
    assert client.post(url(week, f"{arrangement.pk}/"), {"sessions": [1]}).status_code == 403
    assert not Slot.objects.exists()


def test_the_pages_from_the_question_to_the_answer(week: Week, sign_in: SignIn) -> None:
    nadia = sign_in(make_person(week.place, "Nadia", Role.CONCIERGE))
    bread = make_session(week, "Pain")
    make_session(week, "Yoga")
    assert text(nadia.get(url(week))).count("<b>2</b>") == 1

    answer = nadia.post(url(week))
    arrangement = Arrangement.objects.get()
    assert answer["Location"] == url(week, f"{arrangement.pk}/progress/")
    waiting = nadia.get(answer["Location"])
    assert "data-follow-seconds" in text(waiting)
    actions.find_arrangement(arrangement=arrangement)
    assert nadia.get(answer["Location"])["Location"] == url(week, f"{arrangement.pk}/")

    shown = text(nadia.get(url(week, f"{arrangement.pk}/")))
    assert shown.count(" checked") == 2
    nothing = nadia.post(url(week, f"{arrangement.pk}/"))
    assert nothing.status_code == 422
    assert " checked" not in text(nothing).split("<form", 1)[1]
    nadia.post(url(week, f"{arrangement.pk}/"), {"sessions": [bread.pk]})
    assert [each.title for each in queries.programme_of(week)] == ["Pain"]
    after = text(nadia.get(url(week, f"{arrangement.pk}/")))
    assert "undo/batch" in after


def test_an_unfinished_search_says_so(week: Week, sign_in: SignIn) -> None:
    nadia = sign_in(make_person(week.place, "Nadia", Role.CONCIERGE))
    make_session(week, "Pain")
    arrangement = actions.arrange_programme(week=week, with_placed=False, by=SOFTWARE)
    with clock.at(WEDNESDAY_TEN + 2 * actions.arranging.GIVEN_UP):
        shown = text(nadia.get(url(week, f"{arrangement.pk}/progress/")))
    assert "data-follow-seconds" not in shown


def test_the_pages_never_load_the_solver() -> None:
    code = (
        "import django, sys; django.setup(); import openweek.config.urls; "
        "sys.exit(bool({'numpy', 'highspy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

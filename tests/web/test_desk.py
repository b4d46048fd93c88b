"""The concierge's desk: what to do now, each in a sentence with its one button."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from openweek.desk.models import HelpRequest, HouseRules, Meeting, Partner, Promise
from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.place.models import Letter, Place, Role, SmallTask
from openweek.programme.actions import set_policy
from openweek.programme.models import Mode
from openweek.visits.actions import check_in
from openweek.visits.models import DeskEntry, HalfDay, Outcome
from openweek.web.desk import desk_of
from openweek.week.actions import add_checklist_item, archive_week, choose_rooms
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.books import make_challenge, seek
from tests.factories.places import MONDAY, make_person, make_place, make_room, make_week
from tests.factories.programme import make_session, room_of, span
from tests.factories.visits import make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

WEDNESDAY = MONDAY + timedelta(days=2)


@pytest.fixture
def place() -> Place:
    return make_place()


@pytest.fixture
def week(place: Place) -> Week:
    """It runs, and lacks nothing."""
    made = make_week(place)
    choose_rooms(week=made, rooms=[make_room(place)], by=SOFTWARE)
    return made


def said(place: Place) -> dict[str, list[str]]:
    with translation.override("en"):
        return {group.key: [line.words for line in group.lines] for group in desk_of(place).groups}


def ask_help(place: Place, words: str = "", **more: Any) -> HelpRequest:
    return HelpRequest.objects.create(
        place=place, about="wifi", words=words, created_at=clock.now() - timedelta(minutes=5),
        **more,
    )  # fmt: skip


def keep_promise_to(place: Place, number: int) -> None:
    now = clock.now()
    partner = Partner.objects.create(
        place=place, slug=f"p{number}", name=f"Mairie {number}", created_at=now,
        agreed_until=WEDNESDAY + timedelta(days=2),
    )  # fmt: skip
    Promise.objects.create(partner=partner, what="un mot", due_on=WEDNESDAY, created_at=now)
    Meeting.objects.create(partner=partner, on=WEDNESDAY, created_at=now)


def note_conflict(week: Week) -> None:
    now = clock.now()
    DeskEntry.objects.create(
        week=week, guid=f"00000000-0000-4000-8000-{DeskEntry.objects.count():012d}",
        deed="arrive", done_at=now, merged_at=now, outcome=Outcome.CONFLICT, conflict="twice",
    )  # fmt: skip


def test_all_is_well_when_nothing_waits(place: Place, week: Week, sign_in: SignIn) -> None:
    page = (
        sign_in(make_person(place))
        .get("/le-preau/desk/", headers={"accept-language": "en"})
        .content.decode()
    )
    assert said(place) == {}
    assert "All is well" in page
    assert 'data-live="' in page


def test_a_place_without_a_week_is_offered_one(place: Place) -> None:
    [group] = desk_of(place).groups
    assert [(line.href, line.act) for line in group.lines] == [("/le-preau/weeks/new/", False)]


def test_people_are_counted_and_those_without_a_host_named_first(place: Place, week: Week) -> None:
    here = make_visit(week, "Jeanne")
    make_visit(week, "Karim", party_size=12)
    check_in(visit=here, by=SOFTWARE)

    shown = desk_of(place)

    assert shown.counts is not None
    assert (shown.counts.expected, shown.counts.arrived, shown.counts.here) == (13, 1, 1)
    assert said(place) == {
        "NOW": ["1 visitor is here and has no host."],
        "TODAY": ["1 visitor expected today has no host yet."],
    }


def test_what_happens_today_and_lacks_somebody_or_a_room_is_named(place: Place, week: Week) -> None:
    make_session(week, "Vélo", span(week, None, WEDNESDAY, "11:00"))
    make_session(week, "Pain", span(week, room_of(week), WEDNESDAY, "15:00"), facilitator="Ida")
    make_session(week, "Radio", span(week, room_of(week), WEDNESDAY, "17:00"))
    with clock.at(clock.now() - timedelta(days=2)):
        make_session(week, "Hier", span(week, None, WEDNESDAY - timedelta(days=1)))
    make_session(week, "Demain", span(week, None, WEDNESDAY + timedelta(days=1)))
    nbsp = "\N{NO-BREAK SPACE}"
    assert said(place) == {
        "NOW": [f"Nobody runs “Vélo”, 11{nbsp}am.", f"“Vélo” has no room, 11{nbsp}am."],
        "TODAY": [f"Nobody runs “Radio”, 5{nbsp}pm."],
    }


def test_a_session_followed_from_afar_needs_no_room(place: Place, week: Week) -> None:
    make_session(
        week, "Appel", span(week, None, WEDNESDAY, "15:00"), facilitator="Ida",
        remote_url="https://example.org/salon",
    )  # fmt: skip
    assert said(place) == {}


SOURCES: dict[str, tuple[Callable[[Week, int], Any], str, str]] = {
    "help": (
        lambda week, n: ask_help(week.place, words=f"n{n}"), "NOW", "Somebody needs a hand",
    ),
    "conflict": (lambda week, _n: note_conflict(week), "NOW", "1 thing that a desk noted"),
    "checklist": (
        lambda week, n: add_checklist_item(
            week=week, what=f"Café {n}", due_on=WEDNESDAY, by=SOFTWARE
        ),
        "TODAY", "For today: Café",
    ),
    "letter": (
        lambda week, _n: Letter.objects.create(
            place=week.place, to="a@example.org", subject="x", text="x", created_at=clock.now(),
            trouble="no route", attempts=3,
        ),
        "TODAY", "1 letter could not leave.",
    ),
    "held": (
        lambda week, n: (
            set_policy(week=week, mode=Mode.LOOKED_AT, holds_newcomers=False, by=SOFTWARE),
            make_session(week, f"Danse {n}"),
        ),
        "TODAY", "1 thing that somebody proposed waits for a look.",
    ),
    "partner": (lambda week, n: keep_promise_to(week.place, n), "TODAY", "Meeting with Mairie"),
    "unplaced": (lambda week, n: make_session(week, f"Tri {n}"), "SOON", "1 session has no time"),
    "thanks": (
        lambda week, n: SmallTask.objects.create(
            place=week.place, title=f"Balai {n}", created_at=clock.now(), done_at=clock.now()
        ),
        "SOON", "1 small task was done",
    ),
    "rules": (
        lambda week, n: (
            HouseRules.objects.create(
                place=week.place, number=n + 1, text="Fermer la porte.", at=clock.now()
            ),
            make_person(week.place, f"Lou{n}", Role.COWORKER),
        ),
        "SOON", "1 person of the place has not read",
    ),
    "challenge": (
        lambda week, n: make_challenge(
            week, f"Défi {n}", closes_at=clock.now() + timedelta(hours=5 + n)
        ),
        "TODAY", "“Défi 0” ends",
    ),
    "alone": (
        lambda week, n: seek(make_challenge(week, f"Défi {n}")),
        "TODAY", "1 person looks for a team in “Défi 0”.",
    ),
    "without-host": (
        lambda week, n: make_visit(week, f"Jeanne{n}"), "TODAY", "1 visitor expected today",
    ),
    "waiting": (
        lambda week, n: HalfDay.objects.filter(visit=make_visit(week, f"Karim{n}")).update(
            waiting_since=clock.now()
        ),
        "TODAY", "1 visit waits for a seat today.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("source", SOURCES)
def test_each_source_says_its_own_where_it_is_urgent(place: Place, week: Week, source: str) -> None:
    make, urgency, words = SOURCES[source]
    make(week, 0)
    found = [line for line in said(place).get(urgency, []) if line.startswith(words)]
    assert len(found) == 1, said(place)


def test_every_button_opens_something(place: Place, week: Week, sign_in: SignIn) -> None:
    for make, _urgency, _words in SOURCES.values():
        make(week, 0)
    browser = sign_in(make_person(place))
    lines = [line for group in desk_of(place).groups for line in group.lines]
    assert len(lines) > len(SOURCES) - 2
    for line in lines:
        answer = browser.post(line.href, {"back": "desk"}) if line.act else browser.get(line.href)
        assert answer.status_code == (302 if line.act else 200), line
    assert browser.get("/le-preau/desk/").status_code == 200


def test_the_button_of_the_check_list_does_it(place: Place, week: Week, sign_in: SignIn) -> None:
    add_checklist_item(week=week, what="Faire le café", due_on=WEDNESDAY, by=SOFTWARE)
    [group] = desk_of(place).groups
    [line] = group.lines
    answer = sign_in(make_person(place)).post(line.href, {"back": "desk"})
    assert answer["Location"] == "/le-preau/desk/"
    assert said(place) == {}


def test_of_many_alike_the_first_are_said_and_the_rest_counted(place: Place, week: Week) -> None:
    for number in range(7):
        add_checklist_item(week=week, what=f"Chose {number}", due_on=WEDNESDAY, by=SOFTWARE)
        ask_help(place)
    lines = said(place)
    assert lines["TODAY"] == [
        "For today: Chose 0.",
        "For today: Chose 1.",
        "For today: Chose 2.",
        "4 more things of the check-list are due.",
    ]
    assert lines["NOW"][-1] == "And 4 more of the kind."


def test_what_is_due_after_a_week_is_still_said(place: Place, week: Week) -> None:
    add_checklist_item(week=week, what="Écrire le bilan", due_on=date(2026, 12, 1), by=SOFTWARE)
    archive_week(week=week, by=SOFTWARE)
    with clock.at(datetime(2026, 12, 1, 9, tzinfo=clock.now().tzinfo)):
        assert said(place)["TODAY"] == ["For today: Écrire le bilan. (OpenWeek de novembre)"]


def test_nothing_of_another_place_is_on_it(place: Place, week: Week) -> None:
    there = make_week(make_place("La Halle"))
    for make, _urgency, _words in SOURCES.values():
        make(there, 0)
    assert said(place) == {}


def test_before_a_week_begins_what_it_lacks_is_no_emergency(place: Place) -> None:
    make_week(place, starts_on=MONDAY + timedelta(days=14))
    shown = desk_of(place)
    assert (shown.is_running, shown.counts) == (False, None)
    assert list(said(place)) == ["SOON"]


def test_it_asks_no_more_when_there_is_more_of_everything(
    place: Place, week: Week, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    browser = sign_in(make_person(place))

    def fill(numbers: range) -> None:
        for number in numbers:
            for make, _urgency, _words in SOURCES.values():
                make(week, number)
        cache.clear()

    fill(range(1))
    browser.get("/le-preau/desk/")
    cache.clear()
    with django_assert_max_num_queries(36) as one:
        browser.get("/le-preau/desk/")
    fill(range(1, 4))
    with django_assert_max_num_queries(len(one)):
        browser.get("/le-preau/desk/")


@pytest.mark.parametrize(
    "who", ["nobody", "visitor", "contributor", "coworker", "concierge", "stranger"]
)
def test_the_desk_is_the_concierge_s_alone(client: Client, place: Place, who: str) -> None:
    if who == "stranger":
        client.force_login(make_person(make_place("La Halle"), "Zoé", Role.CONCIERGE))
    elif who != "nobody":
        client.force_login(make_person(place, who.title(), Role(who)))
    assert client.get("/le-preau/desk/").status_code == (200 if who == "concierge" else 403)
    assert client.post("/le-preau/desk/").status_code in {403, 405}
    assert client.get("/nulle-part/desk/").status_code == 404

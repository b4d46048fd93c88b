"""Every address of the programme × whoever asks × own and other week: who gets in, and who doesn't.

An address that isn't in the table fails here: say of a new one who may open it.
"""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session as BrowserSession
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from openweek.ground.authors import SOFTWARE, Author
from openweek.place import tasks
from openweek.place.models import Place, Role
from openweek.programme import actions, queries, rules
from openweek.programme.models import Batch, BatchKind, Mode, Participant
from openweek.programme.urls import urlpatterns
from openweek.week import actions as week_actions
from openweek.week.models import Week
from tests.factories.places import make_person, make_place, make_room
from tests.factories.programme import (
    THURSDAY,
    WEDNESDAY,
    make_session,
    room_of,
    slot_of,
    span,
)

STRANGER, VISITOR, HOLDER, CONTRIBUTOR = "stranger", "visitor", "holder", "contributor"
COWORKER, CONCIERGE, ELSEWHERE = "coworker", "concierge", "concierge elsewhere"

CONCIERGES = {CONCIERGE}
COWORKERS = {COWORKER, *CONCIERGES}
CONTRIBUTORS = {CONTRIBUTOR, *COWORKERS}
# Of one session: whoever has its private link.
KEEPERS = {HOLDER, *CONTRIBUTORS}
HELPERS = {VISITOR, *KEEPERS}
EVERYBODY = {STRANGER, ELSEWHERE, *HELPERS}
# It is done to what is one's own alone, and here all is somebody else's.
NOBODY: set[str] = set()

OK, NOT_FOUND = HTTPStatus.OK, HTTPStatus.NOT_FOUND
READ, WRITE, BOTH = ("GET",), ("POST",), ("GET", "POST")


@dataclass(frozen=True)
class Address:
    may: set[str]
    methods: tuple[str, ...]
    # Which of the things below stand in it, as the name of the thing or its argument.
    of: dict[str, str] = field(default_factory=dict)
    sends: dict[str, str] = field(default_factory=dict)


def one(may: set[str], methods: tuple[str, ...], session: str = "session", **of: str) -> Address:
    """Of one session."""
    return Address(may, methods, {"session": session, **of})


ADDRESSES = {
    "print_programme": Address(EVERYBODY, READ),
    "programme": Address(EVERYBODY, READ),
    "propose_session": Address(EVERYBODY, BOTH),
    "improvise_session": Address(CONTRIBUTORS, BOTH),
    "open_session": Address(EVERYBODY, READ, {"secret": "link"}),
    "place_sessions": Address(CONTRIBUTORS, READ),
    "undo_placing": Address(NOBODY, WRITE, sends={"mark": "mark"}),
    "arrange_programme": Address(CONCIERGES, BOTH),
    "arrangement_progress": Address(CONCIERGES, READ, {"number": "arrangement"}),
    "accept_arrangement": Address(CONCIERGES, BOTH, {"number": "arrangement"}),
    "add_break": Address(COWORKERS, BOTH),
    "change_break": Address(COWORKERS, BOTH, {"number": "break"}),
    "remove_break": Address(COWORKERS, WRITE, {"number": "break"}),
    "programme_ics": Address(EVERYBODY, READ),
    "programme_json": Address(EVERYBODY, READ),
    "programme_rss": Address(EVERYBODY, READ),
    "programme_csv": Address(EVERYBODY, READ),
    "schedule_xml": Address(EVERYBODY, READ),
    "schedule_json": Address(EVERYBODY, READ),
    "subscribe": Address(EVERYBODY, READ),
    "embed_programme": Address(EVERYBODY, READ),
    "my_choices": Address(EVERYBODY, READ),
    "give_choices_link": Address(NOBODY, WRITE),
    # Whoever chose nothing has nothing to be forgotten, and is told the same.
    "forget_me": Address(EVERYBODY, WRITE),
    "open_choices": Address(EVERYBODY, READ, {"secret": "choices"}),
    "choices_calendar": Address(EVERYBODY, READ, {"secret": "choices"}),
    "wishes": Address(EVERYBODY, READ),
    "wish_session": Address(EVERYBODY, BOTH),
    "offer_session": Address(EVERYBODY, BOTH),
    "programme_history": Address(EVERYBODY, READ),
    "undo_author": Address(COWORKERS, BOTH, {"change": "change"}),
    "undo_period": Address(COWORKERS, BOTH),
    "undo_batch": Address(COWORKERS, BOTH, {"batch": "batch"}),
    "removed_sessions": Address(CONTRIBUTORS, READ),
    "programme_figures": Address(EVERYBODY, READ),
    "import_programme": Address(CONCIERGES, BOTH),
    "preview_import": Address(CONCIERGES, BOTH, {"upload": "upload"}),
    "import_progress": Address(CONCIERGES, READ, {"upload": "upload"}),
    "import_done": Address(CONCIERGES, READ, {"upload": "upload"}),
    "forget_import": Address(CONCIERGES, WRITE, {"upload": "upload"}),
    "set_policy": Address(CONCIERGES, BOTH),
    "programme_queue": Address(CONTRIBUTORS, READ),
    "accept_author": Address(CONTRIBUTORS, WRITE, {"session": "waiting number"}),
    "accept_change": Address(CONTRIBUTORS, WRITE, {"held": "held"}),
    "refuse_change": Address(CONTRIBUTORS, WRITE, {"held": "held"}),
    "accept_session": one(CONTRIBUTORS, WRITE, "waiting"),
    "refuse_session": one(CONTRIBUTORS, WRITE, "waiting"),
    "session": one(EVERYBODY, READ),
    "say_me_too": one(EVERYBODY, BOTH),
    "take_me_too_back": one(EVERYBODY, WRITE),
    "meet_wish": one(EVERYBODY, BOTH, "wish"),
    "schedule_offer": one(KEEPERS, BOTH, "offer"),
    "ask_question": one(EVERYBODY, BOTH),
    "answer_question": one(KEEPERS, WRITE, number="question"),
    "hide_question": one(KEEPERS, WRITE, number="question"),
    "take_question_back": one(NOBODY, WRITE, number="question"),
    "open_notes": one(KEEPERS, WRITE),
    "add_task": one(KEEPERS, BOTH),
    "claim_task": one(HELPERS, WRITE, number="task"),
    "leave_task": one(KEEPERS, WRITE, number="task"),
    "finish_task": one(KEEPERS, WRITE, number="task"),
    "facilitation_sheet": one(KEEPERS, READ),
    "sign_up": one(EVERYBODY, BOTH),
    "leave_session": Address(NOBODY, WRITE, {"session": "session"}, {"signup": "signup"}),
    "attendance": one(KEEPERS, READ),
    "place_session": one(CONTRIBUTORS, WRITE),
    "pin_session": one(CONTRIBUTORS, WRITE, slot="slot"),
    "extend_session": one(KEEPERS, BOTH),
    "session_calendar": one(EVERYBODY, READ),
    "change_session": one(KEEPERS, BOTH),
    "move_session": one(KEEPERS, BOTH, slot="slot"),
    "end_session": one(KEEPERS, WRITE),
    "remove_session": one(KEEPERS, WRITE),
    "restore_session": one(KEEPERS, WRITE, "removed"),
    "session_history": one(EVERYBODY, READ),
    "undo_change": one(COWORKERS, WRITE, number="number"),
}
Things = dict[str, Any]


def make_week_in(place: Place, title: str) -> Week:
    week = week_actions.create_week(
        place=place, title=title, days=(WEDNESDAY, THURSDAY), by=SOFTWARE
    )
    rooms = [make_room(place, f"Salle {title}")]
    week_actions.choose_rooms(week=week, rooms=rooms, by=SOFTWARE)
    return week


def make_things(week: Week) -> Things:
    """One of all that an address can name, written by somebody else than those who ask."""
    by = Author(name="Nour", passer_by=f"n0ur{week.pk}")
    session = make_session(week, "Pain au levain", span(week, room_of(week)), by=by)
    removed = make_session(week, "Poterie", by=by)
    wish = actions.wish_session(week=week, title="Apprendre le chant", by=by)
    offer = actions.offer_session(week=week, title="Je montre la couture", by=by)
    [signup] = actions.sign_up(
        session=session, slots=[slot_of(session)], by=by, name="Nour", email="nour@example.org"
    )
    participant = Participant.objects.get(week=week)
    _number, choices = actions.give_choices_link(participant=participant, by=by)
    question = actions.ask_question(session=session, text="Et sans four ?", by=by)
    task = tasks.add_task(place=week.place, subject=session, title="Farine", by=by)
    tasks.claim_task(task=task, by=by)
    tasks.leave_task(task=task, by=by)
    actions.remove_session(session=removed, by=by)
    noon = span(week, at="12:00")
    [pause] = actions.add_break(
        week=week, title="Repas", stretches=[(noon.starts_at, noon.ends_at)], by=SOFTWARE
    )
    batch = Batch.objects.create(week=week, kind=BatchKind.IMPORT, at=session.created_at)
    upload = actions.keep_upload(
        week=week, content=b"title\nDanse\n", name="a.csv", language="fr", by=SOFTWARE
    )
    arrangement = actions.arrange_programme(week=week, with_placed=False, by=SOFTWARE)
    change = session.changes.get()
    actions.set_policy(week=week, mode=Mode.LOOKED_AT, holds_newcomers=False, by=SOFTWARE)
    waiting = make_session(week, "Danse", by=by)
    held = actions.hold_change(
        session=session, by=by, seen=queries.newest_change(session), after={"title": "Brioche"}
    )
    actions.set_policy(week=week, mode=Mode.OPEN, holds_newcomers=False, by=SOFTWARE)
    assert held
    links = [actions.give_link(session=row, by=by)
             for row in (session, removed, offer, waiting)]  # fmt: skip
    return {
        "place": week.place.slug, "week": week.slug, "session": session.slug,
        "removed": removed.slug, "wish": wish.slug, "offer": offer.slug, "waiting": waiting.slug,
        "waiting number": waiting.pk, "slot": slot_of(session).pk, "signup": signup.pk,
        "choices": choices, "question": question.pk, "task": task.pk, "break": pause.pk,
        "batch": batch.pk, "upload": upload.pk, "arrangement": arrangement.pk,
        "change": change.pk, "number": change.number, "mark": change.mark, "held": held.pk,
        "link": links[0][1], "links": [secret for _number, secret in links],
    }  # fmt: skip


@dataclass(frozen=True)
class World:
    """A week with everything in it; another one of the same place; one of another place."""

    week: Week
    ours: Things
    beside: Things
    far: Things
    browsers: dict[str, Client]


@pytest.fixture
def world() -> World:
    place, elsewhere = make_place(), make_place("Ailleurs")
    week = make_week_in(place, "Semaine")
    beside, far = make_week_in(place, "Autre"), make_week_in(elsewhere, "Loin")
    ours = make_things(week)
    browsers = {STRANGER: Client(), HOLDER: Client()}
    for role in (VISITOR, CONTRIBUTOR, COWORKER, CONCIERGE):
        browsers[role] = Client()
        browsers[role].force_login(make_person(place, role, Role(role)))
    browsers[ELSEWHERE] = Client()
    browsers[ELSEWHERE].force_login(make_person(elsewhere, "Lou", Role.CONCIERGE))
    for secret in ours["links"]:
        assert browsers[HOLDER].get(_path("open_session", ours, secret=secret)).status_code == OK
    return World(week, ours, make_things(beside), make_things(far), browsers)


def _path(name: str, where: Things, **arguments: Any) -> str:
    return reverse(name, kwargs={"place": where["place"], "week": where["week"], **arguments})


def _arguments(address: Address, things: Things) -> dict[str, Any]:
    return {argument: things[thing] for argument, thing in address.of.items()}


def answer(browser: Client, method: str, path: str, sends: dict[str, Any]) -> int:
    """The status of one request, of which nothing stays."""
    cache.clear()
    cookies = browser.cookies.output()
    with transaction.atomic():
        status: int = getattr(browser, method.lower())(path, sends).status_code
        transaction.set_rollback(True)
    browser.cookies.load(cookies.replace("Set-Cookie: ", ""))
    return status


def test_the_table_lists_every_address() -> None:
    assert set(ADDRESSES) == {pattern.name for pattern in urlpatterns}


def test_no_session_is_called_like_an_address_of_the_programme() -> None:
    """It would have an address at which something else is."""
    words = {str(pattern.pattern).split("/")[1] for pattern in urlpatterns
             if str(pattern.pattern).startswith("programme/")}  # fmt: skip

    assert {word for word in words if word and not word.startswith("<")} <= rules.RESERVED


@pytest.mark.parametrize("who", [*sorted(EVERYBODY)])
def test_each_address_opens_to_whom_it_should(world: World, who: str) -> None:
    wrong = []
    for name, address in ADDRESSES.items():
        path = _path(name, world.ours, **_arguments(address, world.ours))
        sends = {key: world.ours[thing] for key, thing in address.sends.items()}
        for method in BOTH:
            status = answer(world.browsers[who], method, path, sends)
            if not _is_right(address, who, method, status):
                wrong.append((name, method, status))

    assert wrong == []


def _is_right(address: Address, who: str, method: str, status: int) -> bool:
    if method not in address.methods:
        return status in {405, 403, 404}
    if who in address.may:
        return status in {200, 302, 409, 422}
    return status in {403, 404}


@pytest.mark.parametrize("who", [HOLDER, CONCIERGE])
@pytest.mark.parametrize("where", ["beside", "far"])
def test_nothing_of_another_week_opens_here(world: World, who: str, where: str) -> None:
    """Each number, slug and secret of it, in an address of ours."""
    theirs: Things = getattr(world, where)
    wrong = []
    for name, address in ADDRESSES.items():
        for argument, thing in address.of.items():
            # Slugs and the numbers of a session's changes are the same there.
            if theirs[thing] == world.ours[thing]:
                continue
            arguments = {**_arguments(address, world.ours), argument: theirs[thing]}
            path = _path(name, world.ours, **arguments)
            for method in address.methods:
                status = answer(world.browsers[who], method, path, {})
                if status not in {403, 404}:
                    wrong.append((name, argument, method, status))

    assert wrong == []


@pytest.mark.parametrize("who", [HOLDER, CONCIERGE])
def test_whoever_keeps_this_place_is_somebody_like_others_elsewhere(world: World, who: str) -> None:
    wrong = []
    for name, address in ADDRESSES.items():
        path = _path(name, world.far, **_arguments(address, world.far))
        sends = {key: world.far[thing] for key, thing in address.sends.items()}
        for method in address.methods:
            status = answer(world.browsers[who], method, path, sends)
            if not _is_right(address, STRANGER, method, status):
                wrong.append((name, method, status))

    assert wrong == []


@pytest.mark.parametrize("who", [STRANGER, HOLDER, CONCIERGE])
@pytest.mark.parametrize("method", ["get", "head"])
def test_reading_changes_nothing(world: World, who: str, method: str) -> None:
    before = everything_written()
    changed = []
    for name, address in ADDRESSES.items():
        cache.clear()
        path = _path(name, world.ours, **_arguments(address, world.ours))
        getattr(world.browsers[who], method)(path)
        if (now := everything_written()) != before:
            changed.append(name)
            before = now

    assert changed == []


def everything_written() -> dict[str, list[Any]]:
    """All rows but those of browsers, which remember a link that was opened in them."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        if model is not BrowserSession
    }


@pytest.mark.parametrize("thing", ["waiting", "removed"])
def test_what_is_not_shown_is_there_for_those_who_write_it_alone(world: World, thing: str) -> None:
    """By its address, its history, its lists, and by all that is done to a session."""
    wrong = []
    for name, address in ADDRESSES.items():
        if address.of.get("session") != "session" or name == "session_calendar":
            continue
        arguments = {**_arguments(address, world.ours), "session": world.ours[thing]}
        for who in (STRANGER, VISITOR, ELSEWHERE):
            for method in address.methods:
                path = _path(name, world.ours, **arguments)
                status = answer(world.browsers[who], method, path, {})
                if status != NOT_FOUND:
                    wrong.append((name, who, method, status))

    assert wrong == []

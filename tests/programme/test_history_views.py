"""The history of the whole programme, what was taken out, and undoing much at once: who may see."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE, Author
from openweek.place.models import Role
from openweek.programme import actions
from openweek.programme.models import Batch, Change, Session
from openweek.programme.selection import Selection
from openweek.week import actions as week_actions
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.places import WEDNESDAY_TEN, make_person
from tests.factories.programme import (
    SOMEBODY,
    make_session,
    make_week_with_rooms,
    room_of,
    span,
)

VANDAL = Author(name="Zorro", passer_by="z0rr0")


def root(week: Week) -> str:
    return f"/{week.place.slug}/{week.slug}/programme/"


def text(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode().replace("\xa0", " ")


def newest(week: Week) -> int:
    return Change.objects.filter(week=week).latest("pk").pk


def test_everybody_reads_the_newest_change_first(client: Client) -> None:
    week = make_week_with_rooms()
    session = make_session(week, "Couture")
    actions.change_session(session=session, by=VANDAL, title="Rien", why="pour rire")

    page = text(client.get(f"{root(week)}history/"))

    assert "<del>Couture</del> <ins>Rien</ins>" in page
    assert page.index("pour rire") < page.index("Nour")
    assert "undo" not in page.split("<main")[1].split("</main>")[0].replace("/icons", "")


def test_what_was_taken_out_or_waits_does_not_leak(client: Client, sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    gone, held = make_session(week, "Secret retiré"), make_session(week, "Secret retenu")
    actions.remove_session(session=gone, by=SOMEBODY)
    Session.objects.filter(pk=held.pk).update(held_at=clock.now())
    make_session(week, "Couture")

    page = text(client.get(f"{root(week)}history/"))
    for number in Change.objects.filter(session__in=[gone, held]).values_list("pk", flat=True):
        page += text(client.get(f"{root(week)}history/?author={number}&since=2026-01-01T00:00"))
    seen = text(
        sign_in(make_person(week.place, "Ada", Role.CONTRIBUTOR)).get(f"{root(week)}history/")
    )

    assert "Secret" not in page
    assert "Couture" in page
    assert "Secret retiré" in seen
    assert "Secret retenu" in seen


def test_whoever_holds_the_link_still_reads_what_was_taken_out(client: Client) -> None:
    week = make_week_with_rooms()
    session = make_session(week, "Secret retiré")
    _number, secret = actions.give_link(session=session, by=SOMEBODY)
    client.get(f"{root(week)}open/{secret}/")
    actions.remove_session(session=session, by=SOMEBODY)

    assert "Secret retiré" in text(client.get(f"{root(week)}history/"))
    assert "Secret" not in text(Client().get(f"{root(week)}history/"))


def test_a_page_holds_fifty_and_the_next_one_continues_it(client: Client) -> None:
    week = make_week_with_rooms()
    session = make_session(week, "Pain 0")
    for number in range(1, 60):
        actions.change_session(session=session, by=SOMEBODY, title=f"Pain {number}")

    first = text(client.get(f"{root(week)}history/"))
    cut = Change.objects.filter(week=week).order_by("-pk")[49].pk
    second = text(client.get(f"{root(week)}history/?before={cut}"))

    assert first.count('<li id="change-') == 50
    assert f"?before={cut}" in first
    assert second.count('<li id="change-') == 10


def test_one_looks_at_one_author_or_at_a_period(client: Client) -> None:
    week = make_week_with_rooms()
    make_session(week, "Couture")
    make_session(week, "Casino", by=VANDAL)
    with clock.at(WEDNESDAY_TEN + timedelta(hours=3)):
        make_session(week, "Yoga", by=VANDAL)

    theirs = text(client.get(f"{root(week)}history/?author={newest(week)}"))
    then = text(client.get(f"{root(week)}history/?since=2026-11-25T12:00&until=2026-11-25T14:00"))
    nonsense = client.get(f"{root(week)}history/?since=hier&before=²&batch=x&author=-1")

    shown = [[title in page for title in ("Couture", "Casino", "Yoga")] for page in (theirs, then)]
    assert shown == [[False, True, True], [False, False, True]]
    assert VANDAL.key not in theirs
    assert nonsense.status_code == HTTPStatus.OK


def test_a_batch_is_one_line(client: Client) -> None:
    week = make_week_with_rooms()
    for number in range(12):
        make_session(week, f"Casino {number}", by=VANDAL)
    chosen = Selection(author_keys=(VANDAL.key,), author_name="Zorro")
    done = actions.undo_author(week=week, chosen=chosen, by=SOMEBODY)
    actions.undo_batch(batch=done.batch or Batch(), by=SOMEBODY)

    page = text(client.get(f"{root(week)}history/"))
    whole = text(client.get(f"{root(week)}history/?batch={Batch.objects.latest('pk').pk}"))

    assert page.count('<li id="batch-') == 2
    assert page.count('<li id="change-') == 12
    assert whole.count('<li id="change-') == 12


@pytest.mark.parametrize("count", [1, 3])
def test_the_history_asks_no_more_when_it_is_longer(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    week = make_week_with_rooms()
    for number in range(count):
        by = Author(name=f"Zorro {number}", passer_by=f"z{number}")
        make_session(week, f"Pain {number}", span(week, room_of(week), at=f"1{number}:00"), by=by)
        chosen = Selection(author_keys=(by.key,))
        done = actions.undo_author(week=week, chosen=chosen, by=SOMEBODY)
        actions.undo_batch(batch=done.batch or Batch(), by=SOMEBODY)

    with django_assert_num_queries(6):
        client.get(f"{root(week)}history/")


@pytest.mark.parametrize("count", [1, 3])
def test_ones_own_changes_ask_no_more_when_they_are_more(
    client: Client,
    sign_in: SignIn,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    week = make_week_with_rooms()
    person = make_person(week.place, "Ida", Role.VISITOR)
    sign_in(person)
    by = Author(name="Ida", person_id=person.pk)
    for number in range(count):
        make_session(week, f"Pain {number}", by=by)

    with django_assert_num_queries(7):
        page = text(client.get(f"{root(week)}history/"))
    assert page.count("/undo/") == count


def ways_to_undo(week: Week) -> list[str]:
    batch = Batch.objects.create(week=week, kind="import", at=clock.now())
    return [
        f"{root(week)}history/undo/author/{newest(week)}/",
        f"{root(week)}history/undo/period/?since=2026-11-25T00:00",
        f"{root(week)}history/undo/batch/{batch.pk}/",
    ]


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("", False),
        (Role.VISITOR, False),
        (Role.CONTRIBUTOR, False),
        (Role.COWORKER, True),
        (Role.CONCIERGE, True),
    ],
)
def test_who_may_undo_much_at_once(client: Client, sign_in: SignIn, role: str, may: bool) -> None:
    week = make_week_with_rooms()
    make_session(week, "Couture")
    if role:
        sign_in(make_person(week.place, "Ada", role))

    for address in ways_to_undo(week):
        asked = client.get(address)
        assert asked.status_code == (HTTPStatus.OK if may else HTTPStatus.FORBIDDEN)
        if not may:
            assert client.post(address, {"upto": newest(week)}).status_code == HTTPStatus.FORBIDDEN
    assert Session.objects.filter(deleted_at=None).count() == 1


def test_nobody_undoes_anything_in_an_archived_week(client: Client, sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    make_session(week, "Couture")
    sign_in(make_person(week.place))
    week_actions.archive_week(week=week, by=SOFTWARE)

    for address in [*ways_to_undo(week), f"{root(week)}removed/"]:
        assert client.get(address).status_code == HTTPStatus.FORBIDDEN
    assert client.get(f"{root(week)}history/").status_code == HTTPStatus.OK


def test_all_of_an_author_is_shown_first_then_undone_once(client: Client, sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    session = make_session(week, "Couture")
    actions.change_session(session=session, by=VANDAL, title="Rien")
    sign_in(make_person(week.place, "Ada", Role.COWORKER))
    address = f"{root(week)}history/undo/author/{newest(week)}/"

    asked = text(client.get(address))
    upto = newest(week)
    actions.change_session(session=session, by=VANDAL, summary="Arrivé entre-temps")
    first, again = (client.post(address, {"upto": upto}) for _ in range(2))

    assert "<del>Rien</del> <ins>Couture</ins>" in asked
    assert f'name="upto" value="{upto}"' in asked
    assert first.status_code == again.status_code == HTTPStatus.FOUND
    session.refresh_from_db()
    assert (session.title, session.summary) == ("Couture", "Arrivé entre-temps")
    assert Batch.objects.count() == 1


def test_what_was_taken_out_is_offered_for_thirty_days(client: Client, sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    session = make_session(week, "Couture", span(week, room_of(week)))
    actions.remove_session(session=session, by=VANDAL, why="pour rire")
    sign_in(make_person(week.place, "Ada", Role.CONTRIBUTOR))

    page = text(client.get(f"{root(week)}removed/"))
    with clock.at(WEDNESDAY_TEN + timedelta(days=31)):
        later = text(client.get(f"{root(week)}removed/"))
        refused = client.post(f"{root(week)}couture/restore/")
    assert "Zorro" in page
    assert "Couture" not in later
    assert refused.status_code == HTTPStatus.FORBIDDEN

    client.post(f"{root(week)}couture/restore/")
    session.refresh_from_db()
    assert session.deleted_at is None


def test_those_who_keep_the_house_note_down_what_happened(client: Client, sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    given = {"title": "Hier", "day": "2026-11-24", "starts": "10:00", "minutes": "60"}

    refused = client.post(f"{root(week)}propose/", given)
    sign_in(make_person(week.place, "Bo", Role.CONTRIBUTOR))
    refused_too = client.post(f"{root(week)}propose/", given)
    sign_in(make_person(week.place, "Ada", Role.COWORKER))
    noted = client.post(f"{root(week)}propose/", given)

    assert refused.status_code == refused_too.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert noted.status_code == HTTPStatus.FOUND
    assert Session.objects.get().slots.get().starts_at < clock.now()

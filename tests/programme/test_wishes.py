"""Wishes and offers: one wall, "me too" in one press, and how they come true."""

from http import HTTPStatus

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from openweek.commons import actions as commons_actions
from openweek.commons.models import Format
from openweek.ground import deadlines
from openweek.ground.authors import SOFTWARE, Author
from openweek.place.models import Letter, Role
from openweek.place.tasks import tasks_of
from openweek.programme import actions, queries
from openweek.programme.models import Batch, Interest, Kind, Session
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.places import make_person
from tests.factories.programme import (
    SOMEBODY,
    make_session,
    make_week_with_rooms,
    room_of,
    slot_of,
    span,
)
from tests.programme.pages import browser, root, text

pytestmark = pytest.mark.usefixtures("in_english")

ADA = Author(name="Ada", passer_by="ada")


def wish(week: Week, title: str = "Réparer un vélo", **details: str) -> Session:
    return actions.wish_session(week=week, title=title, by=SOMEBODY, **details)  # type: ignore[arg-type]


def offer(week: Week, title: str = "Atelier vélo", by: Author = ADA) -> Session:
    return actions.offer_session(week=week, title=title, by=by, facilitator=by.name)


def me_too(session: Session, name: str, email: str = "") -> None:
    by = Author(name=name, passer_by=name.lower())
    actions.say_me_too(session=session, by=by, name=name, email=email)


def likers(session: Session) -> list[str]:
    rows = Interest.objects.filter(session=session)
    return list(rows.order_by("participant__name").values_list("participant__name", flat=True))


def on_wall(week: Week) -> list[str]:
    wall = queries.wall_of(week, [])
    subjects = [*wall.wishes, *wall.offers]
    return [note.title for subject in subjects for note in subject.notes]


def test_a_title_is_enough_and_no_account(client: Client) -> None:
    week = make_week_with_rooms()

    answer = client.post(f"{root(week)}wishes/wish/", {"title": "Réparer un vélo", "once": "1"})
    client.post(f"{root(week)}wishes/wish/", {"title": "Réparer un vélo", "once": "1"})

    assert "/open/" in answer["Location"]
    assert on_wall(week) == ["Réparer un vélo"]
    assert "Réparer un vélo" in text(client.get(f"{root(week)}wishes/"))
    assert "You would like this" in text(client.get(f"{root(week)}wishes/"))
    client.get(answer["Location"])
    assert client.get(f"{root(week)}reparer-un-velo/change/").status_code == HTTPStatus.OK
    assert browser().get(f"{root(week)}reparer-un-velo/change/").status_code == 403


def test_an_offer_waits_on_the_wall_not_in_the_programme(client: Client) -> None:
    week = make_week_with_rooms()

    client.post(f"{root(week)}wishes/offer/", {"title": "Le pain", "facilitator": "Ada"})

    assert on_wall(week) == ["Le pain"]
    assert queries.to_be_placed(week) == []
    assert "Le pain" not in text(client.get(root(week)))


def test_me_too_is_one_press_and_counts_once(client: Client) -> None:
    week = make_week_with_rooms()
    bicycle = wish(week)

    for _twice in range(2):
        client.post(f"{root(week)}{bicycle.slug}/me-too/", {"from": "wall"})

    page = text(client.get(f"{root(week)}wishes/"))
    assert "You and 1 other would like this" in page
    client.post(f"{root(week)}{bicycle.slug}/me-too/back/")
    assert likers(bicycle) == ["Nour"]


def test_reading_leaves_no_cookie() -> None:
    week = make_week_with_rooms()
    bicycle = wish(week)
    offer(week)

    for address in ("wishes/", f"{bicycle.slug}/"):
        assert not browser().get(f"{root(week)}{address}").cookies, address


def test_nobody_takes_back_what_others_said(client: Client) -> None:
    bicycle = wish(make_week_with_rooms())

    client.post(f"{root(bicycle.week)}{bicycle.slug}/me-too/back/")

    assert likers(bicycle) == ["Nour"]


def test_what_resembles_it_is_shown_while_wishing(client: Client) -> None:
    week = make_week_with_rooms()
    wish(week, "Réparer un vélo")
    wish(week, "Apprendre le tricot")

    asked = client.post(f"{root(week)}wishes/wish/", {"title": "reparer mon VELO"})
    page = text(asked)

    assert "Is it one of these?" in page
    assert "Réparer un vélo" in page
    assert "tricot" not in page
    assert 'value="reparer mon VELO"' in page
    client.post(f"{root(week)}wishes/wish/", {"title": "reparer mon VELO", "is_another": "1"})
    assert len(on_wall(week)) == 3


def test_a_wish_that_is_met_keeps_its_address_its_history_and_its_friends() -> None:
    week = make_week_with_rooms()
    bicycle = wish(week)
    me_too(bicycle, "Bo")

    actions.meet_wish(wish=bicycle, by=ADA, facilitator="Ada", spans=[span(week, room_of(week))])

    met = Session.objects.get(slug="reparer-un-velo")
    assert (met.pk, met.kind, met.facilitator) == (bicycle.pk, Kind.SESSION, "Ada")
    assert slot_of(met).room == room_of(week)
    assert likers(met) == ["Bo", "Nour"]
    assert met.changes.count() == 2
    assert on_wall(week) == []
    with pytest.raises(ValidationError, match="taken this wish up"):
        actions.meet_wish(wish=bicycle, by=SOMEBODY, facilitator="Bo")


def test_a_taken_room_leaves_the_wish_a_wish() -> None:
    week = make_week_with_rooms()
    make_session(week, "Pain", span(week, room_of(week)))
    bicycle = wish(week)

    with pytest.raises(actions.RoomTaken):
        actions.meet_wish(
            wish=bicycle, by=ADA, facilitator="Ada", spans=[span(week, room_of(week))]
        )

    assert on_wall(week) == ["Réparer un vélo"]


def test_those_who_gave_an_address_are_told_once_in_their_language() -> None:
    week = make_week_with_rooms()
    bicycle = wish(week)
    me_too(bicycle, "Bo", "bo@example.org")
    with translation.override("fr"):
        me_too(bicycle, "Cam", "cam@example.org")
    me_too(bicycle, "Ada", "ada@example.org")

    actions.meet_wish(wish=bicycle, by=ADA, facilitator="Ada")
    deadlines.sweep()
    deadlines.sweep()

    letters = {letter.to: letter for letter in Letter.objects.all()}
    assert set(letters) == {"bo@example.org", "cam@example.org"}
    assert letters["bo@example.org"].subject == "It comes true: Réparer un vélo"
    assert "with Ada" in letters["bo@example.org"].text


def test_nobody_is_told_of_what_was_taken_back_meanwhile() -> None:
    week = make_week_with_rooms()
    bicycle = wish(week)
    me_too(bicycle, "Bo", "bo@example.org")

    change = actions.meet_wish(wish=bicycle, by=ADA, facilitator="Ada")
    actions.undo_change(change=change, by=ADA)
    deadlines.sweep()

    assert on_wall(week) == ["Réparer un vélo"]
    assert not Letter.objects.exists()


def test_an_offer_takes_a_wish_along_and_both_part_again() -> None:
    week = make_week_with_rooms()
    bicycle, workshop = wish(week), offer(week)
    me_too(bicycle, "Bo")
    me_too(workshop, "Bo")

    actions.join_wish(wish=bicycle, offer=workshop, by=ADA)

    assert on_wall(week) == []
    assert Session.objects.get(pk=workshop.pk).kind == Kind.SESSION
    assert likers(workshop) == ["Bo", "Nour"]
    assert [each.title for each in queries.to_be_placed(week)] == ["Atelier vélo"]

    actions.undo_batch(batch=Batch.objects.get(kind="wish_met"), by=ADA)

    assert on_wall(week) == ["Réparer un vélo", "Atelier vélo"]
    assert likers(bicycle) == ["Bo", "Nour"]


def test_a_wish_stands_again_when_what_met_it_is_taken_out() -> None:
    week = make_week_with_rooms()
    bicycle, workshop = wish(week), offer(week)
    actions.join_wish(wish=bicycle, offer=workshop, by=ADA)

    actions.remove_session(session=workshop, by=ADA)

    assert on_wall(week) == ["Réparer un vélo"]


def test_an_offer_gets_its_time(client: Client) -> None:
    week = make_week_with_rooms()
    client.post(f"{root(week)}wishes/offer/", {"title": "Le pain", "facilitator": "Ada"})
    given = {"day": "2026-11-26", "starts": "14:00", "minutes": "60"}

    refused = browser().post(f"{root(week)}le-pain/schedule/", given)
    client.post(f"{root(week)}le-pain/schedule/", given)

    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert [moment.title for moment in queries.programme_of(week)] == ["Le pain"]
    assert on_wall(week) == []


def test_whoever_runs_a_wish_without_an_account_gets_the_link_to_it(client: Client) -> None:
    week = make_week_with_rooms()
    bicycle = wish(week)

    nameless = client.post(f"{root(week)}{bicycle.slug}/meet/", {"minutes": "60"})
    answer = client.post(
        f"{root(week)}{bicycle.slug}/meet/", {"minutes": "90", "facilitator": "Ada"}
    )

    assert nameless.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "/open/" in answer["Location"]
    client.get(answer["Location"])
    assert client.get(f"{root(week)}{bicycle.slug}/change/").status_code == HTTPStatus.OK
    bicycle.refresh_from_db()
    assert (bicycle.facilitator, bicycle.minutes) == ("Ada", 90)


def test_only_ones_own_offers_can_meet_a_wish(client: Client, sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    bicycle, workshop = wish(week), offer(week)
    address = f"{root(week)}{bicycle.slug}/meet/"

    client.post(address, {"offer": workshop.pk, "minutes": "60", "facilitator": "Ada"})
    assert Session.objects.get(pk=workshop.pk).kind == Kind.OFFER

    other = wish(week, "Couture")
    coworker = sign_in(make_person(week.place, role=Role.COWORKER))
    coworker.post(f"{root(week)}{other.slug}/meet/", {"offer": workshop.pk, "minutes": "60"})

    other.refresh_from_db()
    assert other.met_by == workshop


def test_me_too_on_a_planned_session_takes_no_seat(client: Client) -> None:
    week = make_week_with_rooms()
    bread = make_session(week, "Pain", span(week, room_of(week)), seats=1)

    client.post(f"{root(week)}pain/me-too/")

    assert queries.me_too_of(bread, []).count == 1
    assert not slot_of(bread).signups.exists()


def test_my_choices_show_what_came_true(client: Client) -> None:
    week = make_week_with_rooms()
    bicycle = wish(week)
    client.post(f"{root(week)}{bicycle.slug}/me-too/")

    actions.meet_wish(wish=bicycle, by=ADA, facilitator="Ada")

    assert "It comes true" in text(client.get(f"{root(week)}mine/"))


def test_a_wish_is_given_no_time_by_changing_it(client: Client) -> None:
    week = make_week_with_rooms()
    client.post(f"{root(week)}wishes/wish/", {"title": "Couture"})
    given = {"title": "Couture à la main", "day": "2026-11-26", "starts": "14:00", "minutes": "60"}

    client.post(f"{root(week)}couture/change/", given)

    assert on_wall(week) == ["Couture à la main"]
    assert queries.programme_of(week) == []


def test_a_closed_week_takes_neither_wishes_nor_me_too(client: Client) -> None:
    week = make_week_with_rooms()
    bicycle = wish(week)
    Week.objects.filter(pk=week.pk).update(archived_at=bicycle.created_at)

    for address in ("wishes/wish/", f"{bicycle.slug}/me-too/", f"{bicycle.slug}/meet/"):
        answer = client.post(f"{root(week)}{address}", {"title": "x", "facilitator": "x"})
        assert answer.status_code == HTTPStatus.FORBIDDEN, address
    assert client.get(f"{root(week)}wishes/").status_code == HTTPStatus.OK


@pytest.mark.parametrize("count", [1, 3])
def test_the_wall_asks_no_more_when_it_is_longer(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    week = make_week_with_rooms()
    for number in range(count):
        me_too(wish(week, f"Envie {number}"), "Bo")
        me_too(offer(week, f"Offre {number}"), "Cam")

    with django_assert_num_queries(4):
        client.get(f"{root(week)}wishes/")


def test_a_session_begins_with_the_tasks_of_its_format() -> None:
    week = make_week_with_rooms()
    made = make_session(week, "Pain", format=_format_with_tasks(week))
    planned = actions.offer_session(
        week=week, title="Pain", by=ADA, format=_format_with_tasks(week, "Autre")
    )

    assert [task.title for task in tasks_of(made)] == ["Sortir les chaises", "Fermer le four"]
    assert not tasks_of(planned).exists()
    actions.schedule_offer(offer=planned, by=ADA)
    assert tasks_of(planned).count() == 2


def _format_with_tasks(week: Week, title: str = "WikiSchool") -> Format:
    return commons_actions.create_format(
        place=week.place, title=title, purpose="Apprendre", by=SOFTWARE,
        tasks="- Sortir les chaises\n\nFermer le four\nFermer le four",
    )  # fmt: skip

"""Whoever asks to be forgotten, and everybody ninety days later, is found nowhere any more."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from openweek.ground import clock, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.place import actions as place_actions
from openweek.place import tasks
from openweek.place.models import Role
from openweek.programme import actions, participants
from openweek.programme.models import Session
from openweek.programme.selection import Selection
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.places import make_person
from tests.factories.programme import make_session, make_week_with_rooms, room_of, span

NAME, ADDRESS = "Zéphyrine Cachalot", "zephyrine@example.org"


@pytest.fixture
def week() -> Week:
    return make_week_with_rooms()


def comes_along(client: Client, session: Session, name: str = NAME, email: str = ADDRESS) -> None:
    """Says all of themselves that can be said, wherever the programme asks for it."""
    week = session.week
    said = {"name": name, "email": email}

    def send(address: str, **fields: str) -> None:
        where = [week.place.slug, week.slug]
        if address not in {"wish_session", "give_choices_link"}:
            where.append(session.slug)
        assert client.post(reverse(address, args=where), fields).status_code == 302

    client.post("/my-name/", {"name": name})
    send("sign_up", **said)
    send("say_me_too", **said)
    send("ask_question", text="Et sans four ?", name=name)
    send("give_choices_link")
    place_actions.write_letter(
        to=email, subject=f"Bonjour {name}", text=name, by=SOFTWARE, place=week.place
    )


def found(words: str) -> list[str]:
    """The columns of all tables in which these words stand."""
    return [
        f"{row._meta.label}.{name}"
        for row in rows()
        for name, value in vars(row).items()
        if words.casefold() in str(value).casefold()
    ]


def rows() -> Iterator[Model]:
    for model in apps.get_models():
        if model._meta.label != "sessions.Session":
            yield from model._default_manager.all()


def test_whoever_asks_for_it_is_forgotten_everywhere(client: Client, week: Week) -> None:
    comes_along(client, make_session(week, "Pain", span(week, room_of(week))))
    assert {"programme.Participant.name", "programme.Participant.email"} <= set(
        found("cachalot") + found(ADDRESS)
    )

    client.post(reverse("forget_me", args=[week.place.slug, week.slug]))

    assert found("cachalot") == []
    assert found(ADDRESS) == []


def test_ninety_days_later_nobody_is_found(client: Client, week: Week) -> None:
    session = make_session(week, "Pain", span(week, room_of(week)))
    comes_along(client, session)

    with clock.at(participants.kept_until(week) + timedelta(minutes=1)):
        actions.forget_participants(week=week, by=SOFTWARE)

    assert found("cachalot") == []
    assert found(ADDRESS) == []


def test_of_somebody_with_an_account_nobody_can_say_later_where_they_came(
    sign_in: SignIn, week: Week
) -> None:
    person = make_person(week.place, "Zéphyrine", Role.VISITOR)
    client = sign_in(person)
    session = make_session(week, "Pain", span(week, room_of(week)))
    where = [week.place.slug, week.slug, session.slug]
    client.post(reverse("sign_up", args=where), {})
    client.post(reverse("say_me_too", args=where), {})

    client.post(reverse("forget_me", args=where[:2]))

    assert {each for each in found("zéphyrine") if not each.startswith("place.")} == set()


def test_an_account_that_goes_without_its_name_leaves_none_in_the_programme(week: Week) -> None:
    person = make_person(week.place, "Zéphyrine", Role.COWORKER)
    by = Author(name=person.name, person_id=person.pk)
    session = make_session(week, "Pain", span(week, room_of(week)), by=by)
    actions.ask_question(session=session, text="Et sans four ?", by=by)
    tasks.claim_task(
        task=tasks.add_task(place=week.place, subject=session, title="Farine", by=by), by=by
    )
    actions.keep_upload(week=week, content=b"title", name="a.csv", language="fr", by=by)
    actions.arrange_programme(week=week, with_placed=False, by=by)
    actions.remove_session(session=make_session(week, "Poterie", by=by), by=by)
    actions.undo_author(week=week, chosen=Selection(author_keys=("nobody",)), by=by)

    before = events.mark(week.place_id)
    number = person.pk
    place_actions.delete_account(person=person, name_kept=False, by=SOFTWARE)
    place_actions.forget_when_due(number)

    assert found("zéphyrine") == []
    # Pages that said the name are made anew.
    assert events.mark(week.place_id) != before


def test_an_account_that_leaves_its_name_leaves_it_there(week: Week) -> None:
    person = make_person(week.place, "Zéphyrine", Role.COWORKER)
    by = Author(name=person.name, person_id=person.pk)
    make_session(week, "Pain", by=by)

    number = person.pk
    place_actions.delete_account(person=person, name_kept=True, by=SOFTWARE)
    place_actions.forget_when_due(number)

    assert "programme.Session.author_name" in found("zéphyrine")

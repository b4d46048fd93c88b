"""The page of rights: links to hand out, rights taken back, pens down and up again."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.place.models import Capability, Role
from openweek.writing import actions
from openweek.writing.models import Grant, Level, Text
from tests.factories.places import make_person, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(settings: Any, tmp_path: Path) -> Text:
    settings.OPENWEEK_DATA = tmp_path
    made = actions.create_text(place=make_place(), title="Territoire", language="fr", by=SOFTWARE)
    actions.grant(text=made, level=Level.MANAGE, by=SOFTWARE, role=Role.CONCIERGE)
    actions.grant(text=made, level=Level.WRITE, by=SOFTWARE, role=Role.CONTRIBUTOR)
    return made


def signed_in(text: Text, role: str) -> Client:
    client = Client()
    client.force_login(make_person(text.place, name=role.capitalize(), role=role))
    return client


def to(text: Text, name: str, *more: object) -> str:
    return reverse(name, args=[text.pk, *more])


def link_made(client: Client, text: Text, **said: str) -> str:
    answer = client.post(
        to(text, "share_link"), {"name": "Odile", "level": "write", "days": "7", **said}
    )
    found = re.search(r"/texts/shared/[^/\s<]+/", answer.content.decode())
    assert found
    return found[0]


def test_a_link_lets_somebody_without_an_account_write_until_it_ends(text: Text) -> None:
    address = link_made(signed_in(text, Role.CONCIERGE), text)
    odile = Client()

    assert odile.get(to(text, "edit_text")).status_code == 404
    assert odile.get(address, follow=True).context["access"].level == Level.WRITE

    with clock.at(clock.now() + timedelta(days=8)):
        assert odile.get(to(text, "edit_text")).status_code == 404
        closed = Client().get(address)
        assert closed.status_code == 404
        assert "Ce lien n’ouvre plus rien" in closed.content.decode()


def test_its_secret_is_shown_once_and_kept_nowhere(text: Text) -> None:
    concierge = signed_in(text, Role.CONCIERGE)
    secret = link_made(concierge, text).split("/")[3]
    again = concierge.get(to(text, "share_text")).content.decode()
    assert "Odile" in again
    assert secret not in again
    assert secret not in str(list(Capability.objects.values()))


def test_a_link_that_is_taken_back_opens_nothing_any_more(text: Text) -> None:
    concierge = signed_in(text, Role.CONCIERGE)
    address = link_made(concierge, text)
    odile = Client()
    odile.get(address)
    given = Grant.objects.get(capability__isnull=False)

    concierge.post(to(text, "revoke_right", given.pk))

    assert odile.get(to(text, "edit_text")).status_code == 404
    assert odile.get(address).status_code == 404
    assert Capability.objects.get(kind="text").revoked_at is not None


@pytest.mark.parametrize(
    "name", ["share_text", "share_link", "give_right", "freeze_text", "reopen_text"]
)
def test_only_who_manages_a_text_says_who_writes(text: Text, name: str) -> None:
    ask = "get" if name == "share_text" else "post"
    writer, visitor = signed_in(text, Role.COWORKER), signed_in(text, Role.VISITOR)
    assert getattr(writer, ask)(to(text, name)).status_code == 403
    assert getattr(visitor, ask)(to(text, name)).status_code == 404
    assert Grant.objects.count() == 2


def test_a_person_of_the_place_is_invited_and_nobody_from_elsewhere(text: Text) -> None:
    concierge = signed_in(text, Role.CONCIERGE)
    nadia = make_person(text.place, "Nadia", Role.VISITOR)
    far = make_person(make_place("Ailleurs"), "Loin")
    said = {"level": "comment"}

    concierge.post(to(text, "give_right"), {**said, "holder": f"person:{nadia.pk}"})
    refused = concierge.post(to(text, "give_right"), {**said, "holder": f"person:{far.pk}"})

    assert text.grants.get(person=nadia).level == Level.COMMENT
    assert refused.status_code == 400
    assert not text.grants.filter(person=far).exists()


def test_passers_by_never_manage(text: Text) -> None:
    concierge = signed_in(text, Role.CONCIERGE)
    refused = concierge.post(
        to(text, "give_right"), {"holder": "role:anyone", "level": Level.MANAGE}
    )
    assert refused.status_code == 400
    assert not text.grants.filter(role=Grant.Role.ANYONE).exists()


def test_the_last_right_to_manage_stays(text: Text) -> None:
    concierge = signed_in(text, Role.CONCIERGE)
    given = text.grants.get(level=Level.MANAGE)

    concierge.post(to(text, "revoke_right", given.pk))
    concierge.post(to(text, "give_right"), {"holder": "role:concierge", "level": Level.READ})

    given.refresh_from_db()
    assert given.level == Level.MANAGE


def test_pens_drop_and_may_be_taken_up_again_before_the_end(text: Text) -> None:
    concierge = signed_in(text, Role.CONCIERGE)
    concierge.post(to(text, "freeze_text"))
    text.refresh_from_db()
    assert text.frozen_at is not None

    concierge.post(to(text, "reopen_text"))
    text.refresh_from_db()
    assert text.frozen_at is None


def test_what_went_into_a_book_is_not_opened_again(text: Text) -> None:
    actions.set_closing(text=text, closes_at=clock.now() - timedelta(minutes=1), by=SOFTWARE)
    actions.freeze_texts(texts=[text], by=SOFTWARE)
    with pytest.raises(actions.ClosedForGoodError):
        actions.reopen_text(text=text, by=SOFTWARE)

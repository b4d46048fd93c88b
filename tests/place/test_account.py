"""Somebody goes: all that let them in ends, and their name stays or not, as they chose."""

from datetime import timedelta

import pytest
from django.test import Client

from openweek.ground import clock, deadlines
from openweek.ground.authors import SOFTWARE, Author
from openweek.ground.models import Event
from openweek.place import actions
from openweek.place.models import Capability, Letter, Person, Place, Role
from tests.conftest import SignIn
from tests.factories.places import make_person, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    made = make_place()
    make_person(made, "Nadia", Role.CONCIERGE)
    return made


@pytest.fixture
def camille(place: Place) -> Person:
    return make_person(place, "Camille", Role.COWORKER)


def test_the_page_is_theirs_alone(camille: Person, client: Client, sign_in: SignIn) -> None:
    for address in ("/account/", "/account/delete/"):
        assert client.get(address)["Location"] == "/sign-in/"
    page = sign_in(camille).get("/account/").content.decode()
    assert "camille@example.org" in page
    assert "Le Préau" in page


@pytest.mark.parametrize("name_kept", [True, False])
def test_nothing_lets_them_in_any_more(
    name_kept: bool, place: Place, camille: Person, sign_in: SignIn
) -> None:
    by = Author(name=camille.name, person_id=camille.pk)
    actions.give_token(place=place, person=camille, by=by)
    actions.write_letter(to="camille@example.org", subject="x", text="y", by=SOFTWARE)
    here, elsewhere = sign_in(camille), sign_in(camille)
    number = camille.pk
    form = {"name_kept": "yes" if name_kept else "no", "sure": "on"}
    assert here.post("/account/delete/", form)["Location"] == "/sign-in/"
    assert elsewhere.get("/account/")["Location"] == "/sign-in/"
    assert not Person.objects.filter(name="Camille").exists()
    assert not Capability.objects.exists()
    assert not Letter.objects.filter(to__startswith="camille").exists()
    names = set(
        Event.objects.filter(author_key=f"p:{number}").values_list("author_name", flat=True)
    )
    assert names == {"Camille" if name_kept else ""}


def test_rooms_above_are_told_until_they_have_understood(
    camille: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, bool]] = []

    def forget(person_id: int, name_kept: bool) -> None:
        told.append((person_id, name_kept))
        if len(told) == 1:
            raise OSError("the disk is full")

    monkeypatch.setattr(actions, "_when_left", [forget])
    number = camille.pk
    actions.delete_account(person=camille, name_kept=False, by=SOFTWARE)
    assert deadlines.sweep() == 0
    for minutes in (1, 10, 20):
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            deadlines.sweep()
    assert told == [(number, False)] * 2


def test_a_place_keeps_its_last_concierge(place: Place, sign_in: SignIn) -> None:
    nadia = Person.objects.get(name="Nadia")
    form = {"name_kept": "yes", "sure": "on"}
    page = sign_in(nadia).post("/account/delete/", form)
    assert page.status_code == 200
    assert Person.objects.filter(pk=nadia.pk).exists()
    assert "Le Préau" in page.content.decode()


@pytest.mark.parametrize("form", [{}, {"name_kept": "yes"}, {"sure": "on"}])
def test_nobody_goes_by_a_slip(form: dict[str, str], camille: Person, sign_in: SignIn) -> None:
    sign_in(camille).post("/account/delete/", form)
    assert Person.objects.filter(pk=camille.pk).exists()

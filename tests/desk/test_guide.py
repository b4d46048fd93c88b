"""The guide: the place's words beside those of the software."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from openweek.desk import actions, queries
from openweek.desk.models import GuidePage
from openweek.ground import clock, deadlines
from openweek.ground.authors import SOFTWARE
from openweek.place.models import Place, Role
from tests.conftest import SignIn
from tests.factories.desk import make_guide_page
from tests.factories.places import WEDNESDAY_TEN, make_person, make_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]


@pytest.fixture
def place() -> Place:
    return make_place()


def read(address: str, language: str = "fr") -> str:
    return Client(headers={"accept-language": language}).get(address).content.decode()


def test_every_page_is_read_in_both_languages_one_after_the_other(place: Place) -> None:
    make_guide_page(place)
    for language in ("fr", "en"):
        line = queries.guide_lines(place, language)[0]
        seen = []
        view = queries.guide_view(place, line.slug, language)
        while view:
            seen.append(view.line.slug)
            assert view.line.title.replace("’", "") in read(view.line.url, language).replace(
                "’", ""
            )
            view = queries.guide_view(place, view.next.slug, language) if view.next else None
        assert len(seen) == len(queries.guide_lines(place, language)) >= 15


def test_the_place_says_a_page_of_the_software_in_its_own_words(
    sign_in: SignIn, place: Place
) -> None:
    client = sign_in(make_person(place, "Nour", Role.COWORKER))
    address = f"/{place.slug}/guide/new/?replaces=print"
    sent = {"title": "L’imprimante", "text": "Demandez à Nour.", "language": "fr"}
    client.post(address, {**sent, "once": str(uuid4())})

    assert "Demandez à Nour." in read(f"/{place.slug}/guide/print/")
    assert "leaflet" in read(f"/{place.slug}/guide/print/", "en")
    assert "Imprimer le dépliant" not in read(f"/{place.slug}/guide/?q=affiche")

    page = GuidePage.objects.get()
    client.post(f"/{place.slug}/guide/{page.slug}/remove/")
    assert "Demandez à Nour." not in read(f"/{place.slug}/guide/print/")
    assert "dépliant" in read(f"/{place.slug}/guide/print/")


def test_nothing_found_leads_to_somebody(place: Place) -> None:
    page = read(f"/{place.slug}/guide/?q=hélicoptère")

    assert f"/{place.slug}/help/?words=h%C3%A9licopt%C3%A8re" in page


def test_what_is_asked_is_never_markup(place: Place) -> None:
    page = read(f"/{place.slug}/guide/?q=%3Cscript%3Ealert(1)%3C/script%3E")

    assert "<script>alert" not in page
    assert Client().get(f"/{place.slug}/guide/?q={'x' * 5000}").status_code == 200


def test_a_removed_page_comes_back_within_thirty_days_and_no_later(
    sign_in: SignIn, place: Place
) -> None:
    client = sign_in(make_person(place, "Nour", Role.COWORKER))
    one, other = make_guide_page(place, "Un"), make_guide_page(place, "Deux")
    for page in (one, other):
        client.post(f"/{place.slug}/guide/{page.slug}/remove/")
        assert client.get(f"/{place.slug}/guide/{page.slug}/").status_code == 404
    with clock.at(WEDNESDAY_TEN + timedelta(days=29)):
        deadlines.sweep()
        client.post(f"/{place.slug}/guide/{one.slug}/restore/")
    with clock.at(WEDNESDAY_TEN + timedelta(days=31)):
        assert client.post(f"/{place.slug}/guide/{other.slug}/restore/").status_code == 404
        deadlines.sweep()

    assert [page.title for page in GuidePage.objects.all()] == ["Un"]
    assert client.get(f"/{place.slug}/guide/{one.slug}/").status_code == 200


def test_a_page_never_takes_the_address_of_another_thing(place: Place) -> None:
    slugs = [
        make_guide_page(place, title).slug for title in ("New", "print", "Removed", "CON", "…")
    ]

    assert slugs == ["new-2", "print-2", "removed-2", "con-1", "x"]


def test_a_page_is_changed_without_losing_its_address(sign_in: SignIn, place: Place) -> None:
    client = sign_in(make_person(place, "Nour", Role.COWORKER))
    page = make_guide_page(place)
    address = f"/{place.slug}/guide/{page.slug}/change/"
    refused = client.post(address, {"title": "", "text": "Ne pas perdre."})
    assert refused.status_code == 422
    assert "Ne pas perdre." in refused.content.decode()

    client.post(address, {"title": "Où est le thé ?", "text": "Au même endroit."})

    changed = GuidePage.objects.get()
    assert (changed.slug, changed.title, changed.author_name) == (
        page.slug, "Où est le thé ?", "Nour",
    )  # fmt: skip


def test_a_page_says_who_it_is_by_only_when_that_is_known(place: Place) -> None:
    page = make_guide_page(place)
    actions.change_guide_page(page=page, title="Le thé", by=SOFTWARE)

    assert "OpenWeek" in read(f"/{place.slug}/guide/{page.slug}/")

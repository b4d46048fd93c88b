"""The recipes of a place."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from openweek.commons import actions
from openweek.commons.models import Format, FormatVersion
from openweek.commons.recipes import UnknownRecipe
from openweek.commons.urls import urlpatterns
from openweek.ground.authors import SOFTWARE, Author
from openweek.ground.models import Event
from openweek.place.models import Place, Role
from tests.factories.places import make_person, make_place

pytestmark = pytest.mark.django_db

ODETTE = Author(name="Odette")
ANYBODY = ""
ROLES = [*Role.values, ANYBODY]
EVERYBODY = set(ROLES)
STAFF = {Role.CONCIERGE, Role.COWORKER}
NOBODY: set[str] = set()
RIGHTS: dict[str, tuple[set[str], set[str]]] = {
    "formats": (EVERYBODY, NOBODY),
    "format": (EVERYBODY, NOBODY),
    "format_version": (EVERYBODY, NOBODY),
    "create_format": (STAFF, STAFF),
    "change_format": (STAFF, STAFF),
    "adopt_recipes": ({Role.CONCIERGE}, {Role.CONCIERGE}),
}


@pytest.fixture
def place() -> Place:
    return make_place()


@pytest.fixture
def soup(place: Place) -> Format:
    return actions.create_format(
        place=place, title="Soupe", purpose="Manger ensemble.", by=ODETTE, steps="1. Éplucher."
    )


def _browser(place: Place, role: str) -> Client:
    client = Client()
    if role != ANYBODY:
        client.force_login(make_person(place, name=f"Some{role}", role=role))
    return client


def _said(**more: str) -> dict[str, str]:
    whole = {"title": "Soupe", "purpose": "Manger ensemble.", "licence": "CC-BY-SA-4.0"}
    return {**whole, "once": str(uuid4()), **more}


def _address(name: str, place: Place) -> str:
    more = {
        "format": {"slug": "soupe"},
        "change_format": {"slug": "soupe"},
        "format_version": {"slug": "soupe", "number": 1},
    }
    return reverse(name, kwargs={"place": place.slug, **more.get(name, {})})


def test_every_address_of_the_room_is_in_the_matrix() -> None:
    assert {each.name for each in urlpatterns} == set(RIGHTS)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", RIGHTS)
def test_each_role_opens_its_own_doors_and_no_other(
    name: str, role: str, place: Place, soup: Format
) -> None:
    readers, writers = RIGHTS[name]
    here = _browser(place, role)
    assert (here.get(_address(name, place)).status_code == 200) == (role in readers)
    assert (here.post(_address(name, place), {}).status_code == 200) == (role in writers)


@pytest.mark.parametrize("name", RIGHTS)
def test_a_concierge_from_elsewhere_is_a_passer_by_here(
    name: str, place: Place, soup: Format
) -> None:
    stranger = _browser(make_place("Là-bas"), Role.CONCIERGE)
    readers, _ = RIGHTS[name]
    assert (stranger.get(_address(name, place)).status_code == 200) == (ANYBODY in readers)
    assert stranger.post(_address(name, place), {}).status_code in {403, 405}


def test_each_change_is_a_version_with_its_author(place: Place, soup: Format) -> None:
    actions.change_format(
        changed=soup, title="Soupe", purpose="Manger mieux.", by=Author(name="Jo")
    )
    kept = FormatVersion.objects.order_by("number")
    assert [(each.number, each.author_name) for each in kept] == [(1, "Odette"), (2, "Jo")]
    assert [each.content["purpose"] for each in kept] == ["Manger ensemble.", "Manger mieux."]
    assert Event.objects.latest("id").kind == "commons.format_changed"
    page = Client().get("/le-preau/formats/soupe/versions/1/").content.decode()
    assert "Manger ensemble." in page
    assert "Telle que Odette" in page


def test_two_who_change_the_same_version_do_not_overwrite_each_other(
    place: Place, soup: Format
) -> None:
    jo = _browser(place, Role.COWORKER)
    actions.change_format(changed=soup, title="Soupe", purpose="Au potiron.", by=ODETTE)
    answer = jo.post(
        "/le-preau/formats/soupe/change/", _said(purpose="Aux poireaux.", based_on="1")
    )
    page = answer.content.decode()
    assert "pendant que vous écriviez" in page
    assert "Aux poireaux." in page
    soup.refresh_from_db()
    assert (soup.purpose, soup.version) == ("Au potiron.", 2)


def test_a_change_sent_twice_makes_one_version(place: Place, soup: Format) -> None:
    jo = _browser(place, Role.COWORKER)
    said = _said(purpose="Au potiron.", based_on="1")
    for _ in range(2):
        answer = jo.post("/le-preau/formats/soupe/change/", said)
        assert answer["Location"] == "/le-preau/formats/soupe/"
    assert soup.versions.count() == 2


def test_a_format_sent_twice_is_there_once(place: Place) -> None:
    jo = _browser(place, Role.COWORKER)
    said = _said()
    for _ in range(2):
        assert jo.post("/le-preau/formats/new/", said)["Location"] == "/le-preau/formats/soupe/"
    assert Format.objects.count() == 1


@pytest.mark.parametrize(
    ("title", "slug"),
    [("New", "new-2"), ("Recipes", "recipes-2"), ("CON", "con-1"), ("../..", "x")],
)
def test_a_title_never_takes_an_address_that_means_something(
    place: Place, title: str, slug: str
) -> None:
    assert actions.create_format(place=place, title=title, purpose="x", by=ODETTE).slug == slug


@pytest.mark.parametrize(
    "said",
    [
        {"title": ""},
        {"purpose": "x" * 301},
        {"steps": "x" * 5_000_000},
        {"licence": "MIT"},
        {"duration_minutes": "-5"},
    ],
)
def test_what_cannot_be_is_refused_with_the_text_still_there(
    place: Place, said: dict[str, str]
) -> None:
    answer = _browser(place, Role.COWORKER).post("/le-preau/formats/new/", _said(**said))
    page = answer.content.decode()
    assert 'aria-invalid="true"' in page
    assert "Manger ensemble." in page or "purpose" in said
    assert not Format.objects.exists()


def test_a_script_in_a_recipe_is_only_words(place: Place) -> None:
    actions.create_format(
        place=place,
        title="<script>alert(1)</script>",
        purpose="x",
        by=ODETTE,
        slug="soupe",
        steps="<img src=x onerror=alert(1)> [ici](javascript:alert(1)) ![](https://example.org/x)",
    )
    page = Client().get("/le-preau/formats/soupe/").content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page


def test_recipes_become_the_place_s_own_once(place: Place) -> None:
    first = actions.adopt_recipes(place=place, slugs=["papycamp", "jobcamp"], by=SOFTWARE)
    again = actions.adopt_recipes(place=place, slugs=["papycamp", "openweek"], by=SOFTWARE)
    assert [each.slug for each in first] == ["papycamp", "jobcamp"]
    assert [each.slug for each in again] == ["openweek"]
    with pytest.raises(UnknownRecipe):
        actions.adopt_recipes(place=place, slugs=["karaoke"], by=SOFTWARE)


def test_the_concierge_takes_recipes_from_a_list_of_those_that_are_left(place: Place) -> None:
    camille = _browser(place, Role.CONCIERGE)
    camille.post("/le-preau/formats/recipes/", {"slugs": ["papycamp"]})
    assert Format.objects.get().title == "PapyCamp"
    page = camille.get("/le-preau/formats/recipes/").content.decode()
    assert 'value="papycamp"' not in page
    assert 'value="jobcamp"' in page


def test_the_list_asks_no_more_for_more_formats(
    place: Place, soup: Format, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        Client().get("/le-preau/formats/")
    actions.adopt_recipes(place=place, slugs=["papycamp", "jobcamp"], by=SOFTWARE)
    with django_assert_num_queries(3):
        Client().get("/le-preau/formats/")


def test_a_format_of_a_week_keeps_its_hours_and_its_check_list(place: Place) -> None:
    jo = _browser(place, Role.COWORKER)
    said = _said(is_week="on", starts="9h30", closes="18:00", checklist="-14 Imprimer\n0 Café")
    jo.post("/le-preau/formats/new/", said)
    made = Format.objects.get()
    assert (made.is_week, made.starts, made.closes) == (True, "09:30", "18:00")
    assert made.versions.get().content["checklist"] == "-14 Imprimer\n0 Café"
    page = Client().get("/le-preau/formats/soupe/", headers={"accept-language": "en"})
    assert "14 days before" in page.content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"checklist": "0 Café\n-14"}, "2"),
        ({"is_week": "on", "starts": "18:00", "closes": "09:00"}, "aria-invalid"),
    ],
)
def test_a_check_list_that_cannot_be_followed_is_kept_in_the_form(
    place: Place, said: dict[str, str], words: str
) -> None:
    page = _browser(place, Role.COWORKER).post("/le-preau/formats/new/", _said(**said))
    assert words in page.content.decode()
    assert all(typed in page.content.decode() for typed in said.values() if typed != "on")
    assert not Format.objects.exists()


def test_a_version_from_before_weeks_is_shown_and_written_on_from(
    place: Place, soup: Format
) -> None:
    """Its content does not know of check-lists: what the format has now stays."""
    actions.change_format(
        changed=soup, title="Soupe", purpose="Au potiron.", by=ODETTE, checklist="0 Café"
    )
    first = FormatVersion.objects.get(number=1)
    first.content = {
        name: said
        for name, said in first.content.items()
        if name not in {"is_week", "closes", "checklist"}
    }
    first.save()
    jo = _browser(place, Role.COWORKER)

    assert jo.get("/le-preau/formats/soupe/versions/1/").status_code == 200
    form = jo.get("/le-preau/formats/soupe/change/?version=1").context["form"]
    jo.post(
        "/le-preau/formats/soupe/change/?version=1",
        {**_said(), **{k: v for k, v in form.initial.items() if v is not None}},
    )

    soup.refresh_from_db()
    assert (soup.version, soup.purpose, soup.checklist) == (3, "Manger ensemble.", "0 Café")


@pytest.mark.parametrize("number", ["0", "99", "x", "9" * 40])
def test_a_version_that_is_none_changes_nothing_of_the_form(
    place: Place, soup: Format, number: str
) -> None:
    page = _browser(place, Role.COWORKER).get(f"/le-preau/formats/soupe/change/?version={number}")
    assert page.context["form"].initial["purpose"] == "Manger ensemble."

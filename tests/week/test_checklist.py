"""What is due before, during and after a week."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Event
from openweek.place.models import Role
from openweek.week import actions, queries
from openweek.week.models import ChecklistItem, Week
from openweek.week.urls import urlpatterns
from tests.conftest import SignIn
from tests.factories.places import MONDAY, make_person, make_place, make_week

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

WEDNESDAY = MONDAY + timedelta(days=2)
EVERYBODY = ["nobody", "visitor", "contributor", "coworker", "concierge", "stranger"]
DEEDS = ["add", "change", "finish", "reopen", "remove"]


@pytest.fixture
def week() -> Week:
    return make_week()


@pytest.fixture
def item(week: Week) -> ChecklistItem:
    return add(week, "Faire le café")


def add(week: Week, what: str, due_on: date | None = WEDNESDAY) -> ChecklistItem:
    return actions.add_checklist_item(week=week, what=what, due_on=due_on, by=SOFTWARE)


def address(week: Week, deed: str = "", item: ChecklistItem | None = None) -> str:
    root = f"/{week.place.slug}/{week.slug}/checklist/"
    tails = {"": "", "add": "add/", "change": f"{item.pk if item else 0}/"}
    return root + tails.get(deed, f"{item.pk if item else 0}/{deed}/")


def said(item: ChecklistItem) -> dict[str, str]:
    return {"what": "Thé", f"item-{item.pk}-what": "Thé", "once": str(uuid4())}


def test_every_address_of_the_check_list_is_in_the_matrix() -> None:
    names = {str(each.name) for each in urlpatterns if "checklist" in str(each.name)}
    assert names == {"checklist", *(f"{deed}_checklist_item" for deed in DEEDS)}


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("deed", ["", *DEEDS])
def test_only_the_concierge_of_the_place_keeps_it(
    client: Client, week: Week, item: ChecklistItem, deed: str, who: str
) -> None:
    if who == "stranger":
        client.force_login(make_person(make_place("La Halle"), "Zoé", Role.CONCIERGE))
    elif who != "nobody":
        client.force_login(make_person(week.place, who.title(), Role(who)))
    where = address(week, deed, item)

    status = client.post(where, said(item)).status_code if deed else client.get(where).status_code

    allowed = 302 if deed else 200
    assert status == (allowed if who == "concierge" else 403)
    assert deed == "" or client.get(where).status_code in {403, 405}


@pytest.mark.parametrize("deed", ["change", "finish", "reopen"])
def test_an_item_of_another_week_is_a_404_here(
    sign_in: SignIn, week: Week, item: ChecklistItem, deed: str
) -> None:
    other = make_week(week.place)
    browser = sign_in(make_person(week.place))
    assert browser.post(address(other, deed, item), said(item)).status_code == 404
    assert ChecklistItem.objects.get() == item


def test_it_is_read_in_the_order_in_which_it_is_due(week: Week) -> None:
    add(week, "Un jour ou l’autre", None)
    add(week, "Écrire le bilan", MONDAY + timedelta(days=12))
    add(week, "Imprimer", MONDAY - timedelta(days=14))
    assert [each.what for each in queries.checklist_of(week)] == [
        "Imprimer", "Écrire le bilan", "Un jour ou l’autre",
    ]  # fmt: skip


def test_an_item_sent_twice_is_there_once(sign_in: SignIn, week: Week) -> None:
    browser = sign_in(make_person(week.place))
    form = {"what": "Acheter du café", "due_on": "2026-11-26", "once": str(uuid4())}
    for _ in range(2):
        answer = browser.post(address(week, "add"), form)
        assert answer["Location"] == address(week)
    assert [(each.what, each.due_on) for each in week.checklist.all()] == [
        ("Acheter du café", date(2026, 11, 26))
    ]


def test_done_is_done_once_and_by_whom(sign_in: SignIn, week: Week, item: ChecklistItem) -> None:
    browser = sign_in(make_person(week.place))
    for _ in range(2):
        answer = browser.post(address(week, "finish", item), {"back": "desk"})
        assert answer["Location"] == "/le-preau/desk/"
    item.refresh_from_db()
    assert item.done_by == "Camille"
    assert Event.objects.filter(kind="week.checklist_item_finished").count() == 1

    browser.post(address(week, "reopen", item))
    item.refresh_from_db()
    assert (item.done_at, item.done_by) == (None, "")


def test_what_was_taken_off_by_mistake_stands_in_the_form(
    sign_in: SignIn, week: Week, item: ChecklistItem
) -> None:
    browser = sign_in(make_person(week.place))
    answer = browser.post(address(week, "remove", item))
    assert not week.checklist.exists()
    page = browser.get(answer["Location"])
    assert page.context["form"]["what"].value() == "Faire le café"
    assert page.context["form"]["due_on"].value() == "2026-11-25"
    assert browser.post(address(week, "remove", item)).status_code == 302


@pytest.mark.parametrize(
    ("deed", "typed"),
    [
        ("add", {"what": "", "due_on": "2026-11-26"}),
        ("add", {"what": "Café", "due_on": "2026-02-31"}),
        ("add", {"what": "x" * 201}),
        ("change", {"what": "", "due_on": "2026-11-26"}),
    ],
)
def test_what_cannot_be_is_said_and_kept(
    sign_in: SignIn, week: Week, item: ChecklistItem, deed: str, typed: dict[str, str]
) -> None:
    prefix = f"item-{item.pk}-" if deed == "change" else ""
    browser = sign_in(make_person(week.place))
    answer = browser.post(
        address(week, deed, item), {f"{prefix}{name}": each for name, each in typed.items()}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in page
    assert all(each in page for each in typed.values())
    assert [each.what for each in week.checklist.all()] == ["Faire le café"]


def test_what_is_due_is_asked_of_every_week_of_the_place_and_of_no_other(week: Week) -> None:
    last = make_week(week.place, starts_on=MONDAY - timedelta(days=14))
    add(last, "Écrire le bilan", MONDAY)
    add(week, "Faire le café")
    add(week, "Plus tard", MONDAY + timedelta(days=30))
    add(make_week(make_place("La Halle")), "Pas d’ici")
    done = add(week, "Fait déjà")
    actions.finish_checklist_item(item=done, by=SOFTWARE)
    due = queries.due_items(week.place, WEDNESDAY)
    assert [each.what for each in due] == ["Écrire le bilan", "Faire le café"]


def test_the_page_asks_no_more_for_more_of_it(
    sign_in: SignIn, week: Week, django_assert_max_num_queries: Any
) -> None:
    browser = sign_in(make_person(week.place))
    add(week, "Café")
    with django_assert_max_num_queries(20) as one:
        browser.get(address(week))
    for number in range(3):
        add(week, f"Thé {number}")
    with django_assert_max_num_queries(len(one)):
        browser.get(address(week))

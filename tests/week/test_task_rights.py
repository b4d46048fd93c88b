"""Who may do what with small tasks: every address, for everybody, here and elsewhere."""

from uuid import uuid4

import pytest
from django.test import Client

from openweek.place.models import Person, Role, SmallTask
from openweek.week.models import Week
from openweek.week.urls import urlpatterns
from tests.factories.places import make_person, make_place, make_week
from tests.factories.tasks import author_of, done_by, make_task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

EVERYBODY = ["nobody", "visitor", "contributor", "coworker", "concierge", "stranger"]


def given(*statuses: int) -> dict[str, int]:
    return dict(zip(EVERYBODY, statuses, strict=True))


# Of tasks that somebody else brought. The concierge of another place is nobody here.
MATRIX: dict[tuple[str, str], dict[str, int]] = {
    ("GET", "tasks"): given(200, 200, 200, 200, 200, 200),
    ("GET", "bring_task"): given(403, 403, 403, 200, 200, 403),
    ("POST", "bring_task"): given(403, 403, 403, 302, 302, 403),
    ("POST", "take_task"): given(403, 403, 302, 302, 302, 403),
    ("POST", "take_task for visitors"): given(302, 302, 302, 302, 302, 302),
    ("POST", "put_back_task"): given(403, 403, 403, 403, 302, 403),
    ("POST", "end_task"): given(403, 403, 403, 403, 302, 403),
    ("POST", "reopen_task"): given(403, 403, 403, 403, 302, 403),
    ("POST", "thank_task"): given(403, 302, 302, 302, 302, 403),
    ("POST", "remove_task"): given(403, 403, 403, 403, 302, 403),
    ("POST", "take_task of somebody’s own"): given(404, 404, 404, 404, 404, 404),
}


def tasks_of(week: Week) -> dict[str, SmallTask]:
    """By the address that is asked; brought by Lou, and in the state for it."""
    lou = make_person(week.place, "Lou", Role.COWORKER)
    ines = author_of(make_person(week.place, "Inès", Role.COWORKER))
    taken = make_task(week.place, lou, "Prise")
    SmallTask.objects.filter(pk=taken.pk).update(claimed_at=taken.created_at, claimed_key=ines.key)
    done = done_by(make_task(week.place, lou, "Faite"), ines)
    free = make_task(week.place, lou, "Libre")
    return {
        "take_task": free,
        "take_task for visitors": make_task(week.place, lou, "Pour tous", is_for_visitors=True),
        "take_task of somebody’s own": make_task(week.place, lou, "Secrète", is_private=True),
        "put_back_task": taken, "end_task": taken, "remove_task": free,
        "reopen_task": done, "thank_task": done,
    }  # fmt: skip


def address(week: Week, name: str) -> str:
    root = f"/{week.place.slug}/{week.slug}/tasks/"
    if name == "tasks":
        return root
    if name == "bring_task":
        return f"{root}bring/"
    verb = name.partition(" ")[0].removesuffix("_task").replace("_", "-")
    return f"{root}{tasks_of(week)[name].pk}/{verb}/"


def somebody(who: str, week: Week) -> Person | None:
    if who == "nobody":
        return None
    if who == "stranger":
        return make_person(make_place("La Halle"), "Zoé", Role.CONCIERGE)
    return make_person(week.place, who.title(), Role(who))


def test_every_address_of_the_board_is_in_the_matrix() -> None:
    named = {pattern.name for pattern in urlpatterns if "task" in str(pattern.name)}

    assert {name.partition(" ")[0] for _method, name in MATRIX} == named


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("route", MATRIX, ids=" ".join)
def test_each_may_do_what_the_matrix_says(client: Client, who: str, route: tuple[str, str]) -> None:
    week = make_week()
    method, name = route
    where = address(week, name)
    if person := somebody(who, week):
        client.force_login(person)
    form = {"once": str(uuid4()), "title": "Balayer", "size": "5", "whose": "mine", "name": "Ida"}

    asked = client.get(where) if method == "GET" else client.post(where, form)
    assert asked.status_code == MATRIX[route][who]


@pytest.mark.parametrize(("method", "name"), MATRIX)
def test_what_changes_something_is_never_done_by_looking(
    client: Client, method: str, name: str
) -> None:
    week = make_week()
    client.force_login(make_person(week.place))

    where = address(week, name)
    if "somebody’s own" in name:
        assert client.get(where).status_code == 404
    elif method == "GET" or name.startswith(("bring", "take")):
        assert client.get(where).status_code == 200
    else:
        assert client.get(where).status_code == 405

"""Who may do what: every route of the room, for everybody, here and elsewhere."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from openweek.challenges.models import Challenge
from openweek.challenges.urls import urlpatterns
from openweek.ground.authors import SOFTWARE
from openweek.place.models import Person, Role
from openweek.week import actions as week_actions
from openweek.week.models import Week
from tests.factories.books import make_challenge, seek, sign_up
from tests.factories.places import make_person, make_place, make_week

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

# A stranger is the concierge of another place.
EVERYBODY = ["nobody", "visitor", "contributor", "coworker", "concierge", "stranger"]
OPEN = dict.fromkeys(EVERYBODY, 200)
ACT = dict.fromkeys(EVERYBODY, 302)


def only(status: int, *who: str) -> dict[str, int]:
    """Those get that answer, and everybody else is refused."""
    return {each: status if each in who else 403 for each in EVERYBODY}


CONCIERGE = ("concierge",)

MATRIX: dict[tuple[str, str], dict[str, int]] = {
    ("GET", "challenges"): OPEN,
    ("GET", "create_challenge"): only(200, *CONCIERGE),
    ("POST", "create_challenge"): only(200, *CONCIERGE),  # what is sent here is not enough
    ("GET", "challenge"): OPEN,
    ("GET", "change_challenge"): only(200, *CONCIERGE),
    ("POST", "change_challenge"): only(200, *CONCIERGE),  # what is sent here is not enough
    ("POST", "follow_template"): only(302, *CONCIERGE),
    ("GET", "sign_up_team"): OPEN,
    ("POST", "sign_up_team"): ACT,
    # Whoever holds the private link is of the team, whatever else they are.
    ("GET", "team"): OPEN,
    ("POST", "join_team"): ACT,
    ("GET", "print_invitation"): OPEN,
    ("POST", "replace_team_link"): ACT,
    ("GET", "change_member"): OPEN,
    ("POST", "change_member"): ACT,
    ("POST", "remove_member"): ACT,
    ("POST", "take_chapter"): ACT,
    ("POST", "give_chapter_back"): ACT,
    ("POST", "settle_question"): ACT,
    ("GET", "team_book"): OPEN,
    ("POST", "team_book"): dict.fromkeys(EVERYBODY, 422),  # what is sent here is not enough
    ("GET", "sign_up_place"): OPEN,
    ("POST", "sign_up_place"): OPEN,  # nor here
    ("GET", "seek_team"): OPEN,
    ("POST", "seek_team"): ACT,
    # Whoever holds a seeker's link is that seeker.
    ("GET", "seeker"): OPEN,
    ("GET", "change_seeker"): OPEN,
    ("POST", "change_seeker"): ACT,
    ("POST", "leave_seekers"): ACT,
    ("POST", "open_found_team"): ACT,
    ("GET", "compose_teams"): only(200, *CONCIERGE),
    ("POST", "compose_teams"): only(200, *CONCIERGE),
    ("POST", "remove_team"): only(302, *CONCIERGE),
    ("POST", "return_team"): only(302, *CONCIERGE),
    ("POST", "renew_team_link"): only(302, *CONCIERGE),
    ("GET", "ceremony"): OPEN,
    ("GET", "postpone_challenge"): only(200, *CONCIERGE),
    ("POST", "postpone_challenge"): only(200, *CONCIERGE),  # what is sent here is not enough
    ("GET", "close_challenge"): only(200, *CONCIERGE),
    ("POST", "close_challenge"): only(302, *CONCIERGE),
    # Only once the last day is over: see test_last_day.
    ("POST", "reopen_team_book"): dict.fromkeys(EVERYBODY, 403),
    ("POST", "publish_correction"): dict.fromkeys(EVERYBODY, 403),
}  # fmt: skip

OF_A_SEEKER = {
    "seeker": "", "change_seeker": "change/", "leave_seekers": "leave/", "open_found_team": "team/",
}  # fmt: skip
OF_A_TEAM = {
    "print_invitation": "invitation.pdf", "replace_team_link": "replace-link/",
    "team_book": "book/", "take_chapter": "chapters/1/take/",
    "give_chapter_back": "chapters/1/give-back/", "settle_question": "chapters/1/question/",
}  # fmt: skip

Address = Callable[[str], str]


@pytest.fixture
def week() -> Week:
    return make_week()


@pytest.fixture
def challenge(week: Week) -> Challenge:
    return make_challenge(week)


@pytest.fixture
def address(challenge: Challenge) -> Address:
    """The address of each route; those below a challenge begin with its own."""
    signed_up = sign_up(challenge)
    team = signed_up.team
    somebody_of_it = team.members.all()[0]
    alone = seek(challenge, "Ana")
    week = challenge.week
    root = f"/{week.place.slug}/{week.slug}/challenges/"
    own = challenge.url
    addresses = {
        "challenges": root,
        "create_challenge": f"{root}new/",
        "challenge": own,
        "change_challenge": f"{own}change/",
        "follow_template": f"{own}follow/",
        "sign_up_team": f"{own}sign-up/",
        "sign_up_place": f"{own}sign-up/place/",
        "seek_team": f"{own}sign-up/alone/",
        "compose_teams": f"{own}composing/",
        **{name: f"{own}seekers/{alone.secret}/{tail}" for name, tail in OF_A_SEEKER.items()},
        **{name: f"{own}teams/{signed_up.secret}/{tail}" for name, tail in OF_A_TEAM.items()},
        "change_member": f"{own}teams/{signed_up.secret}/members/{somebody_of_it.pk}/",
        "remove_member": f"{own}teams/{signed_up.secret}/members/{somebody_of_it.pk}/remove/",
        "remove_team": f"{own}teams/{team.book.slug}/remove/",
        "return_team": f"{own}teams/{team.book.slug}/return/",
        "team": f"{own}teams/{signed_up.secret}/",
        "join_team": f"{own}teams/{signed_up.secret}/join/",
        "renew_team_link": f"{own}teams/{team.book.slug}/link/",
        "ceremony": f"{own}ceremony/",
        "postpone_challenge": f"{own}postpone/",
        "close_challenge": f"{own}close/",
        "reopen_team_book": f"{own}teams/{signed_up.secret}/reopen/",
        "publish_correction": f"{own}teams/{signed_up.secret}/publish/",
    }
    return lambda name: addresses[name]


def somebody(who: str, week: Week) -> Person | None:
    if who == "nobody":
        return None
    if who == "stranger":
        return make_person(make_place("La Halle"), "Zoé", Role.CONCIERGE)
    return make_person(week.place, who.title(), Role(who))


def ask(client: Client, method: str, address: str) -> int:
    """What is sent is enough for most forms: a name, names, and a number of its own."""
    if method == "GET":
        return client.get(address).status_code
    form = {"name": "Les Veilleurs", "members": "Karim", "once": str(uuid4())}
    return client.post(address, form).status_code


def test_every_route_of_the_room_is_in_the_matrix() -> None:
    assert {name for _method, name in MATRIX} == {pattern.name for pattern in urlpatterns}


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("route", MATRIX, ids=" ".join)
def test_each_may_do_what_the_matrix_says(
    client: Client, week: Week, address: Address, who: str, route: tuple[str, str]
) -> None:
    if person := somebody(who, week):
        client.force_login(person)

    method, name = route
    assert ask(client, method, address(name)) == MATRIX[route][who]


# An archived week is only read.
ARCHIVED = {
    ("GET", "challenges"): 200,
    ("GET", "challenge"): 200,
    ("GET", "team"): 200,
    ("GET", "sign_up_team"): 410,
    ("POST", "sign_up_team"): 410,
    ("POST", "join_team"): 302,  # says that it is over, and changes nothing
    **{
        ("POST", name): 302
        for name in [
            "replace_team_link",
            "change_member",
            "remove_member",
            "take_chapter",
            "give_chapter_back",
            "settle_question",
            "team_book",
            "leave_seekers",
            "open_found_team",
        ]
    },
    ("GET", "print_invitation"): 200,
    ("GET", "ceremony"): 200,
    ("GET", "change_member"): 302,
    ("GET", "team_book"): 302,
    ("GET", "sign_up_place"): 410,
    ("POST", "sign_up_place"): 410,
    ("GET", "seek_team"): 410,
    ("POST", "seek_team"): 410,
    ("GET", "seeker"): 200,
    ("GET", "change_seeker"): 302,
    ("POST", "change_seeker"): 302,
}


@pytest.mark.parametrize(("method", "name"), MATRIX)
def test_an_archived_week_is_only_read(
    client: Client, week: Week, address: Address, method: str, name: str
) -> None:
    where = address(name)
    client.force_login(make_person(week.place))
    week_actions.archive_week(week=week, by=SOFTWARE)

    assert ask(client, method, where) == ARCHIVED.get((method, name), 403)


@pytest.mark.parametrize(("method", "name"), MATRIX)
def test_a_week_that_does_not_exist_is_a_404(
    client: Client, week: Week, address: Address, method: str, name: str
) -> None:
    assert ask(client, method, address(name).replace(week.slug, "jamais")) == 404

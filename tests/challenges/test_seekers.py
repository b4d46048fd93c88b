"""Somebody comes alone, has a page of their own, and is in a team one day."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from openweek.challenges import actions, queries
from openweek.challenges.models import Challenge, Seeker, Team
from openweek.challenges.rules import ChallengeIsClosedError
from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Event
from openweek.place.models import Letter, Role
from openweek.writing.rules import access_text
from tests.conftest import SignIn
from tests.factories.books import FRIDAY_FIVE, make_challenge, seek, sign_up, text_of
from tests.factories.places import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]


@pytest.fixture
def challenge() -> Challenge:
    challenge = make_challenge(title="OpenSchool")
    challenge.mixes_institutions = True
    challenge.team_size = 3
    challenge.save()
    return challenge


def page_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def form_of(client: Client, path: str) -> dict[str, str]:
    """The form as the page shows it: its hidden number, its names and its selects."""
    page = page_of(client, path)
    fields = dict(re.findall(r'name="(once|name-[^"]+)" value="([^"]*)"', page))
    for name, options in re.findall(
        r'<select[^>]*name="(seat-\d+)">(.*?)</select>', page, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]+)" selected', options)
        assert chosen is not None
        fields[name] = chosen[1]
    return fields


def test_a_name_is_enough_and_the_page_is_ones_own(client: Client, challenge: Challenge) -> None:
    said = {"name": "Ana", "once": str(uuid4())}
    answers = [client.post(f"{challenge.url}sign-up/alone/", said) for _twice in range(2)]
    assert Seeker.objects.count() == 1
    for answer in answers:
        page = page_of(Client(), answer["Location"])
        assert "Ana" in page
        assert answer["Location"] in page
    assert client.get(f"{challenge.url}seekers/rien/").status_code == 404


def test_what_cannot_be_is_said_and_what_was_typed_is_kept(
    client: Client, challenge: Challenge
) -> None:
    said = {"name": "", "about": "J’écris des nouvelles", "skills": "writer", "once": str(uuid4())}
    answer = client.post(f"{challenge.url}sign-up/alone/", said)
    assert answer.status_code == 422
    assert "J’écris des nouvelles" in answer.content.decode()
    assert not Seeker.objects.exists()


def test_only_people_of_the_place_see_their_names_and_everybody_how_many(
    client: Client, sign_in: SignIn, challenge: Challenge
) -> None:
    seek(challenge, "Zéphyrine Dupont", contact="zephyrine@example.org")
    page = page_of(client, challenge.url)
    assert "Zéphyrine" not in page
    assert 'id="seekers"' in page
    coworker = sign_in(make_person(challenge.week.place, "Sam", Role.COWORKER))
    page = page_of(coworker, challenge.url)
    assert "Zéphyrine" in page
    assert "Dupont" not in page
    assert "zephyrine@" not in page


def test_whoever_leaves_is_forgotten(client: Client, challenge: Challenge) -> None:
    sought = seek(challenge, "Ana", contact="ana@example.org", about="Le patois")
    path = f"{challenge.url}seekers/{sought.secret}/"
    assert client.post(f"{path}leave/").status_code == 302
    row = Seeker.objects.get()
    assert (row.name, row.contact, row.about) == ("", "", "")
    assert client.get(path).status_code == 404
    assert queries.seeking(challenge) == []
    assert "Ana" not in str(list(Event.objects.values("author_name", "data")))


def test_one_may_change_ones_mind_until_there_is_a_team(
    client: Client, challenge: Challenge
) -> None:
    sought = seek(challenge, "Ana")
    path = f"{challenge.url}seekers/{sought.secret}/change/"
    client.post(path, {"name": "Ana Lopes", "skills": ["writer", "time"], "from_afar": "on"})
    row = Seeker.objects.get()
    assert (row.name, row.skills, row.from_afar) == ("Ana Lopes", ["writer", "time"], True)
    assert client.post(path, {"name": "x", "skills": ["wizard"]}).status_code == 422


def test_after_the_last_hour_nobody_looks_for_a_team(challenge: Challenge) -> None:
    with clock.at(FRIDAY_FIVE), pytest.raises(ChallengeIsClosedError):
        seek(challenge)


# Teams made of them


def compose(challenge: Challenge, *seekers: Seeker, once: object = None) -> list[Team]:
    new = actions.NewTeam("Nous", [each.pk for each in seekers])
    return actions.compose_teams(
        challenge=challenge, new=[new], joining={}, once=once or uuid4(), by=SOFTWARE
    )


def test_the_concierge_sees_a_proposal_and_makes_it(sign_in: SignIn, challenge: Challenge) -> None:
    sought = [
        seek(challenge, name, institution=place, contact=f"{name.lower()}@example.org")
        for name, place in [("Ana", "Mines"), ("Bo", "Mines"), ("Cy", "Archi"), ("Di", "Archi")]
    ]
    concierge = sign_in(make_person(challenge.week.place, "Nadia", Role.CONCIERGE))
    path = f"{challenge.url}composing/"
    form = form_of(concierge, path)
    assert "wait" not in form.values()
    for _twice in range(2):
        assert concierge.post(path, {**form, "form": "1"}).status_code == 302
    team = Team.objects.get(members__name="Ana")
    assert [each.members.count() for each in challenge.teams.all()] == [2, 2]
    assert {each.institution for each in team.members.all()} == {"Mines", "Archi"}
    assert queries.seeking(challenge) == []
    assert Letter.objects.count() == 4

    client = Client()
    page = page_of(client, f"{challenge.url}seekers/{sought[0].secret}/")
    assert team.name in page
    answer = client.post(f"{challenge.url}seekers/{sought[0].secret}/team/")
    assert client.get(answer["Location"]).status_code == 200
    who = client.get(answer["Location"]).wsgi_request.who
    assert who.author.name == "Ana"
    assert access_text(who, text_of(team.book).pk).rights.may_write


def test_the_letter_leads_to_their_page(client: Client, challenge: Challenge) -> None:
    ana, bo = (seek(challenge, name, contact=f"{name}@example.org").seeker for name in ("a", "b"))
    compose(challenge, ana, bo)
    link = re.search(r"(/\S+/seekers/\S+/)", Letter.objects.get(to="a@example.org").text)
    assert link is not None
    assert "Nous" in page_of(client, link[1])


def test_somebody_is_moved_before_the_teams_are_made(sign_in: SignIn, challenge: Challenge) -> None:
    team = sign_up(challenge, "Les Passerelles").team
    sought = [seek(challenge, name).seeker for name in ("Ana", "Bo", "Cy")]
    concierge = sign_in(make_person(challenge.week.place, "Nadia", Role.CONCIERGE))
    path = f"{challenge.url}composing/"
    form = form_of(concierge, path) | {f"seat-{sought[0].pk}": f"team-{team.pk}"}
    looked = concierge.post(path, {**form, "look": "1"})
    assert "Les Passerelles" in looked.content.decode()
    assert not Seeker.objects.filter(member__isnull=False).exists()
    concierge.post(path, {**form, "form": "1"})
    assert team.members.filter(name="Ana").exists()
    assert challenge.teams.count() == 2


def test_a_team_of_one_is_not_made(sign_in: SignIn, challenge: Challenge) -> None:
    ana, bo = seek(challenge, "Ana").seeker, seek(challenge, "Bo").seeker
    concierge = sign_in(make_person(challenge.week.place, "Nadia", Role.CONCIERGE))
    form = {f"seat-{ana.pk}": "new-1", f"seat-{bo.pk}": "wait", "form": "1", "once": str(uuid4())}
    assert concierge.post(f"{challenge.url}composing/", form).status_code == 200
    assert not Team.objects.exists()


def test_made_twice_they_are_made_once_and_a_stale_proposal_makes_nothing(
    challenge: Challenge,
) -> None:
    ana, bo, cy = (seek(challenge, name).seeker for name in ("Ana", "Bo", "Cy"))
    once = uuid4()
    assert compose(challenge, ana, bo, once=once) == compose(challenge, ana, bo, once=once)
    with pytest.raises(actions.ProposalIsStale):
        compose(challenge, bo, cy)
    assert Team.objects.count() == 1


def test_two_of_one_name_stay_two(challenge: Challenge) -> None:
    team = sign_up(challenge, "Ici", "Ana", "Paul").team
    ana = seek(challenge, "Ana").seeker
    actions.compose_teams(
        challenge=challenge, new=[], joining={ana.pk: team.pk}, once=uuid4(), by=SOFTWARE
    )
    assert team.members.count() == 3


def test_somebody_alone_where_there_is_no_team_waits(sign_in: SignIn, challenge: Challenge) -> None:
    seek(challenge, "Ana")
    concierge = sign_in(make_person(challenge.week.place, "Nadia", Role.CONCIERGE))
    assert set(form_of(concierge, f"{challenge.url}composing/").values()) >= {"wait"}


@pytest.mark.parametrize("count", [2, 6])
def test_the_proposal_asks_as_much_for_two_as_for_six(
    sign_in: SignIn,
    challenge: Challenge,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        seek(challenge, f"Nom {number}")
        sign_up(challenge, f"Équipe {number}")
    concierge = sign_in(make_person(challenge.week.place, "Nadia", Role.CONCIERGE))
    page_of(concierge, f"{challenge.url}composing/")
    with django_assert_num_queries(PROPOSAL_QUERIES):
        page_of(concierge, f"{challenge.url}composing/")


PROPOSAL_QUERIES = 9

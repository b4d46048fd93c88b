"""What somebody with bad intentions, or bad luck, tries with teams, seekers and letters."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import Http404
from django.test import Client

from openweek.challenges import actions
from openweek.challenges.models import Challenge, Team
from openweek.challenges.rules import access_team
from openweek.ground import clock, deadlines
from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Event
from openweek.place.letters import LETTERS_A_DAY
from openweek.place.models import Capability, Letter, Role
from openweek.publishing.actions import change_book
from tests.conftest import SignIn
from tests.factories.books import FRIDAY_FIVE, NADIA, make_challenge, seek, sign_up
from tests.factories.places import make_person, make_place, make_week

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

VICTIM = "victime@example.org"
THE_EVENING_BEFORE = FRIDAY_FIVE - timedelta(hours=23)


@pytest.fixture
def challenge() -> Challenge:
    return make_challenge()


def people_of(team: Team) -> list[str]:
    return list(Team.objects.select_related("book").get(pk=team.pk).book.people)


def test_the_form_of_the_sign_up_gives_no_link_once_the_links_were_replaced(
    client: Client, challenge: Challenge
) -> None:
    said = {"name": "Les Veilleurs", "members": "Nadia\nMallory", "once": str(uuid4())}
    client.post(f"{challenge.url}sign-up/", said)
    team = Team.objects.get()
    fresh = actions.replace_team_link(team=team, by=NADIA)
    address = client.post(f"{challenge.url}sign-up/", said)["Location"]
    opened, _link = access_team(challenge, address.rstrip("/").rpartition("/")[2])
    assert opened != team
    assert access_team(challenge, fresh)[0] == team


def test_two_people_of_one_name_are_not_one_when_one_of_them_goes(challenge: Challenge) -> None:
    place = challenge.week.place
    team = sign_up(challenge, "Les Veilleurs", "Paul").team
    for n in (1, 2):
        person = make_person(place, f"Camille{n}", Role.COWORKER)
        actions.join_team(team=team, name="Camille", person=person, by=NADIA)
    first, second = team.members.filter(name="Camille")
    actions.change_member(member=second, name="Camille D.", by=NADIA)
    assert people_of(team) == ["Paul", "Camille", "Camille D."]
    second.refresh_from_db()
    actions.change_member(member=second, name="Camille", by=NADIA)
    actions.remove_member(member=first, by=NADIA)
    assert people_of(team) == ["Paul", "Camille"]


def test_nobody_can_have_advertisements_sent_to_somebodys_mailbox(challenge: Challenge) -> None:
    for number in range(10):
        team = sign_up(challenge, f"Gagnez sur casino{number}.com", contact=VICTIM).team
        change_book(
            book=team.book, title="https://casino.example", subtitle="", summary="",
            unwritten="vanish", by=NADIA,
        )  # fmt: skip
    seek(challenge, "www.casino.com", contact=VICTIM)
    with clock.at(THE_EVENING_BEFORE):
        deadlines.sweep()
    letters = Letter.objects.filter(to=VICTIM)
    assert 0 < letters.count() <= LETTERS_A_DAY
    assert not any("casino" in letter.subject + letter.text for letter in letters)


def test_a_team_that_was_found_is_told_without_what_strangers_typed(challenge: Challenge) -> None:
    seekers = [seek(challenge, "Ana", contact=VICTIM), seek(challenge, "casino.com/gagnez")]
    new = [actions.NewTeam("Gagnez : casino.com", [each.seeker.pk for each in seekers])]
    actions.compose_teams(challenge=challenge, new=new, joining={}, once=uuid4(), by=SOFTWARE)
    letter = Letter.objects.get(to=VICTIM)
    assert "casino" not in letter.subject
    assert "casino.com" not in letter.text


def test_who_speaks_a_language_that_we_do_not_is_written_in_the_places(
    challenge: Challenge,
) -> None:
    seek(challenge, "Layla", contact=VICTIM, language="ar")
    with clock.at(THE_EVENING_BEFORE):
        deadlines.sweep()
    assert Letter.objects.get(to=VICTIM).text.startswith("Bonjour Layla,")


def test_a_seeker_of_another_challenge_or_place_is_in_no_proposal(
    sign_in: SignIn, challenge: Challenge
) -> None:
    other = make_challenge(make_week(make_place("Ailleurs")), "Ailleurs")
    strangers = [seek(other, "Ana").seeker.pk, seek(other, "Bo").seeker.pk]
    seek(challenge, "Chloé")
    concierge = sign_in(make_person(challenge.week.place, "Nadia", Role.CONCIERGE))
    said = {f"seat-{pk}": "new-1" for pk in strangers} | {"form": "1", "once": str(uuid4())}
    concierge.post(f"{challenge.url}composing/", said)
    assert not Team.objects.exists()
    with pytest.raises(actions.ProposalIsStale):
        actions.compose_teams(
            challenge=challenge, new=[actions.NewTeam("x", strangers)], joining={},
            once=uuid4(), by=SOFTWARE,
        )  # fmt: skip


def test_links_of_one_team_open_neither_another_nor_anything_by_looking(
    client: Client, challenge: Challenge
) -> None:
    mine, theirs = sign_up(challenge, "Les Uns"), sign_up(challenge, "Les Autres")
    before = (Capability.objects.count(), Event.objects.count())
    root = f"{challenge.url}teams/{mine.secret}/"
    alien = theirs.team.members.first()
    assert alien is not None
    assert client.get(f"{root}members/{alien.pk}/change/").status_code == 404
    assert client.get(f"{root}members/{10**30}/change/").status_code == 404
    client.post(f"{root}members/{alien.pk}/remove/")
    assert theirs.team.members.filter(pk=alien.pk).exists()
    client.post(f"{root}chapters/1/take/", {"member": str(alien.pk)})
    assert not alien.chapters.exists()
    assert (Capability.objects.count(), Event.objects.count()) == before
    with pytest.raises(Http404):
        access_team(make_challenge(make_week(make_place("Ailleurs"))), mine.secret)


def test_what_a_search_engine_found_by_a_link_that_leaked_is_not_kept(
    client: Client, challenge: Challenge
) -> None:
    answer = client.get(f"{challenge.url}teams/{sign_up(challenge).secret}/")
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


def test_a_beginning_that_was_moved_while_the_challenge_was_closed_changes_nothing(
    challenge: Challenge,
) -> None:
    stale = Challenge.objects.select_related("week__place").get(pk=challenge.pk)
    with clock.at(FRIDAY_FIVE - timedelta(days=1)):
        actions.close_challenge(challenge=challenge, by=SOFTWARE)
        late = FRIDAY_FIVE - timedelta(hours=1)
        assert actions.change_challenge(challenge=stale, opens_at=late, by=SOFTWARE) is False


def test_a_link_that_leaked_fills_no_team_with_names(client: Client, challenge: Challenge) -> None:
    names = [f"Nom {n}" for n in range(actions.MEMBERS_AT_MOST)]
    signed_up = sign_up(challenge, "Les Veilleurs", *names)
    root = f"{challenge.url}teams/{signed_up.secret}/"
    answer = client.post(f"{root}join/", {"name": "Encore un"})
    assert answer.status_code == 422
    assert "Encore un" in answer.content.decode()
    assert client.post(f"{root}join/", {"name": "Nom 7"}).status_code == 302
    assert signed_up.team.members.count() == actions.MEMBERS_AT_MOST

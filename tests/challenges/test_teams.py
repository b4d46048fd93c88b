"""A team on its page: who is in it, who takes what, what is free, and its links."""

import re

import pytest
from django.core.cache import cache
from django.http import Http404
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from openweek.challenges import actions, queries
from openweek.challenges.models import Challenge, Team
from openweek.ground import clock, deadlines
from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Event
from openweek.place.models import Role
from openweek.publishing.actions import change_book, settle_prompt
from openweek.publishing.models import Edition
from openweek.publishing.queries import progress_of
from openweek.writing import actions as writing_actions
from openweek.writing.models import Grant
from openweek.writing.rules import access_text
from tests.conftest import SignIn
from tests.factories.books import (
    FRIDAY_FIVE,
    NADIA,
    make_challenge,
    put_picture,
    sign_up,
    text_of,
    words_with,
    write,
)
from tests.factories.places import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]


@pytest.fixture
def challenge() -> Challenge:
    return make_challenge()


@pytest.fixture
def mixed(challenge: Challenge) -> Challenge:
    challenge.mixes_institutions = True
    challenge.save()
    return challenge


def page_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def once(page: str) -> str:
    found = re.search(r'name="once" value="([^"]+)"', page)
    assert found is not None
    return found[1]


# Signing up


def test_each_line_may_name_an_institution_where_they_are_mixed(
    client: Client, mixed: Challenge
) -> None:
    path = f"{mixed.url}sign-up/"
    said = {
        "name": "Les Passerelles",
        "members": "Inès Morel, École d’architecture\nKarim\nInès Morel, Mines",
        "once": once(page_of(client, path)),
    }
    assert client.post(path, said).status_code == 302
    members = Team.objects.get().members.values_list("name", "institution")
    assert list(members) == [("Inès Morel", "École d’architecture"), ("Karim", "")]


def test_a_comma_is_a_comma_where_they_are_not(client: Client, challenge: Challenge) -> None:
    path = f"{challenge.url}sign-up/"
    said = {"name": "Ici", "members": "Ana, dite Nana", "once": once(page_of(client, path))}
    client.post(path, said)
    assert Team.objects.get().members.get().name == "Ana, dite Nana"


def test_a_place_signs_up_from_afar_and_is_shown_so(client: Client, challenge: Challenge) -> None:
    path = f"{challenge.url}sign-up/place/"
    said = {
        "place_name": "La Fabrique, Ajaccio",
        "name": "Les Insulaires",
        "members": "Ghjulia\nPetru",
        "once": once(page_of(client, path)),
    }
    for _twice in range(2):
        assert client.post(path, said).status_code == 302
    team = Team.objects.get()
    assert (team.from_afar, team.place_name) == (True, "La Fabrique, Ajaccio")
    assert all(member.from_afar for member in team.members.all())
    assert "La Fabrique, Ajaccio" in page_of(client, challenge.url)


def test_only_members_of_the_place_sign_up_where_the_concierge_said_so(
    client: Client, sign_in: SignIn, challenge: Challenge
) -> None:
    Challenge.objects.update(who=Challenge.Who.MEMBERS)
    for tail in ("sign-up/", "sign-up/alone/", "sign-up/place/"):
        assert client.get(f"{challenge.url}{tail}").status_code == 403
        assert client.post(f"{challenge.url}{tail}", {"name": "Ana"}).status_code == 403
    visitor = sign_in(make_person(challenge.week.place, "Léa", Role.VISITOR))
    assert visitor.get(f"{challenge.url}sign-up/alone/").status_code == 200


def test_a_robot_is_stopped(client: Client, challenge: Challenge) -> None:
    path = f"{challenge.url}sign-up/"
    answers = [client.post(path, {"name": ""}).status_code for _ in range(32)]
    assert answers[0] == 200
    assert answers[-1] == 429


# Joining, roles


def test_whoever_has_the_link_says_their_name_and_writes_under_it(
    client: Client, challenge: Challenge
) -> None:
    signed_up = sign_up(challenge)
    path = f"{challenge.url}teams/{signed_up.secret}/"
    page_of(client, path)
    for _twice in range(2):
        client.post(f"{path}join/", {"name": "Aïcha", "role": "pictures"})
    member = signed_up.team.members.get(name="Aïcha")
    assert member.role == "pictures"
    who = client.get(path).wsgi_request.who
    assert who.author.name == "Aïcha"
    assert access_text(who, text_of(signed_up.team.book).pk).rights.may_write
    signed_up.team.book.refresh_from_db()
    assert signed_up.team.book.people == ["Nadia", "Paul", "Aïcha"]


def test_a_name_of_the_team_is_that_member_whatever_its_accents(challenge: Challenge) -> None:
    team = sign_up(challenge, "Ici", "Aïcha").team
    actions.join_team(team=team, name="aicha", by=NADIA, role="lead")
    assert [(each.name, each.role) for each in team.members.all()] == [("Aïcha", "lead")]


def test_nobody_takes_the_place_of_somebody_with_an_account(challenge: Challenge) -> None:
    nadia = make_person(challenge.week.place, "Nadia", Role.VISITOR)
    paul = make_person(challenge.week.place, "Paul", Role.VISITOR)
    team = sign_up(challenge, "Ici", "Nadia", person=nadia).team
    actions.join_team(team=team, name="nadia", person=paul, by=SOFTWARE)
    assert [each.person for each in team.members.all()] == [nadia, paul]


def test_a_member_goes_and_the_pen_of_their_account_with_them(challenge: Challenge) -> None:
    team = sign_up(challenge).team
    paul = make_person(challenge.week.place, "Paul", Role.VISITOR)
    member = actions.join_team(team=team, name="Paul", person=paul, by=SOFTWARE)
    assert Grant.objects.filter(person=paul).exists()
    actions.remove_member(member=member, by=NADIA)
    team.book.refresh_from_db()
    assert not Grant.objects.filter(person=paul).exists()
    assert team.book.people == ["Nadia"]
    with pytest.raises(actions.LastMember):
        actions.remove_member(member=team.members.get(), by=NADIA)


def test_a_corrected_name_is_corrected_in_the_book(client: Client, challenge: Challenge) -> None:
    signed_up = sign_up(challenge, "Ici", "Nadai", "Paul")
    member = signed_up.team.members.get(name="Nadai")
    path = f"{challenge.url}teams/{signed_up.secret}/members/{member.pk}/"
    assert client.post(path, {"name": ""}).status_code == 422
    assert client.post(path, {"name": "Nadia", "role": "time"}).status_code == 302
    signed_up.team.book.refresh_from_db()
    assert signed_up.team.book.people == ["Nadia", "Paul"]


def test_nobody_reaches_a_member_of_another_team(client: Client, challenge: Challenge) -> None:
    mine, theirs = sign_up(challenge, "Ici"), sign_up(challenge, "Là")
    other = theirs.team.members.all()[0]
    path = f"{challenge.url}teams/{mine.secret}/members/{other.pk}/"
    assert client.get(path).status_code == 404
    assert client.post(f"{path}remove/").status_code == 302
    assert theirs.team.members.count() == 2


# Chapters


def test_a_chapter_is_taken_by_several_and_given_back(client: Client, challenge: Challenge) -> None:
    signed_up = sign_up(challenge)
    path = f"{challenge.url}teams/{signed_up.secret}/"
    client.post(f"{path}chapters/1/take/")  # nobody knows yet who that is
    client.post(f"{path}join/", {"name": "Nadia"})
    client.post(f"{path}chapters/1/take/")
    paul = signed_up.team.members.get(name="Paul")
    client.post(f"{path}chapters/1/take/", {"member": paul.pk})
    line = queries.board_of(signed_up.team, client.get(path).wsgi_request.who.author).chapters[0]
    assert (line.names, line.is_mine) == (["Nadia", "Paul"], True)
    client.post(f"{path}chapters/1/give-back/")
    assert queries.board_of(signed_up.team, NADIA).chapters[0].names == ["Paul"]


def test_a_question_is_answered_by_a_heading_of_its_words_or_ticked_off(
    challenge: Challenge,
) -> None:
    book = sign_up(challenge).team.book
    chapter = book.chapters.get(position=1)
    first, second = chapter.prompts[:2]

    def heading(words: str) -> dict[str, object]:
        return {"type": "heading", "attrs": {"level": 2}, "content": [words_with(words)]}

    def put(*blocks: dict[str, object]) -> None:
        tree = {"type": "doc", "content": list(blocks)}
        writing_actions.add_blocks(text=chapter.text, by=NADIA, tree=tree)
        cache.clear()

    def free() -> list[str]:
        return [prompt.words for prompt in progress_of(book)[0].free]

    put(heading(first), heading(second))
    assert free() == chapter.prompts, "a heading alone answers nothing"
    put({"type": "paragraph", "content": [words_with("Parce que.")]})
    assert free() == [each for each in chapter.prompts if each != second]
    settle_prompt(chapter=chapter, prompt=first, by=NADIA)
    assert free() == chapter.prompts[2:]


def test_words_pictures_and_free_questions_are_counted_and_no_percentage_is_said(
    client: Client, challenge: Challenge
) -> None:
    signed_up = sign_up(challenge)
    write(signed_up.team.book, "Trois petits mots.")
    put_picture(signed_up.team.book)
    board = queries.board_of(signed_up.team, NADIA)
    prompts = sum(len(chapter.prompts) for chapter in signed_up.team.book.chapters.all())
    assert (board.words, board.pictures, board.sounds, board.free) == (3, 1, 0, prompts)
    page = page_of(client, f"{challenge.url}teams/{signed_up.secret}/")
    assert "%" not in re.sub(r"<[^>]*>", "", page.split("<main")[1].split("</main>")[0])


def test_a_question_is_ticked_off_and_asked_again(client: Client, challenge: Challenge) -> None:
    signed_up = sign_up(challenge)
    path = f"{challenge.url}teams/{signed_up.secret}/chapters/1/question/"
    chapter = signed_up.team.book.chapters.get(position=1)
    for typed in ("0", "99", "-1", "x"):
        assert client.post(path, {"prompt": typed}).status_code == 302
    chapter.refresh_from_db()
    assert chapter.settled == chapter.prompts[:1]
    client.post(path, {"prompt": "0", "again": "1"})
    chapter.refresh_from_db()
    assert chapter.settled == []


def test_the_team_says_what_its_book_is_called(client: Client, challenge: Challenge) -> None:
    signed_up = sign_up(challenge)
    path = f"{challenge.url}teams/{signed_up.secret}/book/"
    said = {"title": "Le Préau, <i>sa</i> vie", "subtitle": "", "unwritten": "vanish"}
    assert client.post(path, {**said, "title": ""}).status_code == 422
    assert client.post(path, said).status_code == 302
    signed_up.team.book.refresh_from_db()
    book = signed_up.team.book
    assert (book.title, book.unwritten) == ("Le Préau, <i>sa</i> vie", "vanish")
    assert "<i>sa" not in page_of(client, f"{challenge.url}teams/{signed_up.secret}/")


def test_what_did_not_change_is_not_told(challenge: Challenge) -> None:
    book = sign_up(challenge).team.book
    change_book(
        book=book, title=book.title, subtitle=book.subtitle, summary=book.summary,
        unwritten=book.unwritten, by=NADIA,
    )  # fmt: skip
    assert not Event.objects.filter(kind="publishing.book_changed").exists()


# Links and paper


def test_a_changed_link_kills_the_old_ones_and_what_they_could_write(
    client: Client, challenge: Challenge
) -> None:
    signed_up = sign_up(challenge)
    path = f"{challenge.url}teams/{signed_up.secret}/"
    page_of(client, path)
    answer = client.post(f"{path}replace-link/")
    assert Client().get(path).status_code == 404
    assert Client().get(answer["Location"]).status_code == 200
    assert Client().post(f"{path}replace-link/").status_code == 404
    text = text_of(signed_up.team.book)
    mine = client.get(challenge.url).wsgi_request.who
    with pytest.raises(Http404):
        access_text(mine, text.pk)
    page_of(client, answer["Location"])
    mine = client.get(challenge.url).wsgi_request.who
    assert access_text(mine, text.pk).rights.may_write


def test_the_invitation_can_be_printed_whatever_the_team_is_called(
    client: Client, challenge: Challenge
) -> None:
    signed_up = sign_up(challenge, '#import "x" <b>مرحبا</b>')
    answer = client.get(f"{challenge.url}teams/{signed_up.secret}/invitation.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.startswith(b"%PDF")


# Out of the challenge


def test_a_team_that_was_taken_out_is_not_shown_and_not_published_until_it_is_back(
    sign_in: SignIn, challenge: Challenge
) -> None:
    out, stays = sign_up(challenge, "Les Partis"), sign_up(challenge, "Les Restés")
    nadia = sign_in(make_person(challenge.week.place, "Zita", Role.CONCIERGE))
    path = f"{challenge.url}teams/{out.team.book.slug}/"
    nadia.post(f"{path}remove/")
    assert "Les Partis" not in page_of(Client(), challenge.url)
    with pytest.raises(writing_actions.TextIsFrozenError):
        write(out.team.book, "Encore.")
    nadia.post(f"{path}return/")
    write(out.team.book, "De retour.")
    nadia.post(f"{path}remove/")
    with clock.at(FRIDAY_FIVE):
        deadlines.sweep()
        deadlines.sweep()
    assert [each.book for each in Edition.objects.all()] == [stays.team.book]


def test_after_the_last_hour_members_change_nothing(client: Client, challenge: Challenge) -> None:
    signed_up = sign_up(challenge)
    path = f"{challenge.url}teams/{signed_up.secret}/"
    with clock.at(FRIDAY_FIVE):
        for tail in ("join/", "book/", "chapters/1/take/", "replace-link/"):
            assert client.post(f"{path}{tail}", {"name": "Ana", "title": "x"}).status_code == 302
        assert client.get(path).status_code == 200
    assert signed_up.team.members.count() == 2
    signed_up.team.book.refresh_from_db()
    assert signed_up.team.book.title == "Les Veilleurs"


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_one_member_as_for_three(
    client: Client,
    challenge: Challenge,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    signed_up = sign_up(challenge, "Ici", *["Ana", "Bilal", "Chloé"][:count])
    for member in signed_up.team.members.all():
        for chapter in signed_up.team.book.chapters.all():
            actions.take_chapter(member=member, chapter=chapter, by=NADIA)
    path = f"{challenge.url}teams/{signed_up.secret}/"
    page_of(client, path)
    with django_assert_num_queries(PAGE_QUERIES):
        page_of(client, path)


PAGE_QUERIES = 10

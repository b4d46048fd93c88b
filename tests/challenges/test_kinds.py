"""Kinds of challenges: set, changed, corrected, and what becomes of the books meanwhile."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openweek.challenges import actions, queries, rules
from openweek.challenges.models import Challenge
from openweek.commons.actions import change_format, create_format
from openweek.commons.models import Format
from openweek.commons.outline import parse
from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Event
from openweek.place.models import Role
from openweek.place.rules import Who
from openweek.publishing.actions import publish_book
from openweek.publishing.models import Book, Chapter
from openweek.week.models import Week
from openweek.week.rules import access_week
from openweek.writing.models import Text
from openweek.writing.queries import tree_of
from openweek.writing.rules import level_of
from tests.conftest import SignIn
from tests.factories.books import FRIDAY_FIVE, make_challenge, sign_up, text_of, write
from tests.factories.places import make_person, make_week

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

BEFORE = "# Un\nQui ?\nQuand ?\n# Deux\nOù ?\n# Trois\nComment ?"


def make_kind(week: Week, chapters: str = BEFORE, **said: Any) -> Format:
    return create_format(
        place=week.place, title="Récit", purpose="Se raconter.", by=SOFTWARE, is_challenge=True,
        chapters=parse(chapters), **{"rules": "À **deux**.", "team_size": 4, **said},
    )  # fmt: skip


def correct(kind: Format, chapters: str) -> None:
    kind.refresh_from_db()
    change_format(
        changed=kind, title=kind.title, purpose=kind.purpose, by=SOFTWARE,
        chapters=parse(chapters, kind.chapters),
    )  # fmt: skip


def follow(challenge: Challenge) -> int:
    return actions.follow_template(
        challenge=Challenge.objects.select_related("week__place").get(pk=challenge.pk), by=SOFTWARE
    )


@pytest.fixture
def week() -> Week:
    return make_week()


@pytest.fixture
def kind(week: Week) -> Format:
    return make_kind(week)


@pytest.fixture
def challenge(week: Week, kind: Format) -> Challenge:
    return make_challenge(week, "Le récit du lieu", template=kind.slug)


def titles(book: Book) -> list[str]:
    return list(book.chapters.order_by("position").values_list("title", flat=True))


def words(book: Book, title: str) -> str:
    return str(tree_of(book.chapters.get(title=title).text))


# Set and changed


def test_a_kind_of_the_place_gives_its_rules_and_its_size(
    sign_in: SignIn, week: Week, kind: Format
) -> None:
    nadia = sign_in(make_person(week.place))
    said = {
        "title": "Le récit du lieu", "template": kind.slug, "rules": "", "team_size": "",
        "last_day": "2026-11-27", "last_hour": "17:00", "once": str(uuid4()),
        "who": "members", "publishes": "begun", "licence": "CC-BY-4.0",
        "first_day": "2026-11-26", "first_hour": "10:00",
    }  # fmt: skip
    address = f"/{week.place.slug}/{week.slug}/challenges/new/"
    page = nadia.get(f"{address}?kind={kind.slug}").content.decode()
    assert "À **deux**." in page

    made = Challenge.objects.get(slug=nadia.post(address, said)["Location"].split("/")[-2])

    assert (made.format, made.rules, made.team_size) == (kind, "À **deux**.", 4)
    assert (made.who, made.publishes, made.licence) == ("members", "begun", "CC-BY-4.0")
    assert f"{made.opens_at.astimezone(week.place.zone):%d %H:%M}" == "26 10:00"


def test_what_cannot_be_set_is_said(sign_in: SignIn, week: Week, kind: Format) -> None:
    nadia = sign_in(make_person(week.place))
    said = {
        "title": "Récit", "template": "", "last_day": "2026-11-27", "last_hour": "17:00",
        "once": str(uuid4()), "first_day": "2026-11-28", "first_hour": "10:00", "team_size": "0",
        "who": "anybody", "publishes": "every",
    }  # fmt: skip
    page = nadia.post(f"/{week.place.slug}/{week.slug}/challenges/new/", said)
    assert set(page.context["form"].errors) == {"template", "first_day", "team_size"}
    assert not Challenge.objects.exists()


def test_a_challenge_is_said_otherwise_once(sign_in: SignIn, challenge: Challenge) -> None:
    nadia = sign_in(make_person(challenge.week.place))
    form = nadia.get(f"{challenge.url}change/").context["form"]
    said = {name: form[name].value() for name in form.fields} | {"title": "Notre récit"}
    for _ in range(2):
        assert nadia.post(f"{challenge.url}change/", said)["Location"] == challenge.url

    after = Challenge.objects.get()
    assert after.title == "Notre récit"
    assert (after.opens_at, after.rules, after.slug) == (
        challenge.opens_at, challenge.rules, challenge.slug,
    )  # fmt: skip
    told = Event.objects.filter(kind="challenges.challenge_changed")
    assert [event.data["changed"] for event in told] == [["title"]]


def test_the_licence_stays_once_a_team_signed_up(sign_in: SignIn, challenge: Challenge) -> None:
    sign_up(challenge)
    with pytest.raises(actions.LicenceIsSettledError):
        actions.change_challenge(challenge=challenge, by=SOFTWARE, licence="CC0-1.0")
    nadia = sign_in(make_person(challenge.week.place))
    form = nadia.get(f"{challenge.url}change/").context["form"]
    assert "licence" not in form.fields


def test_teams_cannot_sign_up_only_once_it_is_over(sign_in: SignIn, challenge: Challenge) -> None:
    nadia = sign_in(make_person(challenge.week.place))
    said = {
        "title": "Récit", "who": "anybody", "publishes": "every",
        "first_day": "2026-12-01", "first_hour": "10:00",
    }  # fmt: skip
    page = nadia.post(f"{challenge.url}change/", said)
    assert set(page.context["form"].errors) == {"first_day"}


@pytest.mark.parametrize(
    ("role", "may"), [("", False), (Role.VISITOR, True), (Role.COWORKER, True)]
)
def test_a_challenge_for_members_is_for_those_with_an_account(
    week: Week, challenge: Challenge, role: str, may: bool
) -> None:
    actions.change_challenge(challenge=challenge, by=SOFTWARE, who=Challenge.Who.MEMBERS)
    person = make_person(week.place, "Sam", role) if role else None
    access = access_week(Who(person=person), week.place.slug, week.slug)
    assert rules.rights(access, challenge).may_sign_up is may


# A template is corrected


def test_a_book_keeps_what_was_written_when_its_template_is_corrected(
    challenge: Challenge, kind: Format
) -> None:
    done = sign_up(challenge)
    book = done.team.book
    write(book, "Ce que nous sommes.", chapter=1)
    write(book, "Ce qui n’est plus demandé.", chapter=3)
    Chapter.objects.filter(book=book, key="un").update(settled=["Qui ?", "Quand ?"])

    correct(
        kind, "# Quatre\n# Premier\nQui ?\nPourquoi ?\n> Un exemple.\n@ photo\n# Cinq\n= glossaire"
    )
    assert queries.correction_of(Challenge.objects.get()) is not None
    assert follow(challenge) == 1

    # The second, of which nothing was written, is gone; the third stays.
    assert titles(book) == ["Quatre", "Premier", "Cinq", "Trois"] or titles(book) == [
        "Quatre", "Premier", "Trois", "Cinq",
    ]  # fmt: skip
    first = book.chapters.get(key="un")
    assert "Ce que nous sommes." in words(book, "Premier")
    assert "Ce qui n’est plus demandé." in words(book, "Trois")
    assert (first.prompts, first.settled) == (["Qui ?", "Pourquoi ?"], ["Qui ?"])
    assert (first.text.title, first.text.prompts) == ("Premier", ["Qui ?", "Pourquoi ?"])
    assert (first.example, first.media_asked) == ("Un exemple.", ["image"])
    assert book.chapters.get(title="Cinq").kind == "glossary"
    assert Text.objects.count() == 4


def test_a_new_chapter_is_open_to_those_who_write_the_others(
    challenge: Challenge, kind: Format
) -> None:
    paul = make_person(challenge.week.place, "Paul", Role.VISITOR)
    sam = make_person(challenge.week.place, "Sam", Role.COWORKER)
    book = sign_up(challenge, person=paul).team.book
    correct(kind, f"# Nouveau\nQuoi ?\n{BEFORE}")
    follow(challenge)

    text = book.chapters.get(title="Nouveau").text
    assert (level_of(Who(person=paul), text), level_of(Who(person=sam), text)) == ("write", "read")
    assert text.closes_at == FRIDAY_FIVE
    assert text.grants.get(capability__kind=rules.TEAM_LINK).level == "write"


def test_published_and_frozen_books_are_left_as_they_are(
    challenge: Challenge, kind: Format
) -> None:
    published, waiting = (sign_up(challenge, name).team.book for name in ("Un", "Deux"))
    publish_book(book=published, by=SOFTWARE, reason="by_hand")
    correct(kind, "# Tout autre chose")
    assert follow(challenge) == 1
    assert titles(published) == ["Un", "Deux", "Trois"]
    assert titles(waiting) == ["Tout autre chose"]

    correct(kind, "# Encore autre chose")
    with clock.at(FRIDAY_FIVE + timedelta(seconds=1)):
        assert follow(challenge) == 0
    assert titles(waiting) == ["Tout autre chose"]


def test_the_concierge_sees_what_changes_and_gives_it_in_one_click(
    sign_in: SignIn, challenge: Challenge, kind: Format
) -> None:
    book = sign_up(challenge).team.book
    nadia = sign_in(make_person(challenge.week.place))
    assert f"{challenge.url}follow/" not in nadia.get(challenge.url).content.decode()
    correct(kind, "# Premier\nQui ?\nQuand ?\n# Deux\nOù ?\n# Trois\nComment donc ?")

    assert f"{challenge.url}follow/" not in Client().get(challenge.url).content.decode()
    page = nadia.get(challenge.url).content.decode()
    assert f"{challenge.url}follow/" in page
    assert "Premier" in page
    for _ in range(2):
        assert nadia.post(f"{challenge.url}follow/").status_code == 302
    assert titles(book) == ["Premier", "Deux", "Trois"]
    assert Event.objects.filter(kind="challenges.template_followed").count() == 1
    assert Event.objects.filter(kind="publishing.book_corrected").count() == 1


def test_other_words_on_the_card_are_no_correction(challenge: Challenge, kind: Format) -> None:
    """Nor are other spaces: a form may narrow them."""
    sign_up(challenge)
    change_format(changed=kind, title="Récit", purpose="Mieux dit.", by=SOFTWARE)
    correct(kind, BEFORE.replace(" ?", "\u202f?"))
    assert queries.correction_of(Challenge.objects.get()) is None


NAMES = st.lists(st.sampled_from("abcdef"), unique=True, min_size=1, max_size=6)


@given(outlines=st.lists(NAMES, min_size=1, max_size=3), written=st.sets(st.integers(1, 3)))
@settings(
    max_examples=15, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
def test_nothing_that_was_written_ever_goes(
    week: Week, outlines: list[list[str]], written: set[int]
) -> None:
    """Whatever the template becomes, and however often."""
    kind = make_kind(week)
    challenge = make_challenge(week, template=kind.slug, slug=f"d{uuid4().hex[:8]}")
    book = sign_up(challenge).team.book
    for place in written:
        write(book, f"Mot-{place}.", chapter=place)
    kept = {place: text_of(book, place).pk for place in written}

    for names in outlines:
        correct(kind, "\n".join(f"# {name}\nQuestion {name} ?" for name in names))
        follow(challenge)

    for place, pk in kept.items():
        chapter = Chapter.objects.get(text_id=pk, book=book)
        assert f"Mot-{place}." in str(tree_of(chapter.text))
    assert set(outlines[-1]) <= set(titles(book))
    positions = list(book.chapters.values_list("position", flat=True))
    assert positions == list(range(1, len(positions) + 1))

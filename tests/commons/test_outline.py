"""The template of a book as somebody types it."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from openweek.commons import actions, outline, queries
from openweek.commons.models import Format
from openweek.commons.outline import NotAnOutlineError, parse, write
from openweek.ground.authors import SOFTWARE
from openweek.ground.text import clean_prose, fold
from openweek.place.models import Role
from tests.conftest import SignIn
from tests.factories.places import make_person, make_place

COMMUNITY = """
# Communauté
@ photos, son
Qui a voulu ce lieu ?
- Qui le porte aujourd’hui ?
> Nous étions sept
> dans la cuisine.

# Gens et lieux
= glossaire
# Comment on fait
-> pas à pas
\\# Ceci est une question
"""


def test_an_outline_is_read_as_people_write_it() -> None:
    community, people, how = parse(COMMUNITY)

    assert community == {
        "key": "communaute", "title": "Communauté", "media": ["image", "sound"], "kind": "",
        "prompts": ["Qui a voulu ce lieu ?", "Qui le porte aujourd’hui ?"],
        "example": "Nous étions sept\ndans la cuisine.", "feeds": "",
    }  # fmt: skip
    assert (people["kind"], how["feeds"]) == ("glossary", "steps")
    assert how["prompts"] == ["# Ceci est une question"]


@pytest.mark.parametrize(
    ("typed", "number", "reason"),
    [
        ("Qui a voulu ce lieu ?\n# Communauté", 1, "orphan"),
        ("# Communauté\n#", 2, "untitled"),
        ("# Communauté\nQui ?\n\n# communaute !", 4, "twice"),
        ("\n".join(f"# Chapitre {n}" for n in range(500)), 41, "many"),
        (f"# {'x' * 121}", 1, "long_title"),
        (f"# Un\n{'x' * 401}", 2, "long_prompt"),
        ("# Un\n" + "\n".join(f"Question {n} ?" for n in range(31)), 32, "many_prompts"),
        ("# Un\n> " + "x" * 3001, 2, "long_example"),
        ("# Un\n@ photo, musique", 2, "media"),
        ("# Un\n= index", 2, "kind"),
        ("# Un\n-> licence", 2, "feeds"),
    ],
)
def test_a_line_that_cannot_be_followed_is_named(typed: str, number: int, reason: str) -> None:
    with pytest.raises(NotAnOutlineError) as refusal:
        parse(typed)
    assert (refusal.value.number, refusal.value.reason) == (number, reason)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("slug", ["explorbook", "openschool", "explopapycamp"])
def test_what_is_shipped_is_the_same_once_typed(slug: str, language: str) -> None:
    recipe = next(each for each in queries.format_recipes(language) if each.slug == slug)
    whole = {"media": [], "kind": "", "feeds": ""}
    shipped = [{**whole, **each, "example": each["example"].strip()} for each in recipe.chapters]

    with translation.override(language):
        assert parse(write(shipped), shipped) == shipped


LINE = st.text(st.characters(exclude_categories=["C", "Z"], codec="utf-8"), min_size=1, max_size=30)
WORD = st.text("abcdefgh", min_size=1, max_size=8)
CHAPTER = st.fixed_dictionaries(
    {
        "title": st.tuples(st.sampled_from(["", "#", "> ", "#import ", "<b>"]), WORD).map("".join),
        "prompts": st.lists(LINE, max_size=4, unique=True),
        "media": st.lists(st.sampled_from(outline.MEDIA), unique=True),
        "kind": st.sampled_from(["", "glossary"]),
        "feeds": st.sampled_from(["", *outline.FED_TEXTS]),
    }
)


@given(st.lists(CHAPTER, max_size=6, unique_by=lambda each: fold(str(each["title"]))))
def test_what_is_written_out_is_read_back_whatever_it_says(told: list[dict[str, Any]]) -> None:
    """Prompts that begin with a sign, titles in markup: they are words."""
    chapters = [
        {**each, "key": f"c{n}", "example": "",
         "prompts": list(dict.fromkeys(filter(None, map(clean_prose, each["prompts"]))))}
        for n, each in enumerate(told)
    ]  # fmt: skip
    assert parse(write(chapters), chapters) == chapters


def keys_of(typed: str, known: list[dict[str, Any]]) -> list[str]:
    return [chapter["key"] for chapter in parse(typed, known)]


def test_a_chapter_keeps_its_key_through_a_new_title_and_another_place() -> None:
    known = parse("# Un\nQui ?\nQuand ?\n# Deux\nOù ?\n# Trois\nComment ?")
    assert [each["key"] for each in known] == ["un", "deux", "trois"]

    # A new title, at its place; another one first; the last one moved to the front.
    assert keys_of("# Un\n# Second\n# Trois", known) == ["un", "deux", "trois"]
    assert keys_of("# Zéro\n# Un\n# Deux\n# Trois", known) == ["zero", "un", "deux", "trois"]
    assert keys_of("# Trois\n# Un\n# Deux", known) == ["trois", "un", "deux"]
    # A new title and another place: it is known by its questions.
    assert keys_of("# Deux\n# Trois\n# Premier\nQui ?\nQuand ?", known) == ["deux", "trois", "un"]
    # The second is gone, and what comes last is new: it is not the second.
    assert keys_of("# Un\n# Trois\n# Quatre", known) == ["un", "trois", "quatre"]
    # A title that comes back must not take the key of another chapter.
    assert keys_of("# Second\n# Deux", parse("# Un\n# Deux")) == ["un", "deux"]


# The form


SAID = {
    "title": "Mon livre", "purpose": "Se raconter.", "licence": "CC-BY-SA-4.0",
    "is_challenge": "on", "team_size": "4", "rules": "À **deux** au moins.", "feeds": "",
}  # fmt: skip


@pytest.mark.django_db
def test_a_place_writes_and_corrects_a_kind_of_its_own(sign_in: SignIn) -> None:
    place = make_place()
    jo = sign_in(make_person(place, "Jo", Role.COWORKER))
    jo.post("/le-preau/formats/new/", {**SAID, "chapters": COMMUNITY})
    made = Format.objects.get()
    assert (made.is_challenge, made.team_size, len(made.chapters)) == (True, 4, 3)

    page = jo.get("/le-preau/formats/mon-livre/change/").content.decode()
    assert "# Communauté" in page
    corrected = COMMUNITY.replace("# Communauté", "# Celles et ceux d’ici")
    said = {**SAID, "based_on": "1", "chapters": corrected}
    for _ in range(2):
        assert jo.post("/le-preau/formats/mon-livre/change/", said).status_code == 302

    made.refresh_from_db()
    assert (made.version, made.chapters[0]["key"]) == (2, "communaute")
    assert made.chapters[0]["title"] == "Celles et ceux d’ici"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("chapters", "word"),
    [
        ("# Un\n# un", "# Un\n# un"),
        ("# Un\n@ musique", "musique"),
        ("# Un\n= <script>alert(1)</script>", "&lt;script&gt;"),
        ("\n".join(f"# Chapitre {n}" for n in range(500)), "40"),
        ("", "aria-invalid"),
    ],
)
def test_an_outline_that_cannot_be_followed_is_kept_and_explained(
    sign_in: SignIn, chapters: str, word: str
) -> None:
    jo = sign_in(make_person(make_place(), "Jo", Role.COWORKER))
    page = jo.post("/le-preau/formats/new/", {**SAID, "chapters": chapters}).content.decode()

    assert word.casefold() in page.casefold()
    assert page.count("# Chapitre") == chapters.count("# Chapitre")
    assert not Format.objects.exists()


@pytest.mark.django_db
def test_the_card_shows_the_book_that_teams_find(client: Client) -> None:
    place = make_place()
    chapters = parse("# <b>Un</b> #import\nQui **vient** ?\n> Un *exemple*.\n@ son\n-> étapes")
    actions.create_format(
        place=place, title="Mon livre", purpose="Se raconter.", by=SOFTWARE,
        is_challenge=True, chapters=chapters, rules="À **deux**.",
    )  # fmt: skip
    page = client.get("/le-preau/formats/mon-livre/").content.decode()

    assert "&lt;b&gt;Un&lt;/b&gt; #import" in page
    assert "<li>Qui **vient** ?</li>" in page
    assert "<em>exemple</em>" in page
    assert "<strong>deux</strong>" in page
    assert 'href="#chapter-b-un-b-import"' in page


@pytest.mark.django_db
def test_lists_tell_challenges_from_sessions_and_weeks(client: Client) -> None:
    place = make_place()
    slugs = ["explorbook", "papycamp", "openweek"]
    actions.adopt_recipes(place=place, slugs=slugs, by=SOFTWARE)
    page = client.get("/le-preau/formats/").content.decode()

    order = ["PapyCamp</a>", "ExplorBook</a>", "OpenWeek</a>"]
    assert sorted(order, key=page.index) == order
    assert [each.slug for each in queries.gatherings_of(place)] == ["papycamp"]
    assert [each.slug for each in queries.challenge_formats_of(place)] == ["explorbook"]


def test_a_template_of_a_hundred_thousand_signs_is_refused_before_they_are_looked_up() -> None:
    for many in ("@imag\n" * 100_000, "= glossar\n" * 100_000, "@" + "imagf," * 100_000):
        with pytest.raises(NotAnOutlineError):
            parse(f"# Un\n{many}")

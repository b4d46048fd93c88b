"""What comes with the software."""

import re

import pytest

from openweek.commons import queries
from openweek.commons.recipes import UnknownRecipe

FORMATS = ["openweek", "wikischool", "papycamp", "assocamp", "jobcamp", "explorcamp"]
BOOKS = ["explorbook", "openschool", "explopapycamp"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_recipe_is_whole_in_both_languages(language: str) -> None:
    recipes = queries.format_recipes(language)
    assert [each.slug for each in recipes] == FORMATS + BOOKS
    for each in recipes:
        assert len(each.title) <= 120
        assert len(each.purpose) <= 300
        assert len(each.audience) <= 200
        assert len(each.room_needs) <= 200
        assert each.rules if each.is_challenge else each.steps.startswith("1. ")
        assert each.roles
        assert each.material


@pytest.mark.parametrize("slug", BOOKS)
def test_a_template_has_the_same_chapters_in_both_languages(slug: str) -> None:
    french, english = (queries.book_template(slug, each) for each in ("fr", "en"))
    said = [
        [(each.key, len(each.prompts), each.media, each.kind, each.feeds) for each in book.chapters]
        for book in (french, english)
    ]
    assert said[0] == said[1]
    assert french.introduction != english.introduction
    for one, other in zip(french.chapters, english.chapters, strict=True):
        assert one.example.count("\n") == other.example.count("\n") > 0


def test_the_explorbook_asks_of_community_territory_and_process() -> None:
    template = queries.book_template("explorbook", "fr")
    titles = ["Communauté", "Territoire", "Processus", "Gens et lieux"]
    assert [each.title for each in template.chapters] == titles
    assert all(len(each.prompts) == 5 for each in template.chapters[:3])
    assert [each.kind for each in template.chapters] == ["", "", "", "glossary"]


def test_the_explopapycamp_feeds_parts_that_the_papycamp_has() -> None:
    recipes = {each.slug: each for each in queries.format_recipes("fr")}
    kind = recipes["explopapycamp"]
    parts = [each["feeds"] for each in kind.chapters if each.get("feeds")]
    assert parts == ["purpose", "steps", "roles", "material"]
    assert all(getattr(recipes[kind.feeds], part) for part in parts)


def test_another_language_falls_back_on_french() -> None:
    assert queries.book_template("explorbook", "br") == queries.book_template("explorbook", "fr")
    assert queries.format_recipes("en-gb") == queries.format_recipes("en")


def test_an_unknown_template_is_said_to_be() -> None:
    with pytest.raises(UnknownRecipe):
        queries.book_template("cookbook", "fr")


def test_french_is_set_as_french_is() -> None:
    texts = [
        text
        for each in queries.format_recipes("fr")
        for text in (
            each.purpose,
            each.audience,
            each.steps,
            each.roles,
            each.material,
            each.tasks,
            each.checklist,
            each.rules,
        )
    ]
    texts += [
        text
        for book in queries.book_templates("fr")
        for chapter in book.chapters
        for text in (chapter.title, chapter.example, *chapter.prompts)
    ]
    for text in texts:
        assert not re.search(r" [:;?!»]|« |'", text), text

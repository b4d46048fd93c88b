"""Reads of formats, of shipped recipes and of the templates of books."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from openweek.commons import checklist, recipes
from openweek.commons.checklist import ChecklistLine
from openweek.commons.models import Format, FormatVersion
from openweek.commons.outline import FED_LINES, FED_TEXTS
from openweek.commons.recipes import BookTemplate, ChapterTemplate, FormatRecipe, UnknownRecipe
from openweek.place.models import Place

__all__ = [
    "FED_LINES", "FED_TEXTS",
    "BookTemplate", "ChapterTemplate", "ChecklistLine", "FormatRecipe", "Shelf", "UnknownRecipe",
    "book_template", "book_templates", "challenge_formats_of", "challenge_recipes_to_adopt",
    "chapters_of", "checklist_lines", "checklist_of", "fed_format", "format_recipes", "formats_of",
    "gatherings_of", "recipes_to_adopt", "shelves_of", "template_from", "versions_of",
    "week_formats_of", "week_recipes_to_adopt",
]  # fmt: skip


@dataclass(frozen=True)
class Shelf:
    """Formats of one sort; ``name`` is where its heading stands on the page."""

    name: str
    title: str
    formats: list[Format]


def shelves_of(place: Place) -> list[Shelf]:
    """What is done in an hour, what in a week, and what is written together, told apart."""
    every = list(formats_of(place))
    shelves = [
        Shelf(
            "moments",
            _("For a moment together"),
            [each for each in every if not each.is_week and not each.is_challenge],
        ),
        Shelf("challenges", _("For a challenge"), [each for each in every if each.is_challenge]),
        Shelf("weeks", _("For a whole week"), [each for each in every if each.is_week]),
    ]
    return [shelf for shelf in shelves if shelf.formats]


def formats_of(place: Place) -> QuerySet[Format]:
    return Format.objects.filter(place=place).order_by("title", "id")


def week_formats_of(place: Place) -> QuerySet[Format]:
    """Those from which a whole week is made."""
    return formats_of(place).filter(is_week=True)


def challenge_formats_of(place: Place) -> QuerySet[Format]:
    """Kinds of challenges: each holds the template of a book."""
    return formats_of(place).filter(is_challenge=True)


def gatherings_of(place: Place) -> QuerySet[Format]:
    """Those of which a session can be made: neither a whole week nor a challenge."""
    return formats_of(place).filter(is_week=False, is_challenge=False)


def fed_format(place: Place, feeds: str) -> Format | None:
    """The format that books become a version of: by its slug, or the recipe that it comes from."""
    own = formats_of(place).filter(is_challenge=False)
    return (own.filter(slug=feeds).first() or own.filter(recipe=feeds).first()) if feeds else None


def checklist_of(recipe: Format | FormatRecipe) -> list[ChecklistLine]:
    """What is due when, in the order in which it is written."""
    return checklist.read(recipe.checklist)


def checklist_lines(text: str) -> list[ChecklistLine]:
    """The same of a text that is kept somewhere else, as in a version."""
    return checklist.read(text)


def versions_of(shown: Format) -> QuerySet[FormatVersion]:
    """The newest first."""
    return shown.versions.order_by("-number")


def format_recipes(language: str) -> tuple[FormatRecipe, ...]:
    """The formats that come with the software, in French or in English."""
    return recipes.formats(language)


def recipes_to_adopt(place: Place) -> list[FormatRecipe]:
    """Those that the place has not taken yet."""
    taken = set(Format.objects.filter(place=place).values_list("recipe", flat=True))
    return [recipe for recipe in format_recipes(place.language) if recipe.slug not in taken]


def week_recipes_to_adopt(place: Place) -> list[FormatRecipe]:
    """Of those that the place has not taken yet, those of a whole week."""
    return [recipe for recipe in recipes_to_adopt(place) if recipe.is_week]


def challenge_recipes_to_adopt(place: Place) -> list[FormatRecipe]:
    """Of those that the place has not taken yet, the kinds of challenges."""
    return [recipe for recipe in recipes_to_adopt(place) if recipe.is_challenge]


def book_template(slug: str, language: str) -> BookTemplate:
    """The chapters and prompts from which a book begins. Raises UnknownRecipe."""
    return recipes.book(slug, language)


def book_templates(language: str) -> tuple[BookTemplate, ...]:
    """Every template, for somebody who chooses."""
    return recipes.books(language)


def template_from(slug: str, content: dict[str, Any]) -> BookTemplate:
    """From what a version of a format keeps."""
    return recipes.template_of(slug, content["title"], content["purpose"], content["chapters"])


def chapters_of(content: dict[str, Any]) -> tuple[ChapterTemplate, ...]:
    """Of what a version of a format keeps; one from before there were challenges has none."""
    return recipes.template_of("", "", "", content.get("chapters", [])).chapters

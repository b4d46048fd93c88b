"""Reads of formats, of shipped recipes and of the templates of books."""

from django.db.models import QuerySet

from openweek.commons import checklist, recipes
from openweek.commons.checklist import ChecklistLine
from openweek.commons.models import Format, FormatVersion
from openweek.commons.recipes import BookTemplate, ChapterTemplate, FormatRecipe, UnknownRecipe
from openweek.place.models import Place

__all__ = [
    "BookTemplate", "ChapterTemplate", "ChecklistLine", "FormatRecipe", "UnknownRecipe",
    "book_template", "book_templates", "checklist_lines", "checklist_of", "format_recipes",
    "formats_of", "recipes_to_adopt", "versions_of", "week_formats_of", "week_recipes_to_adopt",
]  # fmt: skip


def formats_of(place: Place) -> QuerySet[Format]:
    return Format.objects.filter(place=place).order_by("title", "id")


def week_formats_of(place: Place) -> QuerySet[Format]:
    """Those from which a whole week is made."""
    return formats_of(place).filter(is_week=True)


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


def book_template(slug: str, language: str) -> BookTemplate:
    """The chapters and prompts from which a book begins. Raises UnknownRecipe."""
    return recipes.book(slug, language)


def book_templates(language: str) -> tuple[BookTemplate, ...]:
    """Every template, for somebody who chooses."""
    return recipes.books(language)

"""Reads of formats, of shipped recipes and of the templates of books."""

from django.db.models import QuerySet

from openweek.commons import recipes
from openweek.commons.models import Format, FormatVersion
from openweek.commons.recipes import BookTemplate, ChapterTemplate, FormatRecipe, UnknownRecipe
from openweek.place.models import Place

__all__ = [
    "BookTemplate", "ChapterTemplate", "FormatRecipe", "UnknownRecipe", "book_template",
    "book_templates", "format_recipes", "formats_of", "recipes_to_adopt", "versions_of",
]  # fmt: skip


def formats_of(place: Place) -> QuerySet[Format]:
    return Format.objects.filter(place=place).order_by("title", "id")


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


def book_template(slug: str, language: str) -> BookTemplate:
    """The chapters and prompts from which a book begins. Raises UnknownRecipe."""
    return recipes.book(slug, language)


def book_templates(language: str) -> tuple[BookTemplate, ...]:
    """Every template, for somebody who chooses."""
    return recipes.books(language)

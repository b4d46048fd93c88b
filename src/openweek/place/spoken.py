"""Languages that people speak with one another at a place."""

from collections.abc import Iterable

from django.utils.translation import pgettext_lazy

LANGUAGES = {
    "fr": pgettext_lazy("a language", "French"),
    "en": pgettext_lazy("a language", "English"),
    "es": pgettext_lazy("a language", "Spanish"),
    "de": pgettext_lazy("a language", "German"),
    "it": pgettext_lazy("a language", "Italian"),
    "pt": pgettext_lazy("a language", "Portuguese"),
    "ar": pgettext_lazy("a language", "Arabic"),
    "tr": pgettext_lazy("a language", "Turkish"),
    "uk": pgettext_lazy("a language", "Ukrainian"),
    "zh": pgettext_lazy("a language", "Chinese"),
    "fsl": pgettext_lazy("a language", "French sign language"),
}


def languages_in_words(codes: Iterable[str]) -> tuple[str, ...]:
    """In the reader's language; a code that is none of ours is left out."""
    return tuple(str(LANGUAGES[code]) for code in codes if code in LANGUAGES)

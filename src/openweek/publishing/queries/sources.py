"""Reads of what a book adapts, and of what is held back from it."""

from openweek.commons.licences import LICENCES, Licence, compatible, licence
from openweek.publishing import contents
from openweek.publishing.models import Book
from openweek.writing.models import Consent, Media
from openweek.writing.queries import tree_of


def licences_for(book: Book, *more: Licence) -> list[Licence]:
    """Those under which the book could be, given all that it adapts, and some more."""
    codes = book.sources.values_list("licence", flat=True)
    sources = [*map(licence, codes), *more]
    return [each for each in LICENCES.values() if compatible(sources, each)]


def held_back(book: Book) -> list[Media]:
    """What stands in its chapters and no edition shows: those in it have not been asked yet."""
    chapters = book.chapters.values("text")
    unasked = Media.objects.filter(text__in=chapters, consent=Consent.UNASKED)
    waiting = list(unasked.select_related("text").order_by("uploaded_at", "pk"))
    texts = {media.text_id: media.text for media in waiting}
    shown = {
        str((node.get("attrs") or {}).get("media"))
        for text in texts.values()
        for node in contents.media_in(tree_of(text))
    }
    return [media for media in waiting if str(media.pk) in shown]

"""How a book is reached, and what the one who asks may do with it."""

from dataclasses import dataclass

from django.http import Http404

from openweek.ground.authors import Author
from openweek.place.models import Place, Role
from openweek.place.rules import PlaceAccess, Who, access_place
from openweek.publishing.models import Book, Edition
from openweek.writing.rules import TextRights, is_frozen, level_of, rights_for


@dataclass(frozen=True)
class Rights:
    """What may be done with one book."""

    may_write: bool = False
    may_see_progress: bool = False
    may_publish: bool = False


@dataclass(frozen=True)
class BookAccess:
    """A book, its newest edition if it has one, and what the one who asks may do there."""

    book: Book
    edition: Edition | None
    place_access: PlaceAccess
    rights: Rights

    @property
    def place(self) -> Place:
        return self.place_access.place

    @property
    def author(self) -> Author:
        return self.place_access.author

    @property
    def role(self) -> str:
        return self.place_access.role


def access_book(who: Who, place_slug: str, book_slug: str) -> BookAccess:
    """The only way in which a book reaches a view.

    Http404 when there is none, and for those who may not see it before it is published: they
    are not told that it exists.
    """
    place_access = access_place(who, place_slug)
    try:
        book = Book.objects.select_related("place").get(place=place_access.place, slug=book_slug)
    except Book.DoesNotExist as nothing:
        raise Http404(f"no book {book_slug}") from nothing
    edition = book.editions.first()
    rights = rights_in(place_access, book)
    if edition is None and not rights.may_see_progress:
        raise Http404(f"no book {book_slug}")
    return BookAccess(book=book, edition=edition, place_access=place_access, rights=rights)


def rights_in(access: PlaceAccess, book: Book) -> Rights:
    """The rights on the first chapter stand for those on all: they are always granted together."""
    if access.person is None and not access.who.capability_ids:
        return Rights()
    on_text = _rights_on_text(access.who, book)
    return Rights(
        may_write=on_text.may_write,
        may_see_progress=on_text.may_read or access.is_at_least(Role.COWORKER),
        may_publish=access.is_at_least(Role.CONCIERGE),
    )


def _rights_on_text(who: Who, book: Book) -> TextRights:
    chapter = book.chapters.select_related("text__place").first()
    if chapter is None:
        return TextRights()
    return rights_for(level_of(who, chapter.text), frozen=is_frozen(chapter.text))

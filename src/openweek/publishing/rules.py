"""How a book is reached, and what the one who asks may do with it."""

from dataclasses import dataclass, replace

from django.http import Http404

from openweek.ground.authors import Author
from openweek.place.models import Place, Role
from openweek.place.rules import PlaceAccess, Who, access_place
from openweek.publishing.models import Book, Edition
from openweek.writing.models import Level
from openweek.writing.rules import TextRights, is_frozen, is_level, level_of, rights_for


@dataclass(frozen=True)
class Rights:
    """What may be done with one book."""

    may_write: bool = False
    # What is being written, before anybody publishes it.
    may_read: bool = False
    may_see_progress: bool = False
    # A concierge, at any time; those who wrote it, once its last day is over.
    may_publish: bool = False
    may_reopen: bool = False
    may_withdraw: bool = False


@dataclass(frozen=True)
class BookAccess:
    """A book, its newest edition if it has one, and what the one who asks may do there."""

    book: Book
    edition: Edition | None
    place_access: PlaceAccess
    rights: Rights
    newest: int = 0  # the number of its newest edition

    @property
    def is_newest(self) -> bool:
        return self.edition is not None and self.edition.number == self.newest

    @property
    def place(self) -> Place:
        return self.place_access.place

    @property
    def author(self) -> Author:
        return self.place_access.author

    @property
    def role(self) -> str:
        return self.place_access.role


class BookIsWithdrawnError(Exception):
    """It was taken back: every address of it says so, and why (see views/withdrawn.py)."""

    def __init__(self, access: BookAccess) -> None:
        super().__init__(access.book.slug)
        self.access = access


def access_book(
    who: Who, place_slug: str, book_slug: str, *, withdrawn_too: bool = False
) -> BookAccess:
    """The only way in which a book reaches a view.

    Http404 when there is none, and for those who may not see it before it is published: they
    are not told that it exists. BookIsWithdrawnError for one that was taken back.
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
    access = BookAccess(
        book=book,
        edition=edition,
        place_access=place_access,
        rights=rights,
        newest=edition.number if edition else 0,
    )
    if book.withdrawn_at is not None and not withdrawn_too:
        raise BookIsWithdrawnError(access)
    return access


def access_edition(who: Who, place_slug: str, book_slug: str, number: int) -> BookAccess:
    """The same for one of its editions, which may be an older one."""
    access = access_book(who, place_slug, book_slug)
    if access.edition is None or not 0 < number <= access.newest:
        raise Http404(f"no edition {number}")
    edition = access.edition
    if number < access.newest:
        edition = access.book.editions.filter(number=number).first() or edition
    if edition.number != number:
        raise Http404(f"no edition {number}")
    return replace(access, edition=edition)


def rights_in(access: PlaceAccess, book: Book) -> Rights:
    """The rights on the first chapter stand for those on all: they are always granted together."""
    if access.person is None and not access.who.capability_ids:
        return Rights()
    keeps = access.is_at_least(Role.CONCIERGE)
    on_text, may_correct = _rights_on_text(access.who, book)
    return Rights(
        may_write=on_text.may_write,
        may_read=on_text.may_read,
        may_see_progress=on_text.may_read or access.is_at_least(Role.COWORKER),
        may_publish=keeps or (may_correct and on_text.may_write),
        may_reopen=(keeps or may_correct) and on_text.may_read and not on_text.may_write,
        may_withdraw=keeps,
    )


def _rights_on_text(who: Who, book: Book) -> tuple[TextRights, bool]:
    """And whether those who write it may correct it: once it was published on its last day."""
    chapter = book.chapters.select_related("text__place").first()
    if chapter is None:
        return TextRights(), False
    level = level_of(who, chapter.text)
    may_correct = (
        is_level(level, Level.WRITE)
        and book.editions.filter(reason=Edition.Reason.DEADLINE).exists()
    )
    return rights_for(level, frozen=is_frozen(chapter.text)), may_correct

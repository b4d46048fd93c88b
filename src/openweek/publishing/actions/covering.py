"""What a book wears."""

from django.db import transaction

from openweek.ground import events
from openweek.ground.authors import Author
from openweek.publishing.models import Book
from openweek.writing.models import Media


@transaction.atomic
def choose_cover(*, book: Book, picture: Media | None, by: Author) -> None:
    """From the next edition on: a picture of the book, or none for the drawn doors.

    Editions that there are keep theirs. Says nothing when nothing changed.
    """
    if book.cover_id == (picture.pk if picture else None):
        return
    book.cover = picture
    book.save(update_fields=["cover"])
    events.record(
        "publishing.cover_chosen",
        by=by,
        subject=book,
        place_id=book.place_id,
        data={"media": str(picture.pk) if picture else ""},
    )

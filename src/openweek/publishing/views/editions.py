"""The page of one edition, which keeps its address whatever follows."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from openweek.place.rules import who_asks
from openweek.publishing import queries
from openweek.publishing.models import Edition
from openweek.publishing.rules import BookAccess, access_edition


@require_safe
def edition(request: HttpRequest, place: str, book: str, number: int) -> HttpResponse:
    access = access_edition(who_asks(request), place, book, number)
    if access.edition is None:  # said for the reader of types: there is one
        raise LookupError(number)
    return render(request, "publishing/book.html", published(access, access.edition))


def published(access: BookAccess, edition: Edition) -> dict[str, Any]:
    """What the page of an edition shows, at its own address and at the book's."""
    edition.book = access.book
    forms = queries.forms_of(edition)
    return {
        "access": access,
        "place": access.place,
        "book": access.book,
        "rights": access.rights,
        "edition": edition,
        "is_newest": access.is_newest,
        "shown": queries.shown_edition(edition),
        "forms": forms,
        "editions": queries.editions_of(access.book),
        # Escaped for a script element by the query.
        "machine_readable": SafeString(queries.machine_readable(edition, forms=forms)),
    }

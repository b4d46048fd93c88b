"""The shelf of a place, and each of its books."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openweek.commons.licences import licence
from openweek.place.models import Role
from openweek.place.rules import access_place, who_asks
from openweek.publishing import actions, queries
from openweek.publishing.models import Edition
from openweek.publishing.rules import BookAccess, access_book
from openweek.publishing.views.editions import published


@require_safe
def books(request: HttpRequest, place: str) -> HttpResponse:
    access = access_place(who_asks(request), place)
    lines = queries.books_of_place(access.place, with_unpublished=access.is_at_least(Role.COWORKER))
    context = {"access": access, "place": access.place, "lines": lines}
    return render(request, "publishing/books.html", context)


@require_safe
def book(request: HttpRequest, place: str, book: str) -> HttpResponse:
    access = access_book(who_asks(request), place, book)
    if access.edition is None:
        return render(request, "publishing/book_in_progress.html", _in_progress(access))
    return render(request, "publishing/book.html", published(access, access.edition))


def _in_progress(access: BookAccess) -> dict[str, object]:
    chapters = queries.progress_of(access.book)
    return {
        **_context(access),
        "licence": licence(access.book.licence),
        "chapters": chapters,
        "shares": [chapter.share for chapter in chapters],
    }


def _context(access: BookAccess) -> dict[str, object]:
    return {
        "access": access,
        "place": access.place,
        "book": access.book,
        "rights": access.rights,
    }


@require_POST
def publish_book(request: HttpRequest, place: str, book: str) -> HttpResponse:
    access = access_book(who_asks(request), place, book)
    if not access.rights.may_publish:
        raise PermissionDenied
    actions.publish_book(book=access.book, by=access.author, reason=Edition.Reason.BY_HAND)
    messages.success(request, _("The book is published as it is now."))
    return redirect("book", place, book)

"""The shelf of a place, and each of its books."""

import uuid
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openweek.commons.licences import licence
from openweek.place.models import Role
from openweek.place.rules import access_place, who_asks
from openweek.publishing import actions, files, queries
from openweek.publishing.epub import MIME_TYPE
from openweek.publishing.models import Edition
from openweek.publishing.rules import BookAccess, access_book
from openweek.writing.serving import file_answer


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
    return render(request, "publishing/book.html", _published(request, access, access.edition))


def _published(request: HttpRequest, access: BookAccess, edition: Edition) -> dict[str, object]:
    edition.book = access.book
    address = request.build_absolute_uri(request.path)
    return {
        **_context(access),
        "edition": edition,
        "licence": licence(edition.licence),
        "chapters": queries.shown_chapters(edition),
        # Escaped for a script element by the query.
        "machine_readable": SafeString(queries.machine_readable(edition, address)),
    }


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


@require_safe
def book_epub(request: HttpRequest, place: str, book: str) -> HttpResponse:
    """The newest edition; a reader that has it already is answered 304."""
    access = access_book(who_asks(request), place, book)
    if access.edition is None:
        raise Http404("not published yet")
    path = files.epub_path(access.edition)
    response = HttpResponse(_bytes(path), content_type=MIME_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{access.book.slug}.epub"'
    response["ETag"] = f'"{access.edition.digest}"'
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


@require_safe
def book_image(request: HttpRequest, place: str, book: str, image: uuid.UUID) -> HttpResponse:
    access = access_book(who_asks(request), place, book)
    known = access.edition.image(str(image)) if access.edition else None
    if access.edition is None or known is None:
        raise Http404("no such picture")
    path = files.image_path(access.edition, known)
    response = HttpResponse(_bytes(path), content_type=known["content_type"])
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_safe
def book_recording(
    request: HttpRequest, place: str, book: str, recording: uuid.UUID
) -> HttpResponseBase:
    """Sound and film, whole or in the parts that players ask for."""
    access = access_book(who_asks(request), place, book)
    known = access.edition.recording(str(recording)) if access.edition else None
    if access.edition is None or known is None:
        raise Http404("no such recording")
    path = files.image_path(access.edition, known)
    response = file_answer(
        request, path, content_type=known["content_type"], name=path.name, mark=path.stem
    )
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as gone:
        raise Http404("its file is gone") from gone


@require_POST
def publish_book(request: HttpRequest, place: str, book: str) -> HttpResponse:
    access = access_book(who_asks(request), place, book)
    if not access.rights.may_publish:
        raise PermissionDenied
    actions.publish_book(book=access.book, by=access.author, reason=Edition.Reason.BY_HAND)
    messages.success(request, _("The book is published as it is now."))
    return redirect("book", place, book)

"""What is taken away of a book: its files, pictures and recordings."""

import uuid
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from openweek.place.rules import who_asks
from openweek.publishing import files, queries
from openweek.publishing.binding import BINDERS
from openweek.publishing.models import Edition
from openweek.publishing.rules import access_book, access_edition
from openweek.writing.serving import file_answer

# Also for what never changes: it may be withdrawn, and a cache must ask whether it was.
_ASK_AGAIN = "public, max-age=0, must-revalidate"


@require_safe
def book_file(request: HttpRequest, place: str, book: str, kind: str) -> HttpResponseBase:
    """The newest edition in one of its forms."""
    access = access_book(who_asks(request), place, book)
    if access.edition is None:
        raise Http404("not published yet")
    access.edition.book = access.book
    return _taken(request, access.edition, kind)


@require_safe
def edition_file(
    request: HttpRequest, place: str, book: str, number: int, file: str
) -> HttpResponseBase:
    access = access_edition(who_asks(request), place, book, number)
    kind = queries.kind_named(access.book, file)
    if access.edition is None or kind is None:
        raise Http404("no such file")
    access.edition.book = access.book
    return _taken(request, access.edition, kind)


def _taken(request: HttpRequest, edition: Edition, kind: str) -> HttpResponseBase:
    """Whole or in parts; who has it already is answered 304, and 404 as long as it is not bound."""
    known = queries.file_of(edition, kind)
    if known is None or kind not in BINDERS:
        raise Http404("its files are not there yet")
    response: HttpResponseBase | None = get_conditional_response(request, etag=f'"{known.digest}"')
    if response is None:
        name = queries.file_name(edition.book, kind)
        response = file_answer(
            request,
            files.file_path(known),
            content_type=BINDERS[kind].content_type,
            name=name,
            mark=known.digest,
        )
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = f'"{known.digest}"'
    response["Cache-Control"] = _ASK_AGAIN
    return response


@require_safe
def book_image(
    request: HttpRequest, place: str, book: str, image: uuid.UUID, size: int = 0
) -> HttpResponseBase:
    """A picture of any edition, in one of its sizes."""
    edition = _edition_with(request, place, book, image)
    known = edition.image(str(image))
    if known is None or (size and str(size) not in known.get("sizes", {})):
        raise Http404("no such picture")
    path = files.image_path(edition, known)
    if size:
        path = path.with_name(Path(known["sizes"][str(size)]).name)
    return _kept(request, path, known["content_type"])


@require_safe
def book_recording(
    request: HttpRequest, place: str, book: str, recording: uuid.UUID
) -> HttpResponseBase:
    """Sound and film, whole or in the parts that players ask for."""
    edition = _edition_with(request, place, book, recording)
    known = edition.recording(str(recording))
    if known is None:
        raise Http404("no such recording")
    return _kept(request, files.image_path(edition, known), known["content_type"])


def _edition_with(request: HttpRequest, place: str, book: str, media: uuid.UUID) -> Edition:
    access = access_book(who_asks(request), place, book)
    edition = access.edition
    if edition is not None and str(media) not in edition.images:
        edition = queries.edition_with(access.book, str(media))
    if edition is None:
        raise Http404("no edition shows it")
    edition.book = access.book
    return edition


def _kept(request: HttpRequest, path: Path, content_type: str) -> HttpResponseBase:
    response: HttpResponseBase | None = get_conditional_response(request, etag=f'"{path.stem}"')
    if response is None:
        response = file_answer(
            request, path, content_type=content_type, name=path.name, mark=path.stem
        )
    response["Cache-Control"] = _ASK_AGAIN
    return response

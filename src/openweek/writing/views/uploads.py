"""Files that come in parts, by the protocol tus 1.0.0 (creation, expiration, termination).

A part is in the text's hands as soon as it was told to be here: a line that is cut, a telephone
that sleeps and a server that dies cost no more than the part that was on its way. Once all of it
is here, ``add_media`` makes a picture, sound or film of it.
"""

import base64
import binascii
from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from openweek.ground.authors import Author
from openweek.ground.limits import may_write
from openweek.ground.text import clean_line, whole_number
from openweek.place.rules import who_asks
from openweek.writing import actions
from openweek.writing.actions import uploads
from openweek.writing.media import MediaRefusedError, NotOursError, parts
from openweek.writing.media.adding import full_disk, is_full
from openweek.writing.media.limits import most_bytes
from openweek.writing.models import Level, Upload
from openweek.writing.passes import writer_for
from openweek.writing.rules import TextAccess, access_text, is_level

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination"
PART = "application/offset+octet-stream"
MADE, EMPTY, UNREADABLE, NOT_ALLOWED = 201, 204, 400, 405
CONFLICT, GONE, OTHER_VERSION, TOO_LARGE = 409, 410, 412, 413
NO_PART, LOCKED, TOO_MANY, DISK_FULL = 415, 423, 429, 507


@never_cache
def begin_upload(request: HttpRequest, text: UUID) -> HttpResponse:
    """OPTIONS: what is understood here. POST: a file of so many bytes is going to come."""
    access = _written(request, text)
    if request.method == "OPTIONS":
        return _able()
    if request.method != "POST":
        return _said("", NOT_ALLOWED)
    if request.headers.get("Tus-Resumable") != VERSION:
        return _said("", OTHER_VERSION)
    by = writer_for(request, access)
    if not may_write(address=request.META.get("REMOTE_ADDR", ""), author=by.key):
        return _said(_("That was a lot at once. Wait a minute, then go on."), TOO_MANY)
    return _begin(request, access, by)


def _begin(request: HttpRequest, access: TextAccess, by: Author) -> HttpResponse:
    size = whole_number(request.headers.get("Upload-Length", ""))
    name = _name_in(request.headers.get("Upload-Metadata", ""))
    if size is None or name is None:
        return _said("", UNREADABLE)
    try:
        made = actions.begin_upload(text=access.text, by=by, size=size, name=name)
    except NotOursError as refused:
        return _said(str(refused), TOO_LARGE)
    except MediaRefusedError as refused:
        return _said(str(refused), TOO_MANY)
    except actions.TextIsFrozenError:
        return _said(_closed(), CONFLICT)
    answer = _said("", MADE)
    answer["Location"] = reverse("upload", args=[access.text.pk, made.pk])
    return _until(answer, made)


@never_cache
def upload(request: HttpRequest, text: UUID, upload: UUID) -> HttpResponse:
    """HEAD: how much is here. PATCH: the next part. DELETE: it is wanted no more."""
    access = _written(request, text)
    method = request.method or ""
    if method == "POST":
        method = request.headers.get("X-HTTP-Method-Override", "")
    if method == "OPTIONS":
        return _able()
    answer = _ANSWERS.get(method)
    if answer is None:
        return _said("", NOT_ALLOWED)
    if request.headers.get("Tus-Resumable") != VERSION:
        return _said("", OTHER_VERSION)
    by = writer_for(request, access)
    try:
        row = upload_of(access, by, upload)
    except Http404:
        return _said("", 404)
    if row.size == uploads.TAKEN:
        return _said("", GONE)
    return answer(request, row, by)


def upload_of(access: TextAccess, by: Author, number: UUID) -> Upload:
    """Of whoever began it, in this text; to anybody else it is not there."""
    rows = Upload.objects.select_related("text").filter(text=access.text, author_key=by.key)
    return get_object_or_404(rows, pk=number)


def _written(request: HttpRequest, text: UUID) -> TextAccess:
    """Asked anew for each part."""
    access = access_text(who_asks(request), text)
    if not is_level(access.level, Level.WRITE):
        raise PermissionDenied
    return access


def _tell(request: HttpRequest, row: Upload, by: Author) -> HttpResponse:
    answer = _said("", 200)
    answer["Upload-Offset"] = str(parts.here(row.pk, row.offset))
    answer["Upload-Length"] = str(row.size)
    return _until(answer, row)


def _take_part(request: HttpRequest, row: Upload, by: Author) -> HttpResponse:
    offset = whole_number(request.headers.get("Upload-Offset", ""))
    if request.content_type != PART:
        return _said("", NO_PART)
    if offset is None:
        return _said("", UNREADABLE)
    try:
        end = actions.keep_part(upload=row, offset=offset, body=request)
    except actions.WrongOffsetError as wrong:
        answer = _said("", CONFLICT)
        answer["Upload-Offset"] = str(wrong.offset)
        return answer
    except tuple(_REFUSED) as refused:
        status, words = _REFUSED[type(refused)]
        return _said(words(refused), status)
    except OSError as trouble:
        if not is_full(trouble):
            raise
        return _said(full_disk(), DISK_FULL)
    answer = _said("", EMPTY)
    answer["Upload-Offset"] = str(end)
    return _until(answer, row)


def _give_up(request: HttpRequest, row: Upload, by: Author) -> HttpResponse:
    actions.give_up_upload(upload=row, by=by)
    return _said("", EMPTY)


def _nothing(refused: Exception) -> str:
    return ""


_REFUSED: dict[type[Exception], tuple[int, Callable[[Exception], str]]] = {
    parts.BusyError: (LOCKED, _nothing),
    parts.TooMuchError: (TOO_LARGE, _nothing),
    actions.GoneError: (GONE, _nothing),
    NotOursError: (NO_PART, str),
    actions.TextIsFrozenError: (CONFLICT, lambda _refused: _closed()),
}
_ANSWERS: dict[str, Callable[[HttpRequest, Upload, Author], HttpResponse]] = {
    "HEAD": _tell,
    "PATCH": _take_part,
    "DELETE": _give_up,
}


def _until(answer: HttpResponse, row: Upload) -> HttpResponse:
    answer["Upload-Expires"] = http_date(uploads.expires(row).timestamp())
    return answer


def _able() -> HttpResponse:
    answer = _said("", EMPTY)
    answer["Tus-Extension"] = EXTENSIONS
    answer["Tus-Max-Size"] = str(most_bytes())
    return answer


def _said(words: str, status: int) -> HttpResponse:
    """The words, where there are some, are for the person."""
    answer = HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
    answer["Tus-Resumable"] = VERSION
    answer["Tus-Version"] = VERSION
    return answer


def _closed() -> str:
    return _("This text is closed: nothing can be added any more.")


def _name_in(metadata: str) -> str | None:
    """The name that the file had, for people alone; None for what the protocol does not know."""
    for pair in filter(None, metadata.split(",")):
        key, _space, value = pair.strip().partition(" ")
        if key != "filename":
            continue
        try:
            return clean_line(base64.b64decode(value, validate=True).decode())
        except (binascii.Error, UnicodeDecodeError):
            return None
    return ""

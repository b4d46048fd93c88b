"""A book read online, chapter by chapter: the pages of its folder, out of its zip."""

from pathlib import PurePosixPath

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from openweek.place.rules import who_asks
from openweek.publishing import files, queries
from openweek.publishing.binding import Kind
from openweek.publishing.models import EditionFile
from openweek.publishing.rules import access_edition
from openweek.publishing.site import served
from openweek.writing.serving import file_answer

FIRST = "index.html"


@require_safe
def edition_site(
    request: HttpRequest, place: str, book: str, number: int, file: str = FIRST
) -> HttpResponseBase:
    """Any page or file of it; a browser that has it already is answered 304."""
    access = access_edition(who_asks(request), place, book, number)
    known = queries.file_of(access.edition, Kind.SITE) if access.edition else None
    if known is None:
        raise Http404("not bound yet")
    known.edition.book = access.book
    response = get_conditional_response(request, etag=f'"{known.digest}"') or _given(
        request, _packed(known), file
    )
    response["ETag"] = f'"{known.digest}"'
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def _packed(known: EditionFile) -> served.Packed:
    return served.Packed(files.file_path(known), known.digest)


def _given(request: HttpRequest, packed: served.Packed, name: str) -> HttpResponseBase:
    """Words as pages of ours; media and letters as files in which nothing runs, in parts too."""
    try:
        member = served.member_of(packed, name)
    except (served.NoSuchPageError, FileNotFoundError) as nothing:
        raise Http404("no such page in this book") from nothing
    if member.is_stored:
        return file_answer(
            request,
            packed.path,
            content_type=member.content_type,
            name=PurePosixPath(name).name,
            mark=packed.digest,
            within=member.lies,
        )
    response = HttpResponse(served.unpacked(packed, member), content_type=member.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response

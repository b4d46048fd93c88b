"""Files of people, given to a browser: whole, or the part that it asks for.

Players ask for parts, telephones will not play without them.
"""

import re
from pathlib import Path
from typing import IO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase

# Whatever a file holds, nothing in it runs, were it opened by itself.
HARMLESS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
}
PARTIAL, NOT_THERE = 206, 416
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def file_answer(
    request: HttpRequest,
    path: Path,
    *,
    content_type: str,
    name: str,
    mark: str,
    within: range | None = None,
) -> HttpResponseBase:
    """``mark`` names the content: a part that continues another content is not given.

    ``within`` says which bytes of the file are all of it, for one that lies in a larger one.
    Http404 when the file is not there.
    """
    try:
        file = path.open("rb")
    except FileNotFoundError as lost:
        raise Http404("the file is not there") from lost
    lies = within if within is not None else range(path.stat().st_size)
    size = len(lies)
    etag = f'"{mark}"'
    answer: HttpResponseBase
    try:
        part = _asked(request, size, etag)
    except _OutsideError:
        file.close()
        answer = HttpResponse(status=NOT_THERE, content_type="text/plain")
        answer["Content-Range"] = f"bytes */{size}"
    else:
        chosen = part if part is not None else range(size)
        part_of_file = lies[chosen.start : chosen.stop]
        answer = FileResponse(_Part(file, part_of_file), content_type=content_type, filename=name)
        answer["Content-Length"] = str(len(chosen))
        answer["ETag"] = etag
        if part is not None:
            answer.status_code = PARTIAL
            answer["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    answer["Accept-Ranges"] = "bytes"
    for header, value in HARMLESS.items():
        answer[header] = value
    return answer


class _OutsideError(Exception):
    """Nothing of the file is where the browser asks."""


def _asked(request: HttpRequest, size: int, etag: str) -> range | None:
    """None for all of it: what is asked in another way may be answered whole."""
    found = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if request.method != "GET" or found is None or found.groups() == ("", ""):
        return None
    if request.headers.get("If-Range", etag) != etag:
        return None
    first, last = found.groups()
    if not first:
        asked = range(max(size - int(last), 0), size)
    else:
        asked = range(int(first), min(int(last), size - 1) + 1 if last else size)
        if last and int(last) < int(first):
            return None
    if not asked:
        raise _OutsideError
    return asked


class _Part:
    """A piece of an open file that reads as a file does."""

    def __init__(self, file: IO[bytes], part: range) -> None:
        file.seek(part.start)
        self._file, self._left = file, len(part)

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        self._file.close()

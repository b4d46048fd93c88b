"""Photographs in a PDF that nobody ever holds in memory.

typst unpacks every picture that it places: six megabytes for each of a book's. It is given
stand-ins of eight by eight pixels instead, which are exchanged for the photographs when the PDF is
written, one after the other, as they lie on the disk.
"""

import io
import re
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import BinaryIO

from PIL import Image

_MARK = b"openweek picture "
_OBJECT = re.compile(rb"(?<=\n)\d+ 0 obj\n<<[^\n]*/Subtype/Image[^\n]*>>\nstream\n")
_END = b"\nendstream\nendobj\n"
_LENGTH = re.compile(rb"/Length \d+")
_SHAPE = re.compile(rb"/Width \d+/Height \d+")
_COLOURS = re.compile(rb"/ColorSpace \d+ 0 R")
_TABLE = re.compile(
    rb"xref\n0 \d+\n((?:\d{10} \d{5} [fn]\r\n)+)(trailer\n.*?\nstartxref\n)\d+(\n%%EOF\s*)\Z",
    re.DOTALL,
)
_USED = b"n"


def stand_in(name: str) -> bytes:
    """A JPEG that says for which one it stands; a template must say how large it is shown."""
    told = _MARK + name.encode() + b"\0"
    remark = b"\xff\xfe" + (len(told) + 2).to_bytes(2, "big") + told
    blank = _blank()
    return blank[:2] + remark + blank[2:]


def put_in_pictures(made: bytes, pictures: Mapping[str, Path], to: BinaryIO) -> None:
    """Write the PDF with the JPEGs in place of their stand-ins, reading one at a time.

    ValueError for a PDF of a make that is not typst's.
    """
    table = _TABLE.search(made)
    if table is None:
        raise ValueError("no table of objects at the end of the PDF")
    grown: list[tuple[int, int]] = []  # behind that byte, so many more
    written = 0
    for found in _OBJECT.finditer(made, 0, table.start()):
        begins, ends = found.end(), made.index(_END, found.end())
        name = _named(made[begins:ends])
        if name is None:
            continue
        head = _head(found[0], pictures[name])
        to.write(made[written : found.start()])
        to.write(head)
        with pictures[name].open("rb") as photograph:
            shutil.copyfileobj(photograph, to)
        size = pictures[name].stat().st_size
        grown.append((ends, len(head) + size - (ends - found.start())))
        written = ends
    to.write(made[written : table.start()])
    to.write(_table(table, grown))


def _named(stream: bytes) -> str | None:
    start = stream.find(_MARK, 0, len(_MARK) + 8)
    if start < 0:
        return None
    start += len(_MARK)
    return stream[start : stream.index(b"\0", start)].decode()


def _head(dictionary: bytes, path: Path) -> bytes:
    with Image.open(path) as photograph:
        (width, height), is_grey = photograph.size, photograph.mode == "L"
    told = _LENGTH.sub(b"/Length %d" % path.stat().st_size, dictionary)
    told = _SHAPE.sub(b"/Width %d/Height %d" % (width, height), told)
    return _COLOURS.sub(b"/ColorSpace/DeviceGray", told) if is_grey else told


def _table(table: re.Match[bytes], grown: list[tuple[int, int]]) -> bytes:
    lines = table[1].split(b"\r\n")[:-1]
    moved = [_moved(line, grown) for line in lines]
    start = table.start() + sum(more for _, more in grown)
    return b"xref\n0 %d\n%s%s%d%s" % (len(lines), b"".join(moved), table[2], start, table[3])


def _moved(line: bytes, grown: list[tuple[int, int]]) -> bytes:
    place, generation, kind = line.split(b" ")
    if kind != _USED:
        return line + b"\r\n"
    more = sum(more for behind, more in grown if behind <= int(place))
    return b"%010d %s %s\r\n" % (int(place) + more, generation, kind)


@cache
def _blank() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "#B8B4AC").save(drawn, "JPEG")
    return drawn.getvalue()

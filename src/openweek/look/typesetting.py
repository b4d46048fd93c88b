"""Pages for paper: a template of ours and plain data become a PDF.

What people typed reaches typst as JSON that the template reads, never as markup, and the template
sees no file but those that are handed to it.
"""

import io
import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

import segno

from openweek.ground import clock
from openweek.ground.apart import answer_of
from openweek.look import typesetter
from openweek.look.stand_ins import put_in_pictures, stand_in
from openweek.look.typesetter import fonts

FAMILIES = ["Atkinson Hyperlegible Next", "Bricolage Grotesque"]
# A chapter of two hundred pages takes two seconds: this only ends what went wrong.
_PATIENCE_SECONDS = 600


class NotTypeset(Exception):
    """The template cannot make pages of what it was given."""


def typeset(
    template: Path,
    data: Mapping[str, Any],
    files: Mapping[str, bytes] | None = None,
    *,
    with_system_fonts: bool = False,
) -> bytes:
    """A PDF, tagged; the template finds ``data.json`` and the files given beside it.

    The same data gives the same bytes on the same day; ``with_system_fonts``, on machines that
    have the same fonts: for names in scripts that ours don't have.
    """
    import typst  # noqa: PLC0415  twenty megabytes that most processes never need

    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    with _laid_out(template, data, files) as (main, root):
        made: bytes = typst.compile(
            main, root=root, font_paths=fonts(with_system_fonts), format="pdf", timestamp=today
        )
    return made


def typeset_to(
    to: BinaryIO,
    template: Path,
    data: Mapping[str, Any],
    files: Mapping[str, bytes],
    *,
    photographs: Mapping[str, Path],
    made_at: datetime,
) -> None:
    """A PDF/UA-1, written whole to ``to``: the same data gives the same bytes on any day.

    ``photographs`` are JPEGs on the disk, which the template finds beside it under their names as
    stand-ins, of whatever shape it shows them: memory does not grow with them. Letters that no
    font of ours has are looked for on this machine; a book that has some that are in none is
    tagged all the same, and does not call itself PDF/UA. Raises NotTypeset for a template that is
    wrong, GaveNoAnswer when the process that sets it was ended.
    """
    stand_ins = {name: stand_in(name) for name in photographs}
    with _laid_out(template, data, {**files, **stand_ins}) as (main, _root):
        made = _set_apart(main, made_at)
    put_in_pictures(made, photographs, to)


def _set_apart(main: Path, made_at: datetime) -> bytes:
    """In a process of its own, which takes its fifty megabytes away with it."""
    said = answer_of(
        typesetter.__name__,
        {"main": str(main), "made_at": made_at.isoformat()},
        patience_seconds=_PATIENCE_SECONDS,
    )
    if "trouble" in said:
        raise NotTypeset(said["trouble"])
    return (main.parent / typesetter.MADE).read_bytes()


def count(
    template: Path, data: Mapping[str, Any], label: str, files: Mapping[str, bytes] | None = None
) -> int:
    """A number that the template says of itself, as metadata under that label."""
    import typst  # noqa: PLC0415  as above

    with _laid_out(template, data, files) as (main, root):
        found = typst.query(
            main, f"<{label}>", field="value", one=True, root=root, font_paths=fonts()
        )
    return int(json.loads(found))


@lru_cache(maxsize=64)
def square(address: str, *, border: int = 0) -> bytes:
    """A square to scan, as SVG; ``border`` in modules: a scanner wants four of white round it.

    The last ones are remembered: each of a book's is printed in both sizes.
    """
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=border, xmldecl=True)
    return drawn.getvalue()


@contextmanager
def _laid_out(
    template: Path, data: Mapping[str, Any], files: Mapping[str, bytes] | None
) -> Iterator[tuple[Path, Path]]:
    """A folder of their own, out of which the template cannot look."""
    with tempfile.TemporaryDirectory(prefix="openweek-paper-") as name:
        root = Path(name)
        (root / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        for each, content in (files or {}).items():
            (root / each).write_bytes(content)
        main = root / "main.typ"
        main.write_bytes(template.read_bytes())
        yield main, root

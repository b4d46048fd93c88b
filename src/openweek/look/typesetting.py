"""Pages for paper: a template of ours and plain data become a PDF.

What people typed reaches typst as JSON that the template reads, never as markup, and the template
sees no file but those that are handed to it.
"""

import io
import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import segno

from openweek.ground import clock

FONTS = Path(__file__).parent / "fonts"
FAMILIES = ["Atkinson Hyperlegible Next", "Bricolage Grotesque"]


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
            main, root=root, font_paths=_fonts(with_system_fonts), format="pdf", timestamp=today
        )
    return made


def count(
    template: Path, data: Mapping[str, Any], label: str, files: Mapping[str, bytes] | None = None
) -> int:
    """A number that the template says of itself, as metadata under that label."""
    import typst  # noqa: PLC0415  as above

    with _laid_out(template, data, files) as (main, root):
        found = typst.query(
            main, f"<{label}>", field="value", one=True, root=root, font_paths=_fonts()
        )
    return int(json.loads(found))


def square(address: str, *, border: int = 0) -> bytes:
    """A square to scan, as SVG; ``border`` in modules: a scanner wants four of white round it."""
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


@cache
def _fonts(with_system_fonts: bool = False) -> Any:
    """Ours and those that typst brings, so that a page looks the same on each machine."""
    import typst  # noqa: PLC0415  as above

    return typst.Fonts(include_system_fonts=with_system_fonts, font_paths=[FONTS])

"""Sets a book, in a process of its own: ``python -m`` of this module.

typst takes fifty megabytes for one book and gives few of them back: they go away with the process.
Imports nothing of Django, so that it starts in the blink of an eye.
"""

import json
import os
import sys
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
MADE = "made.pdf"
# From the best down: a book whose structure or letters defeat PDF/UA is a book all the same.
_TRIES: list[tuple[bool, dict[str, Any]]] = [
    (False, {"pdf_standards": "ua-1"}),
    (True, {"pdf_standards": "ua-1"}),
    (True, {}),
    (True, {"pdf_tags": False}),
]


@cache
def fonts(with_system_fonts: bool = False) -> Any:
    """Ours and those that typst brings, so that a page looks the same on each machine."""
    import typst  # noqa: PLC0415  twenty megabytes that most processes never need

    return typst.Fonts(include_system_fonts=with_system_fonts, font_paths=[FONTS])


def accessible(main: Path, made_at: datetime) -> bytes:
    """As accessible as it can be made. TypstError when it cannot be made at all."""
    import typst  # noqa: PLC0415  as above

    for with_system_fonts, given in _TRIES:
        try:
            made: bytes = typst.compile(
                main,
                root=main.parent,
                font_paths=fonts(with_system_fonts),
                format="pdf",
                timestamp=made_at,
                **given,
            )
        except typst.TypstError:
            if given is _TRIES[-1][1]:
                raise
        else:
            return made
    raise AssertionError("the last try answers or raises")


def _answer(question: dict[str, str]) -> dict[str, str]:
    import typst  # noqa: PLC0415  as above

    main = Path(question["main"])
    try:
        made = accessible(main, datetime.fromisoformat(question["made_at"]))
    except typst.TypstError as trouble:
        return {"trouble": str(trouble)}
    (main.parent / MADE).write_bytes(made)
    return {}


if __name__ == "__main__":
    os.nice(10)  # whoever reads a page meanwhile goes first
    # Threads that wait for one another on busy cores turn on the spot: twice the work, no sooner.
    os.environ["RAYON_NUM_THREADS"] = "1"
    sys.stdout.write(json.dumps(_answer(json.load(sys.stdin))))

"""A letter's words, laid out: from the text that is sent beside it, so that both say the same.

The text is written as people write a plain mail, and a few of its habits are seen:

- an empty line ends a paragraph; a line beginning with ``- `` is one of a list;
- a line indented by four spaces stands out: a code to say or to type;
- ``My page: https://…`` alone on its line becomes a button that says « My page », as long as the
  address is one of ours; the address alone becomes a link. Whatever else looks like an address
  stays words: what strangers typed into a name must not become a link in a mail of ours;
- below ``-- `` stands what is small: why somebody had the letter, and how to have no more.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.template.loader import render_to_string

FOOT = "-- "  # as mail programs know it, since signatures begin so
_LINK = re.compile(r"^(?P<label>\S.{0,120}?)[\s\u00a0\u202f]*:[\s\u00a0]+(?P<url>https?://\S+)$")
_ADDRESS = re.compile(r"https?://\S+")
_CODE = " " * 4


@dataclass(frozen=True)
class Block:
    """``kind`` is "words", "list", "code", "link" or "address"; a link has its ``url``."""

    kind: str
    lines: tuple[str, ...]
    url: str = ""
    is_first_link: bool = False


def lay_out(text: str, *, subject: str, place: str, language: str) -> str:
    """The HTML part. Everything in it is escaped; nothing is fetched from anywhere."""
    body, foot = parted(text)
    said = {
        "subject": subject,
        "place_name": place,
        "language": language,
        "blocks": list(_blocks(body)),
        "foot": list(_blocks(foot)),
    }
    return render_to_string("place/letter.html", said)


def parted(text: str) -> tuple[str, str]:
    """The letter itself, and what stands small below it."""
    lines = text.strip().splitlines()
    # The last one: a title of somebody's may be two dashes too.
    at = max(
        (n for n, line in enumerate(lines) if line.rstrip() == FOOT.strip()), default=len(lines)
    )
    return "\n".join(lines[:at]).strip("\n"), "\n".join(lines[at + 1 :]).strip()


def _blocks(text: str) -> Iterator[Block]:
    seen_link = False
    for is_blank, lines in groupby(text.splitlines(), key=lambda line: not line.strip()):
        if is_blank:
            continue
        for block in _of_paragraph(lines):
            if block.kind != "link":
                yield block
                continue
            yield Block("link", block.lines, block.url, is_first_link=not seen_link)
            seen_link = True


def _of_paragraph(lines: Iterable[str]) -> Iterator[Block]:
    for kind, some in groupby(lines, key=_kind):
        if kind == "link":
            yield from (_link(line) for line in some)
        elif kind == "list":
            yield Block(kind, tuple(line.removeprefix("- ").strip() for line in some))
        else:
            yield Block(kind, tuple(line.strip() for line in some))


def _kind(line: str) -> str:
    if line.startswith("- "):
        return "list"
    if line.startswith(_CODE):
        return "code"
    if _ADDRESS.fullmatch(line.strip()) and is_ours(line.strip()):
        return "address"
    found = _LINK.match(line.strip())
    return "link" if found and is_ours(found["url"]) else "words"


def _link(line: str) -> Block:
    found = _LINK.match(line.strip())
    if found is None:  # pragma: no cover  only lines that match come here
        return Block("words", (line,))
    return Block("link", (found["label"],), found["url"])


def is_ours(url: str) -> bool:
    return url.startswith(f"{settings.OPENWEEK_URL}/")

"""The cover of a book: the five doors, printed in two inks over paper.

The same title, subtitle and seed always give the same cover. It is drawn with plain attributes and
literal inks, without style or script, so that it stands alone in an EPUB as well as in a page.
"""

import hashlib
import textwrap

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

PAPER, INK = "#FBF6EC", "#1E1B2E"
# ground, the ink of the words on it, the doors' ink, the light
_PRESSES = [
    ("#F0B429", INK, "#D63E22", PAPER),
    ("#0B6B70", PAPER, "#F0B429", PAPER),
    ("#D63E22", "#FFFFFF", "#1E1B2E", "#F0B429"),
    (PAPER, INK, "#0B6B70", "#F0B429"),
    ("#2F7D4F", "#FFFFFF", "#1E1B2E", "#F0B429"),
    ("#1E1B2E", PAPER, "#D63E22", "#F0B429"),
]
_WIDTH, _HEIGHT, _MARGIN = 600, 840, 44
_FAMILY = "Bricolage Grotesque, Arial Narrow, Arial, sans-serif"
_SIZES = ((84, 11), (68, 14), (54, 18), (44, 22))
_LINES = 5


def cover(title: str, subtitle: str = "", seed: str = "") -> SafeString:
    """A complete SVG document, 600 × 840, whose accessible name is the title."""
    digest = hashlib.sha256(f"{seed or title}".encode()).digest()
    ground, words, doors_ink, light = _PRESSES[digest[0] % len(_PRESSES)]
    size, lines = _set(title)
    line_height = round(size * 0.98)
    return format_html(
        '<svg class="cover" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" '
        'aria-label="{}"><rect width="{}" height="{}" fill="{}"/>{}{}{}</svg>',
        _WIDTH, _HEIGHT, f"{title}. {subtitle}" if subtitle else title, _WIDTH, _HEIGHT, ground,
        _doors(digest, ground, doors_ink, light, words),
        format_html_join(
            "",
            '<text x="{}" y="{}" font-family="{}" font-size="{}" font-weight="800" '
            'letter-spacing="-2" fill="{}">{}</text>',
            (
                (_MARGIN, _MARGIN + size + row * line_height, _FAMILY, size, words, line)
                for row, line in enumerate(lines)
            ),
        ),
        format_html_join(
            "",
            '<text x="{}" y="{}" font-family="{}" font-size="30" font-weight="600" '
            'fill="{}">{}</text>',
            (
                (
                    _MARGIN,
                    _MARGIN + size + (len(lines) - 1) * line_height + 52 + row * 36,
                    _FAMILY, words, line,
                )
                for row, line in enumerate(textwrap.wrap(subtitle, 34)[:2])
            ),
        ),
    )  # fmt: skip


def _set(title: str) -> tuple[int, list[str]]:
    """The largest size at which the title keeps within its lines, and those lines."""
    for size, width in _SIZES:
        lines = textwrap.wrap(title, width, break_long_words=False) or [title]
        if len(lines) <= _LINES and max(map(len, lines)) <= width:
            return size, lines
    size, width = _SIZES[-1]
    lines = textwrap.wrap(title, width)[:_LINES]
    lines[-1] = textwrap.shorten(lines[-1] + " …", width, placeholder=" …")
    return size, lines


def _doors(digest: bytes, ground: str, ink: str, light: str, line: str) -> SafeString:
    """Five doors across the foot of the cover; the seed says which stand open, and how wide."""
    step = (_WIDTH - 2 * _MARGIN) / 5
    top, floor = 470, 770
    wide = digest[1] % 5

    def door(place: int) -> SafeString:
        x = round(_MARGIN + place * step + 6)
        right = round(x + step - 16)
        opened = 0.75 if place == wide else (digest[2 + place] % 3) * 0.2
        edge = round(right - opened * (step - 34))
        drop = round(opened * 34)
        beam = f"M{edge} {floor}H{right}L{right + 70} {_HEIGHT}H{edge + 26}z" if opened else ""
        return format_html(
            '<path d="{}" fill="{}"/><rect x="{}" y="{}" width="{}" height="{}" '
            'fill="{}" stroke="{}" stroke-width="6"/><path d="M{} {}L{} {}V{}'
            'L{} {}z" fill="{}" stroke="{}" stroke-width="6" stroke-linejoin="round"/>'
            '<circle cx="{}" cy="{}" r="6" fill="{}"/>',
            beam, light, x, top, right - x, floor - top, light if opened else ground, line,
            x, top, edge, top + drop, floor + drop, x, floor, ink, line,
            edge - 14, round((top + floor + drop) / 2), line,
        )  # fmt: skip

    return format_html_join("", "{}", ((door(place),) for place in range(5)))

"""The cover of a book: the five doors, printed in two inks over paper.

The same title, subtitle, seed and inks always give the same cover. It is drawn with plain
attributes and literal inks, without style or script, so that it stands alone in an EPUB as well
as in a page.
"""

import hashlib
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from openweek.look.inks import INK, MUSTARD, PAPER, Press, is_ink, press_with
from openweek.look.lettering import is_spaced_out, reads_from_the_right, set_in

_PRESSES = [
    Press(MUSTARD, INK, "#D63E22", PAPER),
    Press("#0B6B70", PAPER, MUSTARD, PAPER),
    Press("#D63E22", "#FFFFFF", INK, MUSTARD),
    Press(PAPER, INK, "#0B6B70", MUSTARD),
    Press("#2F7D4F", "#FFFFFF", INK, MUSTARD),
    Press(INK, PAPER, "#D63E22", MUSTARD),
]
WIDTH, HEIGHT = 600, 840
_MARGIN = 44
_FAMILY = "Bricolage Grotesque, Arial Narrow, Arial, sans-serif"
# Size of the letters, and how many of them a line takes; the last one has room for all.
_SIZES = ((84, 11), (68, 14), (54, 18), (44, 22))
_LINES = 5
_SUBTITLE_SIZE, _SUBTITLE_LETTERS, _SUBTITLE_LINES = 30, 34, 2
_TOP, _FLOOR, _ABOVE_DOORS = 470, 770, 34
_HEAVY = 800  # the weight of titles
# How high each of the five doors is, of the most that there is room for.
_ROWS = [
    (1.0, 1.0, 1.0, 1.0, 1.0),
    (0.55, 0.66, 0.78, 0.89, 1.0),
    (0.7, 0.9, 1.0, 0.62, 0.82),
    (0.6, 0.82, 1.0, 0.82, 0.6),
]
Inks = Sequence[str]


def cover(
    title: str, subtitle: str = "", seed: str = "", inks: Inks = (), picture: str = ""
) -> SafeString:
    """A complete SVG document, 600 × 840, whose accessible name is the title.

    ``inks`` are those of the place, ground and doors, or none; ``picture`` is the address of a
    picture that fills the cover instead of the doors.
    """
    digest = hashlib.sha256(f"{seed or title}".encode()).digest()
    press = press_of(seed or title, inks)
    size, lines = set_in(title, _SIZES, _LINES)
    small = set_in(subtitle, [(_SUBTITLE_SIZE, _SUBTITLE_LETTERS)], _SUBTITLE_LINES)[1]
    large = _written(lines, size, round(size * 0.98), _MARGIN + size, press.words, weight=_HEAVY)
    below = _MARGIN + size + (len(lines) - 1) * round(size * 0.98) + 52
    under = _written(small, _SUBTITLE_SIZE, 36, below, press.words, weight=600)
    foot = below + (len(small) - 1) * 36 if any(small) else below - 52
    drawn = (
        _pictured(picture, press, lines, size, small) if picture else _doors(digest, press, foot)
    )
    return format_html(
        '<svg class="cover" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" '
        'aria-label="{}"><rect width="{}" height="{}" fill="{}"/>{}{}{}</svg>',
        WIDTH, HEIGHT, f"{title}. {subtitle}" if subtitle else title,
        WIDTH, HEIGHT, press.ground, drawn, large, under,
    )  # fmt: skip


def press_of(seed: str, inks: Inks = ()) -> Press:
    """The place's own inks, else one of ours, by the seed."""
    if len(inks) == 2 and all(map(is_ink, inks)):  # noqa: PLR2004  ground and doors
        return press_with(*inks)
    return _PRESSES[hashlib.sha256(seed.encode()).digest()[0] % len(_PRESSES)]


def _written(
    lines: list[str], size: int, height: int, first: int, ink: str, *, weight: int
) -> SafeString:
    """From the right where one reads so; letters that join are not pushed together."""
    whole = "".join(lines)
    from_the_right = reads_from_the_right(whole)
    tight = weight == _HEAVY and not is_spaced_out(whole)
    return format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="{}" font-family="{}" font-size="{}" font-weight="{}" '
        'letter-spacing="{}" fill="{}">{}</text>',
        (
            (
                WIDTH - _MARGIN if from_the_right else _MARGIN,
                first + row * height,
                "end" if from_the_right else "start",
                _FAMILY, size, weight, -2 if tight else 0, ink, line,
            )
            for row, line in enumerate(lines)
            if line
        ),
    )  # fmt: skip


def _pictured(
    address: str, press: Press, lines: list[str], size: int, small: list[str]
) -> SafeString:
    """The picture below a sheet of ink that is as high as what is written on it."""
    written = _MARGIN + len(lines) * round(size * 0.98) + (16 + 36 * len(small) if small else 0)
    sheet = min(written + 40, HEIGHT - 120)
    return format_html(
        '<image href="{}" x="0" y="{}" width="{}" height="{}" '
        'preserveAspectRatio="xMidYMid slice"/><rect y="{}" width="{}" height="12" fill="{}"/>',
        address, sheet, WIDTH, HEIGHT - sheet, sheet, WIDTH, press.doors,
    )  # fmt: skip


def _doors(digest: bytes, press: Press, written: int) -> SafeString:
    """Five doors across the foot of the cover; the seed says how high, how wide, which are open.

    They stand below what is written, however many lines that takes.
    """
    highest = max(_TOP, written + _ABOVE_DOORS)
    step = (WIDTH - 2 * _MARGIN) / 5
    wide, heights = digest[1] % 5, _ROWS[digest[9] % len(_ROWS)]

    def door(place: int) -> SafeString:
        x = round(_MARGIN + place * step + 6)
        right = round(x + step - 16)
        top = round(_FLOOR - (_FLOOR - highest) * heights[place])
        opened = 0.75 if place == wide else (digest[2 + place] % 3) * 0.2
        edge = round(right - opened * (step - 34))
        drop = round(opened * 34)
        beam = f"M{edge} {_FLOOR}H{right}L{right + 70} {HEIGHT}H{edge + 26}z" if opened else ""
        inside = press.light if opened else press.ground
        return format_html(
            '<path d="{}" fill="{}"/><rect x="{}" y="{}" width="{}" height="{}" '
            'fill="{}" stroke="{}" stroke-width="6"/><path d="M{} {}L{} {}V{}'
            'L{} {}z" fill="{}" stroke="{}" stroke-width="6" stroke-linejoin="round"/>'
            '<circle cx="{}" cy="{}" r="6" fill="{}"/>',
            beam, press.light, x, top, right - x, _FLOOR - top, inside, press.words,
            x, top, edge, top + drop, _FLOOR + drop, x, _FLOOR, press.doors, press.words,
            edge - 14, round((top + _FLOOR + drop) / 2), press.words,
        )  # fmt: skip

    return format_html_join("", "{}", ((door(place),) for place in range(5)))

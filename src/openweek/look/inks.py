"""Two inks over paper: a place chooses them, and we see to it that they can be read.

Contrast is WCAG 2.2's ratio of relative luminances, from 1 (none) to 21.
"""

import colorsys
import re
from dataclasses import dataclass

PAPER, INK = "#FBF6EC", "#1E1B2E"
MUSTARD = "#F0B429"
WORDS_LEAST, SHAPES_LEAST = 4.5, 3.0

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_STEPS = 200
_LINEAR_UP_TO = 0.04045  # as sRGB is defined


@dataclass(frozen=True)
class Press:
    """What a cover is printed with."""

    ground: str
    words: str
    doors: str
    light: str


def is_ink(colour: str) -> bool:
    """Whether it is written #rrggbb."""
    return _COLOUR.fullmatch(colour) is not None


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def legible(ink: str, ground: str, least: float) -> str:
    """That ink, lighter or darker by as little as it takes to reach ``least`` on that ground.

    Up to 4.58 there is always one: black or white stands off from any colour by that much.
    """
    if contrast(ink, ground) >= least:
        return ink.upper()
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(ink))
    for step in range(1, _STEPS + 1):
        for wanted in (lightness + step / _STEPS, lightness - step / _STEPS):
            shifted = _hex(colorsys.hls_to_rgb(hue, min(1.0, max(0.0, wanted)), saturation))
            if contrast(shifted, ground) >= least:
                return shifted
    return max("#FFFFFF", "#000000", key=lambda end: contrast(end, ground))


def press_with(ground: str, doors: str) -> Press:
    """The ground stays as it was chosen; what stands on it gives way."""
    choice = next(
        ink for ink in (INK, PAPER, "#FFFFFF", "#000000") if contrast(ink, ground) >= WORDS_LEAST
    )
    shown = legible(doors, ground, SHAPES_LEAST)
    light = max((MUSTARD, PAPER), key=lambda ink: min(contrast(ink, ground), contrast(ink, shown)))
    return Press(ground.upper(), choice, shown, light)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= _LINEAR_UP_TO else ((part + 0.055) / 1.055) ** 2.4
        for part in _parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02X}" for part in parts)

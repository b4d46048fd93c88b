"""The inks of a printed book: those of its cover, and one of them that reads well on white."""

from openweek.look.inks import INK, WORDS_LEAST, Press, contrast, legible

_WHITE = "#FFFFFF"
_A_COLOUR = 60  # less between the most and the least of its parts is a black or a white


def inks_of(press: Press) -> dict[str, str]:
    """``accent`` is for titles; the other names are those of the press."""
    colourful = [each for each in (press.ground, press.doors) if _spread(each) >= _A_COLOUR]
    darkest = max(colourful or [INK], key=lambda ink: contrast(ink, _WHITE))
    return {
        "ground": press.ground,
        "words": press.words,
        "doors": press.doors,
        "light": press.light,
        "accent": legible(darkest, _WHITE, WORDS_LEAST),
    }


def _spread(ink: str) -> int:
    parts = [int(ink[at : at + 2], 16) for at in (1, 3, 5)]
    return max(parts) - min(parts)

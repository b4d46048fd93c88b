"""Titles set in big letters where nothing measures them: by counting, in any script."""

import unicodedata
from collections.abc import Iterator, Sequence

_MORE = "…"
_FROM_THE_RIGHT = {"R", "AL"}


def set_in(title: str, sizes: Sequence[tuple[int, int]], most_lines: int) -> tuple[int, list[str]]:
    """The largest of ``sizes`` (size, letters a line) at which it fits, and its lines.

    At the smallest, what does not fit is left out and said to be so by three dots.
    """
    words = " ".join(title.split())
    for size, width in sizes:
        lines = list(_lines(words, width))
        is_whole_words = max((units(word) for word in _words(words)), default=0) <= width
        if len(lines) <= most_lines and (is_whole_words or size == sizes[-1][0]):
            return size, lines
    size, width = sizes[-1]
    lines = list(_lines(words, width))
    if len(lines) > most_lines:
        lines = lines[:most_lines]
        while lines[-1] and units(lines[-1]) + 2 > width:
            lines[-1] = lines[-1][:-1]
        lines[-1] = f"{lines[-1].rstrip()} {_MORE}".strip()
    return size, lines


def units(text: str) -> int:
    """How wide it is, in ordinary letters; Chinese, Japanese and emoji take two, accents none."""
    return sum(_unit(letter) for letter in text)


def reads_from_the_right(text: str) -> bool:
    """By its first letter that says so."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind == "L":
            return False
        if kind in _FROM_THE_RIGHT:
            return True
    return False


def is_spaced_out(text: str) -> bool:
    """Whether its letters join, or stand in squares: they must not be pushed together."""
    return any(
        unicodedata.bidirectional(letter) in _FROM_THE_RIGHT or _unit(letter) > 1 for letter in text
    )


def _unit(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Cf", "Cc", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _words(text: str) -> Iterator[str]:
    """As they may be put on the next line: between spaces, and between wide letters."""
    word = ""
    for letter in text:
        if letter == " ":
            if word:
                yield word
            word = ""
        elif _unit(letter) > 1:
            if word:
                yield word
            yield letter
            word = ""
        else:
            word += letter
    if word:
        yield word


def _lines(text: str, width: int) -> Iterator[str]:
    line, rest = "", text
    for word in _words(text):
        gap = " " if line and _is_apart(line, word, rest) else ""
        rest = rest[rest.index(word) + len(word) :]
        if units(line + gap + word) <= width:
            line += gap + word
            continue
        if line:
            yield line
        *whole, line = _pieces(word, width)
        yield from whole
    if line or not text:
        yield line


def _is_apart(line: str, word: str, rest: str) -> bool:
    """Whether a space stood between what is on the line and that word."""
    return bool(line) and rest[: rest.index(word)].startswith(" ")


def _pieces(word: str, width: int) -> list[str]:
    """A word that is wider than a line, in pieces that are not."""
    pieces, piece = [], ""
    for letter in word:
        if piece and units(piece + letter) > width:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]

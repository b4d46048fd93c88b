"""Five doors: how a day, or a chapter, is drawn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

State = Literal["past", "today", "future", "closed"]

# One door stands on a ground of 48 × 76: its frame, and what its light needs in front of it.
WIDTH, HEIGHT = 48, 76
_LEFT, _TOP, _RIGHT, _BOTTOM = 6, 4, 36, 64
_AJAR = 0.62


@dataclass(frozen=True, slots=True)
class Door:
    """A day as one sees it from the street. `note` is a few words below (« 12 moments »)."""

    label: str
    state: State = "future"
    href: str = ""
    note: str = ""
    current: bool = False

    @property
    def drawing(self) -> SafeString:
        return drawing(_AJAR if self.state == "today" else 0, self.state)

    @property
    def state_in_words(self) -> str:
        return {
            "past": gettext("this day is over"),
            "today": gettext("today"),
            "future": gettext("still to come"),
            "closed": gettext("closed that day"),
        }[self.state]

    @property
    def aria_current(self) -> str:
        if self.current:
            return "page"
        return "date" if self.state == "today" else ""


def as_door(given: Any) -> Door:
    """A Door, a mapping with its names, or a row in its order."""
    if isinstance(given, Door):
        return given
    if isinstance(given, Mapping):
        return Door(**given)
    if isinstance(given, Sequence):
        return Door(*given)
    raise TypeError(f"cannot draw a door from {given!r}")


def leaf(opened: float, *, x: float = 0) -> SafeString:
    """One door, opened from 0 (shut) to 1 (wide), its hinge on the left, at x."""
    opened = min(max(opened, 0), 1)
    left, edge = x + _LEFT, x + _RIGHT - opened * 20
    drop = opened * 8
    parts = [
        format_html(
            '<rect class="door-inside" x="{}" y="{}" width="{}" height="{}"/>',
            _number(left), _TOP, _RIGHT - _LEFT, _BOTTOM - _TOP,
        )
    ]  # fmt: skip
    if opened:
        right = x + _RIGHT
        parts.append(
            format_html(
                '<path class="door-light" d="M{} {}H{}L{} {}H{}z"/>',
                _number(edge), _BOTTOM, _number(right), _number(right + 10), HEIGHT - 1,
                _number(edge + 4),
            )
        )  # fmt: skip
    parts.append(
        format_html(
            '<rect class="door-line" x="{}" y="{}" width="{}" height="{}"/>'
            '<path class="door-leaf" d="M{} {}L{} {}V{}L{} {}z"/>'
            '<circle class="door-knob" cx="{}" cy="{}" r="2.4"/>',
            _number(left), _TOP, _RIGHT - _LEFT, _BOTTOM - _TOP,
            _number(left), _TOP, _number(edge), _number(_TOP + drop), _number(_BOTTOM + drop),
            _number(left), _BOTTOM,
            _number(edge - 6 + opened * 2), _number(37 + drop / 2),
        )
    )  # fmt: skip
    return format_html_join("", "{}", ((part,) for part in parts))


def drawing(opened: float, state: State) -> SafeString:
    """One door as a picture that says nothing by itself: the words beside it do."""
    return format_html(
        '<svg class="door-art door-{}" viewBox="0 0 {} {}" width="{}" height="{}" '
        'aria-hidden="true">{}</svg>',
        state, WIDTH, HEIGHT, WIDTH, HEIGHT, leaf(opened),
    )  # fmt: skip


def book_drawing(chapters: Iterable[float]) -> SafeString:
    """A row of doors, one a chapter, each as open as its chapter is filled (0 to 1)."""
    opened = [min(max(float(chapter), 0), 1) for chapter in chapters]
    begun = sum(1 for chapter in opened if chapter > 0)
    title = gettext("%(begun)d chapters begun of %(all)d") % {"begun": begun, "all": len(opened)}
    return format_html(
        '<svg class="door-art book-doors" viewBox="0 0 {} {}" width="{}" height="{}" '
        'role="img" aria-label="{}">{}</svg>',
        WIDTH * len(opened), HEIGHT, WIDTH * len(opened), HEIGHT, title,
        format_html_join(
            "", "{}", ((leaf(share, x=WIDTH * place),) for place, share in enumerate(opened))
        ),
    )  # fmt: skip


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")

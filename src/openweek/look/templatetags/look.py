"""The components, for templates: {% load look %}. Each is shown on the living page, /look/."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, tzinfo
from itertools import groupby
from typing import Any

import segno
from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template.context import Context
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe

from openweek.ground import clock
from openweek.look import dates, fields
from openweek.look.covers import cover as draw_cover
from openweek.look.doors import Door, as_door, book_drawing
from openweek.look.doors import drawing as draw_door
from openweek.look.icons import ICONS
from openweek.look.words import page_words as words_of_the_page

register = template.Library()

type_of_notice = {"info": "info", "success": "success", "warning": "warning", "error": "error"}


# Pictures


@register.simple_tag
def icon(name: str, title: str = "") -> SafeString:
    """A pictogram; silent for those who listen, unless it is given a title."""
    said = (
        format_html('role="img" aria-label="{}"', title)
        if title
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" fill="none" '
        'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" '
        "{}>{}</svg>",
        said,
        mark_safe(ICONS[name]),  # noqa: S308  our own drawings
    )


@register.inclusion_tag("look/components/doors.html")
def doors(days: Iterable[Any], label: str = "") -> dict[str, Any]:
    """The days of a week as doors that one can push."""
    return {"doors": [as_door(day) for day in days], "label": label}


@register.simple_tag
def door(state: str = "future", opened: float | None = None) -> SafeString:
    """One silent door, for decoration."""
    drawn = Door("", state)  # type: ignore[arg-type]
    return drawn.drawing if opened is None else draw_door(opened, drawn.state)


@register.simple_tag
def book_doors(progress: Iterable[float] | float) -> SafeString:
    """A door opens as a chapter fills: one share (0 to 1) for each chapter, or one for the book."""
    if isinstance(progress, int | float):
        progress = [min(max(progress * 5 - place, 0), 1) for place in range(5)]
    return book_drawing(progress)


@register.simple_tag
def cover(
    title: str, subtitle: str = "", seed: object = "", inks: Sequence[str] = (), picture: str = ""
) -> SafeString:
    """The cover of a book, in the inks of its place; the same seed gives the same cover."""
    return draw_cover(str(title), str(subtitle), str(seed), inks or (), picture)


# Whoever scans reads the mask from the code itself. To look for the one that looks best takes
# four times as long as all the rest, which is for what is printed.
QR_MASK = 2
QR_BORDER = 2


@register.simple_tag
def qr(url: str, title: str) -> SafeString:
    """A code to scan. The title says what it opens, for those who do not see it."""
    matrix = segno.make(url, micro=False, error="m", mask=QR_MASK)
    rows = [
        f"M{x + QR_BORDER} {y}h{many}v1h-{many}z"
        for y, row in enumerate(matrix.matrix, QR_BORDER)
        for x, many in _runs(row)
    ]
    width, height = matrix.symbol_size(border=QR_BORDER)
    return format_html(
        '<figure class="qr"><svg viewBox="0 0 {} {}" role="img" aria-label="{}" '
        'shape-rendering="crispEdges"><rect width="{}" height="{}" fill="#ffffff"/>'
        '<path fill="#1E1B2E" d="{}"/></svg></figure>',
        width, height, title, width, height, "".join(rows),
    )  # fmt: skip


def _runs(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Where dark modules in a row begin, and how many they are."""
    at = 0
    for dark, modules in groupby(row):
        many = len(list(modules))
        if dark:
            yield at, many
        at += many


# Forms


@register.inclusion_tag("look/components/field.html")
def field(bound: BoundField, **options: Any) -> dict[str, Any]:
    """A form field whole: label, help, error, control, each tied to the others."""
    help_text = options.pop("help", "")
    return {"shown": fields.show(bound, help_text=help_text, **options)}


@register.simple_tag
def choice_control(widget: Any) -> SafeString:
    return fields.choice_control(widget)


@register.inclusion_tag("look/components/error_summary.html")
def error_summary(form: BaseForm, *, focus: bool = True) -> dict[str, Any]:
    """What to correct, at the head of the form, each error leading to its field."""
    wrong = [bound for bound in form if bound.errors] if form.errors else []
    general = form.non_field_errors()
    return {
        "focus": focus,
        "general": general,
        "count": len(general) + len(wrong),
        "wrong": [
            {
                "label": bound.label,
                "needs_colon": not str(bound.label).endswith(("?", "!", ":")),
                "target": _first_control(bound),
                "errors": list(bound.errors),
            }
            for bound in wrong
        ],
    }


def _first_control(bound: BoundField) -> str:
    is_group = fields.show(bound).kind == "group"
    return f"{bound.auto_id}_0" if is_group else str(bound.auto_id)


# Moving about


@register.inclusion_tag("look/components/breadcrumb.html")
def breadcrumb(*steps: str) -> dict[str, Any]:
    """{% breadcrumb "Name" "/address/" "Name" %}: pairs, then the page itself."""
    pairs = list(zip(steps[0:-1:2], steps[1::2], strict=False))
    return {"steps": pairs, "here": steps[-1] if len(steps) % 2 else ""}


@register.inclusion_tag("look/components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any]) -> dict[str, Any]:
    request: HttpRequest | None = context.get("request")
    query = request.GET.copy() if request else None
    links = {}
    for name, has, number in (
        ("previous", page.has_previous(), page.number - 1),
        ("next", page.has_next(), page.number + 1),
    ):
        if has and query is not None:
            query["page"] = str(number)
            links[name] = f"?{query.urlencode()}"
        elif has:
            links[name] = f"?page={number}"
    return {"page": page, **links}


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """{% notice "warning" "Title" %}…{% endnotice %}"""
    return notice_html(kind, title, content)


def notice_html(kind: str, title: str, content: str) -> SafeString:
    return format_html(
        '<div class="notice notice-{}">{}{}<div>{}</div></div>',
        kind,
        icon(type_of_notice[kind]),
        format_html('<p class="notice-title">{}</p>', title) if title else "",
        content,
    )


# Days and hours


@register.filter
def time_left(seconds: int) -> str:
    """« 2 jours et 3 heures »: of a number of seconds, as a countdown says it."""
    return dates.left(seconds)


@register.filter(name="day")
def day(value: date) -> str:
    return dates.day(value)


@register.filter
def day_year(value: date) -> str:
    return dates.day(value, year=True)


@register.filter
def weekday(value: date) -> str:
    return dates.weekday(value)


@register.filter
def clock_time(value: datetime, tz: tzinfo | str | None = None) -> str:
    return dates.clock_time(value, tz)


@register.filter
def hour(value: Any) -> str:
    """Of a time without a day (opening hours)."""
    return dates.hour(value)


@register.filter
def moment(value: datetime, tz: tzinfo | str | None = None) -> str:
    return dates.moment(value, tz)


@register.filter
def moment_year(value: datetime, tz: tzinfo | str | None = None) -> str:
    return dates.moment(value, tz, year=True)


@register.filter
def duration(minutes: int) -> str:
    return dates.duration(minutes)


@register.simple_tag
def days(first: date, last: date) -> str:
    """« 19 au 23 mars 2026 »."""
    return dates.days(first, last)


@register.simple_tag
def time_range(start: datetime, end: datetime, tz: tzinfo | str | None = None) -> SafeString:
    """« 14 h 30 – 16 h », which machines can read too."""
    zone = dates.zone_of(tz)
    return format_html(
        '<time datetime="{}">{}</time>',
        start.astimezone(zone).isoformat(timespec="minutes"),
        dates.hours(start, end, zone),
    )


@register.simple_tag
def time_of(value: datetime, tz: tzinfo | str | None = None) -> SafeString:
    """« mardi 20 mars, 14 h », which machines can read too; the year when it is another one."""
    zone = dates.zone_of(tz)
    local = value.astimezone(zone)
    return format_html(
        '<time datetime="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        dates.moment(value, zone, year=local.year != clock.today(zone).year),
    )


# For the base page


@register.simple_tag
def page_words() -> SafeString:
    """What the page's scripts may have to say, in the language of the page."""
    return json_script(words_of_the_page(), "page-words")

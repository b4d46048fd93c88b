"""What the conciergerie says on the pages of others: {% load desk %}."""

from typing import Any

from django import template
from django.template.context import Context

from openweek.desk import queries
from openweek.ground import clock
from openweek.ground.text import render_markdown
from openweek.place.models import Place

register = template.Library()

# Beyond these, the strip at the head of pages counts the others.
IN_STRIP = 3
# On a screen that is fetched again every twenty seconds, the rules come once a minute.
TURN_SECONDS = 20


@register.inclusion_tag("desk/strip.html", takes_context=True)
def desk_strip(context: Context) -> dict[str, Any]:
    """What everybody should know now, at the head of each page of a place and of its weeks.

    One query.
    """
    place = _place(context)
    if place is None:
        return {}
    strip = queries.strip_now(place, reader=_reader(context))
    return {
        "place": place,
        "notices": strip.notices[:IN_STRIP],
        "others": len(strip.notices) - IN_STRIP,
        "told": strip.rules,
        "csrf_token": context.get("csrf_token"),
        "path": context["request"].get_full_path() if "request" in context else "",
    }


@register.inclusion_tag("desk/foot.html", takes_context=True)
def desk_foot(context: Context) -> dict[str, Any]:
    """At the foot of each page of a place and of its weeks: a hand, the guide, the rules. No query.

    Not on the page of the large buttons itself, which is put up in rooms.
    """
    match = getattr(context.get("request"), "resolver_match", None)
    return {"place": _place(context), "is_help": bool(match and match.url_name == "ask_help")}


@register.inclusion_tag("desk/on_screen.html", takes_context=True)
def desk_on_screen(context: Context) -> dict[str, Any]:
    """On the wall: the notices for screens, and once a minute one of the rules of the house."""
    place = _place(context)
    if place is None:
        return {}
    turn, is_another = divmod(int(clock.now().timestamp()) // TURN_SECONDS, 3)
    rules = None if is_another else queries.rules_in_force(place)
    return {
        "place": place,
        "notices": [each for each in queries.notices_now(place) if each.on_screen][:IN_STRIP],
        "rule": one_rule(rules.text, turn) if rules else "",
    }


def one_rule(text: str, turn: int) -> str:
    """One line of the rules after the other: from five metres nobody reads them all."""
    lines = [line.strip() for line in text.splitlines()]
    said = [line.lstrip("-*+ ") for line in lines if line and not line.startswith("#")]
    return said[turn % len(said)] if said else ""


@register.filter
def as_markdown(text: str) -> str:
    """Markdown to safe HTML."""
    return render_markdown(text)


def _place(context: Context) -> Place | None:
    place = context.get("place") or getattr(context.get("week"), "place", None)
    return place if isinstance(place, Place) else None


def _reader(context: Context) -> str:
    """Who is to read the rules: a member of the place, but not on the rules' own page."""
    access = context.get("access")
    author, role = getattr(access, "author", None), getattr(access, "role", "")
    match = getattr(context.get("request"), "resolver_match", None)
    if not role or author is None or (match and match.url_name in {"rules", "write_rules"}):
        return ""
    return str(author.key)

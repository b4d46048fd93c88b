"""Licences, Move Commons and recipes, for templates: {% load commons %}."""

import re
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from openweek.commons.licences import UnknownLicence, licence
from openweek.commons.move_commons import NAMESPACE, NotADeclaration, parse
from openweek.commons.pictograms import PICTOGRAMS
from openweek.ground.text import render_markdown

register = template.Library()

# Pictures of books that are published here.
_OUR_PICTURES = re.compile(r"/[a-z0-9-]+/books/[a-z0-9/-]+")


@register.inclusion_tag("commons/move_commons_badges.html")
def move_commons_badges(code: str, name: str = "", homepage: str = "") -> dict[str, Any]:
    """{% move_commons_badges "np-rp-rc.di-gr" name=week.title homepage=address %}

    One label a principle, each leading to the deed. With a name, machines read who declares it.
    Nothing at all for a code that is empty or cannot be read.
    """
    try:
        declaration = parse(code or "")
    except NotADeclaration:
        declaration = parse("")
    return {
        "declaration": declaration,
        "name": name,
        "homepage": homepage,
        "namespace": NAMESPACE,
    }


@register.simple_tag
def move_commons_pictogram(code: str) -> SafeString:
    """The drawing of one principle ("np", "rc.di"), silent: its label stands beside it."""
    drawn = PICTOGRAMS.get(code) or PICTOGRAMS[code.partition(".")[0]]
    return format_html(
        '<svg class="principle-art" viewBox="0 0 32 32" width="32" height="32" fill="none" '
        'stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round" '
        'aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(drawn),  # noqa: S308  our own drawings
    )


@register.inclusion_tag("commons/licence_badge.html")
def licence_badge(code: str) -> dict[str, Any]:
    """{% licence_badge "CC-BY-SA-4.0" %}: its short name, leading to its own text."""
    try:
        return {"licence": licence(code)}
    except UnknownLicence:
        return {"code": code}


@register.simple_tag
def licence_title(code: str) -> str:
    """Its full name, or the code itself when it is none of Creative Commons'."""
    try:
        return licence(code).title
    except UnknownLicence:
        return code


@register.filter
def markdown(text: str) -> SafeString:
    """What somebody wrote in plain Markdown, sanitised."""
    return render_markdown(text)


@register.filter
def recipe_text(text: str) -> SafeString:
    """The same of a part of a recipe, which may show pictures of the book that it came out of."""
    return render_markdown(text, pictures=_OUR_PICTURES)

"""What the pages below a place share: {% load place %}."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django import template
from django.template.context import Context
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openweek.place.models import Place, Role
from openweek.place.rules import PlaceAccess

register = template.Library()


@dataclass(frozen=True)
class Entry:
    label: str | Promise
    href: str
    is_here: bool
    is_exact: bool


# The addresses below a place are a contract (docs/operating.md): they are named here, not looked
# up, since rooms on the floors above answer some of them.
PAGES = [
    ("formats/", _("Formats")), ("books/", _("Books")), ("here/", _("Who is here")),
    ("wall/", _("The wall")),
]  # fmt: skip
COWORKER_PAGES = [("people/", _("People"))]
CONCIERGE_PAGES = [("desk/", _("Desk"))]


@register.inclusion_tag("place/navigation.html", takes_context=True)
def place_navigation(context: Context, place: Place) -> dict[str, object]:
    """Where one can go in this place; people and desk only for those who keep it."""
    access = context.get("access")
    pages = list(PAGES)
    if isinstance(access, PlaceAccess) and access.is_at_least(Role.COWORKER):
        pages += COWORKER_PAGES
    if isinstance(access, PlaceAccess) and access.may_manage:
        pages += CONCIERGE_PAGES
    path = context["request"].path if "request" in context else ""
    return {"entries": list(_entries(place, pages, path))}


def _entries(
    place: Place, pages: Sequence[tuple[str, str | Promise]], path: str
) -> Iterator[Entry]:
    root = f"/{place.slug}/"
    yield Entry(place.name, root, path == root, path == root)
    # Weeks are listed on the place's own page.
    yield Entry(_("Weeks"), f"{root}#weeks", is_here=False, is_exact=False)
    for tail, label in pages:
        href = root + tail
        yield Entry(label, href, path.startswith(href), path == href)


_ROLE_WORDS = {
    Role.CONCIERGE: _("Keeps the place: its week, its people, its welcome desk, its settings."),
    Role.COWORKER: _("A regular: welcomes visitors, arranges the programme, writes formats."),
    Role.CONTRIBUTOR: _("Proposes sessions in their own name and writes in their team’s book."),
    Role.VISITOR: _("Comes with projects, registers, follows, and finds their visits again."),
}


@register.simple_tag
def role_words(role: str) -> str:
    """What somebody of that role does here, in one sentence."""
    return str(_ROLE_WORDS[Role(role)])

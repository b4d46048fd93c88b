"""Under which name somebody writes, and the pass with which their editor is let in."""

import secrets
import zlib
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.place.models import Capability
from openweek.place.queries import live_capabilities
from openweek.writing.live.ticket import LASTS_SECONDS, make_ticket
from openweek.writing.models import Level
from openweek.writing.rules import TextAccess, is_level
from openweek.writing.tree import SCHEMA_VERSION

# As many as writing.css draws carets in; the number travels as a colour that it knows.
INKS = ("#b8321a", "#0b6b70", "#276b43", "#7a2f6b", "#8a5a00", "#1e4f9c")
_WRITER = "writer"


def writer_for(request: HttpRequest, access: TextAccess) -> Author:
    """A person, else whoever holds the link that opened this text, else a passer-by.

    Never without a key. Several people share a team's link: each is known again by their browser,
    and by the name that they gave there; until they give one, by the name of the link.
    """
    author = access.author
    if author.person_id is not None:
        return author
    capability = _link_held(access)
    if is_level(access.level, Level.COMMENT):
        number = request.session.setdefault(_WRITER, secrets.token_hex(8))
    else:
        number = secrets.token_hex(8)
    if capability is None:
        return Author(name=author.name, passer_by=number)
    name = author.name or capability.name
    return Author(name=name, capability_id=capability.pk, passer_by=number)


def _granted(access: TextAccess) -> frozenset[int]:
    """Those of the links held in this browser that give a right on this text."""
    if not access.who.capability_ids:
        return frozenset()
    granted = access.text.grants.filter(capability__in=access.who.capability_ids)
    return frozenset(granted.values_list("capability", flat=True))


def _link_held(access: TextAccess) -> Capability | None:
    if not access.who.capability_ids:
        return None
    granted = access.text.grants.exclude(capability=None).values("capability")
    held = live_capabilities().filter(pk__in=access.who.capability_ids)
    return held.filter(pk__in=granted).first()


def name_for(author: Author) -> str:
    return author.name or _("Somebody")


def ink_for(author: Author) -> str:
    """The same for the same author, in every text; those who came one after another differ."""
    number = author.person_id or zlib.crc32(author.key.encode())
    return INKS[number % len(INKS)]


def pass_for(access: TextAccess, author: Author) -> dict[str, Any]:
    name = name_for(author)
    named = Author(name, author.person_id, author.capability_id, author.passer_by)
    expires: datetime = clock.now() + timedelta(seconds=LASTS_SECONDS)
    return {
        "ticket": make_ticket(
            text_id=access.text.pk,
            author=named,
            level=access.level,
            schema=SCHEMA_VERSION,
            person=access.who.person,
            capability_ids=_granted(access),
        ),
        "level": access.level,
        "name": name,
        "colour": ink_for(author),
        "expires": expires.isoformat(),
    }

"""Who may what with a text, as its page of rights shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from openweek.ground import clock
from openweek.place.models import Capability
from openweek.place.queries import capability_for
from openweek.writing.models import Grant, Level, Text

SHARED_LINK = "text"  # the kind of a capability that was made to share one text


@dataclass(frozen=True)
class HeldRight:
    """One grant, with who holds it said in words."""

    grant: Grant
    name: str
    expires_at: datetime | None = None
    is_over: bool = False

    @property
    def is_link(self) -> bool:
        return self.grant.capability_id is not None


def subject_of(text: Text) -> str:
    return f"writing.text:{text.pk}"


def shared_link(secret: str) -> Capability | None:
    """The link that still opens, and for which a grant stands."""
    return capability_for(secret, kind=SHARED_LINK)


def text_behind(capability: Capability) -> Text | None:
    grant = Grant.objects.filter(capability=capability).select_related("text").first()
    return grant.text if grant else None


def rights_on(text: Text) -> list[HeldRight]:
    """Parts first, then people, then links; the widest right first in each."""
    found = text.grants.select_related("person", "capability")
    order = list(reversed(Level.values))
    held = [_held(grant) for grant in found]
    return sorted(held, key=lambda one: (_sort(one.grant), order.index(one.grant.level), one.name))


def managers_besides(grant: Grant) -> Sequence[int]:
    """Of the other grants, those by which somebody could still say who may what."""
    others = Grant.objects.filter(text_id=grant.text_id, level=Level.MANAGE).exclude(pk=grant.pk)
    return list(others.filter(~Q(role="") | Q(person__is_active=True)).values_list("pk", flat=True))


def _held(grant: Grant) -> HeldRight:
    if grant.person is not None:
        return HeldRight(grant, grant.person.name)
    if grant.capability is not None:
        link = grant.capability
        over = link.revoked_at is not None or (
            link.expires_at is not None and link.expires_at <= clock.now()
        )
        return HeldRight(grant, link.name, link.expires_at, over)
    return HeldRight(grant, str(Grant.Role(grant.role).label))


def _sort(grant: Grant) -> int:
    return 0 if grant.role else 1 if grant.person_id is not None else 2

"""Who may what: grants given and taken back."""

from datetime import datetime
from functools import partial

from django.db import transaction

from openweek.ground import events
from openweek.ground.authors import Author
from openweek.place.actions import give_capability, revoke_capability
from openweek.place.models import Capability, Person
from openweek.writing.log import gateway
from openweek.writing.models import Grant, Level, Text
from openweek.writing.queries.rights import SHARED_LINK, managers_besides, subject_of


class LastManagerError(Exception):
    """Nobody could say any more who may what."""


@transaction.atomic
def grant(
    *,
    text: Text,
    level: str,
    by: Author,
    person: Person | None = None,
    capability: Capability | None = None,
    role: str = "",
) -> Grant:
    """Give a right to one of person, capability, role; giving it again changes its level.

    Raises :class:`LastManagerError` when that would leave nobody who manages the text.
    """
    found = Grant.objects.filter(text=text, person=person, capability=capability, role=role).first()
    is_less = found is not None and found.level == Level.MANAGE and level != Level.MANAGE
    if found is not None and is_less and not managers_besides(found):
        raise LastManagerError(text.title)
    given, _ = Grant.objects.update_or_create(
        text=text,
        person=person,
        capability=capability,
        role=role,
        defaults={"level": Level(level)},
    )
    events.record(
        "writing.right_granted",
        by=by,
        subject=text,
        place_id=text.place_id,
        data={"level": level, "role": role, "grant": given.pk},
    )
    if is_less:
        transaction.on_commit(partial(gateway.revoke, str(text.pk)), robust=True)
    return given


@transaction.atomic
def share_link(
    *, text: Text, level: str, name: str, expires_at: datetime, by: Author
) -> tuple[Grant, str]:
    """A link for whoever holds it, until then; its secret is returned this once."""
    capability, secret = give_capability(
        kind=SHARED_LINK,
        place=text.place,
        subject=subject_of(text),
        name=name,
        by=by,
        expires_at=expires_at,
    )
    return grant(text=text, level=level, capability=capability, by=by), secret


@transaction.atomic
def revoke_grant(*, grant: Grant, by: Author) -> None:
    """Take a right back, also from those who hold a pen this very moment.

    A link that was made to share this text opens nothing any more after that. Raises
    :class:`LastManagerError` when nobody would manage the text then.
    """
    text = grant.text
    if grant.level == Level.MANAGE and not managers_besides(grant):
        raise LastManagerError(text.title)
    capability = grant.capability
    if capability is not None and capability.kind == SHARED_LINK:
        revoke_capability(capability=capability, by=by)
    events.record(
        "writing.right_revoked",
        by=by,
        subject=text,
        place_id=text.place_id,
        data={"level": grant.level, "role": grant.role, "grant": grant.pk},
    )
    grant.delete()
    transaction.on_commit(partial(gateway.revoke, str(text.pk)), robust=True)

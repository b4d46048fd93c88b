"""Who may what: grants given and taken back."""

from functools import partial

from django.db import transaction

from openweek.ground import events
from openweek.ground.authors import Author
from openweek.place.models import Capability, Person
from openweek.writing.log import gateway
from openweek.writing.models import Grant, Level, Text


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
    """Give a right to one of person, capability, role; giving it again changes its level."""
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
    return given


@transaction.atomic
def revoke_grant(*, grant: Grant, by: Author) -> None:
    """Take a right back, also from those who hold a pen this very moment."""
    text = grant.text
    events.record(
        "writing.right_revoked",
        by=by,
        subject=text,
        place_id=text.place_id,
        data={"level": grant.level, "role": grant.role, "grant": grant.pk},
    )
    grant.delete()
    transaction.on_commit(partial(gateway.revoke, str(text.pk)), robust=True)

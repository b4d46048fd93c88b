"""The tablet at the door, which nobody signs in on."""

from datetime import datetime, time, timedelta

from django.db import transaction

from openweek.ground.authors import Author
from openweek.place.actions import give_capability, revoke_capability
from openweek.place.models import Capability
from openweek.visits.rules import KIOSK
from openweek.week.models import Week


def open_kiosk(*, week: Week, name: str, by: Author) -> str:
    """The secret of its address, known this once; it opens until the week's last day is over."""
    _capability, secret = give_capability(
        kind=KIOSK,
        place=week.place,
        by=by,
        subject=f"week.week:{week.pk}",
        name=name,
        expires_at=datetime.combine(
            week.ends_on + timedelta(days=1), time.min, tzinfo=week.place.zone
        ),
    )
    return secret


@transaction.atomic
def close_kiosk(*, kiosk: Capability, by: Author) -> None:
    """What stands on the tablet opens nothing any more."""
    if kiosk.revoked_at is None:
        revoke_capability(capability=kiosk, by=by)

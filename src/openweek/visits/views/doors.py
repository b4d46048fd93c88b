"""What the doormen of visits have in common: who asks, and how an answer is said."""

from typing import Any

from openweek.visits import rules
from openweek.week.rules import WeekAccess


def context_of(access: WeekAccess, **more: Any) -> dict[str, Any]:
    """What every page of a week's visits needs."""
    return {
        "access": access,
        "place": access.place,
        "week": access.week,
        "rights": rules.rights(access),
        **more,
    }

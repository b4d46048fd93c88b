"""What every page of challenges shows."""

from typing import Any

from openweek.challenges import queries, rules
from openweek.challenges.models import Challenge
from openweek.week.rules import WeekAccess


def context_of(access: WeekAccess, shown: Challenge | None = None) -> dict[str, Any]:
    return {
        "access": access,
        "week": access.week,
        "place": access.place,
        "challenge": shown,
        "kept_until": rules.kept_until(shown).date() if shown else None,
        "countdown": queries.countdown_of(shown) if shown else None,
        "rights": rules.rights(access, shown),
    }

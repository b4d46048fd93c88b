"""Formats of weeks and of gatherings, as a test would tell of them."""

from typing import Any

from openweek.commons import actions
from openweek.commons.models import Format
from openweek.ground.authors import SOFTWARE
from openweek.place.models import Place

CHECKLIST = "-14 Imprimer les affiches\n0 Faire le café\n+7 Écrire le bilan"


def make_week_format(place: Place, title: str = "OpenWeek", **said: Any) -> Format:
    """Monday to Friday, half past nine to six, with three things to do."""
    whole = {
        "weekdays": [0, 1, 2, 3, 4], "starts": "09:30", "closes": "18:00", "checklist": CHECKLIST,
    }  # fmt: skip
    return actions.create_format(
        place=place, title=title, purpose="Voir, comprendre, pratiquer", by=SOFTWARE,
        is_week=True, **{**whole, **said},
    )  # fmt: skip


def make_gathering(place: Place, title: str = "WikiSchool", **said: Any) -> Format:
    """Tuesdays at two, for an hour and a half."""
    whole = {"weekdays": [1], "starts": "14:00", "duration_minutes": 90}
    return actions.create_format(
        place=place, title=title, purpose="Apprendre ensemble", by=SOFTWARE, **{**whole, **said}
    )

"""Who is coming, when, and who receives them."""

from openweek.visits.models.desk import DeskEntry, Outcome
from openweek.visits.models.figures import Tally
from openweek.visits.models.hosts import STANDING, Host, HostHalfDay, HostWish, Match, MatchState
from openweek.visits.models.visits import (
    LETTER,
    LETTER_TO_HOST,
    Age,
    HalfDay,
    Heard,
    Need,
    Origin,
    PhotoConsent,
    Told,
    Visit,
)

__all__ = [
    "LETTER",
    "LETTER_TO_HOST",
    "STANDING",
    "Age",
    "DeskEntry",
    "HalfDay",
    "Heard",
    "Host",
    "HostHalfDay",
    "HostWish",
    "Match",
    "MatchState",
    "Need",
    "Origin",
    "Outcome",
    "PhotoConsent",
    "Tally",
    "Told",
    "Visit",
]

"""The tables of the programme."""

from openweek.programme.models.importing import Upload
from openweek.programme.models.ledger import Batch, BatchKind, Change, HeldChange, new_mark
from openweek.programme.models.people import Interest, Participant, Question, Signup, Way
from openweek.programme.models.planning import Arrangement, Break, Imported, Mode, Policy
from openweek.programme.models.sessions import Kind, Origin, Session, Slot, Span

__all__ = [
    "Arrangement",
    "Batch",
    "BatchKind",
    "Break",
    "Change",
    "HeldChange",
    "Imported",
    "Interest",
    "Kind",
    "Mode",
    "Origin",
    "Participant",
    "Policy",
    "Question",
    "Session",
    "Signup",
    "Slot",
    "Span",
    "Upload",
    "Way",
    "new_mark",
]

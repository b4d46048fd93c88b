"""What visitors, the desk and hosts write."""

from openweek.visits.forms.desk import (
    CameForm,
    KioskCodeForm,
    KioskNameForm,
    KioskWalkInForm,
    NotABatch,
    WalkInForm,
    read_batch,
)
from openweek.visits.forms.hosts import HostForm
from openweek.visits.forms.visitors import (
    ChangeVisitForm,
    ConsentsForm,
    VisitForm,
    WordForm,
)

__all__ = [
    "CameForm",
    "ChangeVisitForm",
    "ConsentsForm",
    "HostForm",
    "KioskCodeForm",
    "KioskNameForm",
    "KioskWalkInForm",
    "NotABatch",
    "VisitForm",
    "WalkInForm",
    "WordForm",
    "read_batch",
]

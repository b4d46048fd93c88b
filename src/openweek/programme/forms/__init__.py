"""What people type into the programme, cleaned and answered in plain words."""

from openweek.programme.forms.arranging import AcceptForm, ArrangeForm
from openweek.programme.forms.breaks import BreakForm
from openweek.programme.forms.changing import ChangeForm
from openweek.programme.forms.coming import SignUpForm
from openweek.programme.forms.history import HistoryForm, UndoManyForm
from openweek.programme.forms.importing import ConfirmImportForm, ImportForm
from openweek.programme.forms.moderation import PolicyForm, RefuseForm
from openweek.programme.forms.placing import EXTENSIONS, ExtendForm, PlaceForm
from openweek.programme.forms.sessions import ImproviseForm, MoveForm, SessionForm
from openweek.programme.forms.times import TimesForm, with_choice
from openweek.programme.forms.wishes import (
    MeetWishForm,
    MeTooForm,
    OfferForm,
    QuestionForm,
    ScheduleOfferForm,
    TaskForm,
    WishForm,
)

__all__ = [
    "EXTENSIONS",
    "AcceptForm",
    "ArrangeForm",
    "BreakForm",
    "ChangeForm",
    "ConfirmImportForm",
    "ExtendForm",
    "HistoryForm",
    "ImportForm",
    "ImproviseForm",
    "MeTooForm",
    "MeetWishForm",
    "MoveForm",
    "OfferForm",
    "PlaceForm",
    "PolicyForm",
    "QuestionForm",
    "RefuseForm",
    "ScheduleOfferForm",
    "SessionForm",
    "SignUpForm",
    "TaskForm",
    "TimesForm",
    "UndoManyForm",
    "WishForm",
    "with_choice",
]

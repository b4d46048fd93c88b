"""What people type into the programme, cleaned and answered in plain words."""

from openweek.programme.forms.breaks import BreakForm
from openweek.programme.forms.coming import SignUpForm
from openweek.programme.forms.history import HistoryForm, UndoManyForm
from openweek.programme.forms.importing import ConfirmImportForm, ImportForm
from openweek.programme.forms.placing import EXTENSIONS, ExtendForm, PlaceForm
from openweek.programme.forms.sessions import ImproviseForm, MoveForm, SessionForm
from openweek.programme.forms.times import TimesForm, with_choice

__all__ = [
    "EXTENSIONS",
    "BreakForm",
    "ConfirmImportForm",
    "ExtendForm",
    "HistoryForm",
    "ImportForm",
    "ImproviseForm",
    "MoveForm",
    "PlaceForm",
    "SessionForm",
    "SignUpForm",
    "TimesForm",
    "UndoManyForm",
    "with_choice",
]

"""What people type into the programme, cleaned and answered in plain words."""

from openweek.programme.forms.sessions import ImproviseForm, MoveForm, SessionForm
from openweek.programme.forms.times import TimesForm, with_choice

__all__ = ["ImproviseForm", "MoveForm", "SessionForm", "TimesForm", "with_choice"]

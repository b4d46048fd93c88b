"""What is typed without the editor."""

from openweek.writing.forms.media import AboutForm, ChangeForm, MediaForm
from openweek.writing.forms.texts import PlainForm

__all__ = ["AboutForm", "ChangeForm", "MediaForm", "PlainForm"]

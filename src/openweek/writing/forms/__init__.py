"""What is typed without the editor."""

from openweek.writing.forms.texts import MediaForm, PlainForm

__all__ = ["MediaForm", "PlainForm"]

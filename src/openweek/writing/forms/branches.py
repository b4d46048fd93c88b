"""A copy that a browser hands over."""

from django import forms
from django.core.files.base import File

from openweek.writing.models import Branch


class BranchForm(forms.Form):
    reason = forms.ChoiceField(choices=Branch.Reason.choices)
    state = forms.FileField()

    @property
    def update(self) -> bytes:
        file: File[bytes] = self.cleaned_data["state"]
        content: bytes = file.read()
        return content

    def trouble(self) -> str:
        """The first thing that is wrong, in words."""
        return str(next(iter(self.errors.values()))[0])

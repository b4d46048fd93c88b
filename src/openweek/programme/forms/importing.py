"""A programme that was written elsewhere: the file, or what was copied from it."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openweek.ground.text import clean_line
from openweek.programme import actions, importing
from openweek.programme.importing import Programme
from openweek.programme.importing.unpacking import MOST_PACKED, too_large
from openweek.week.models import Week

MOST_PASTED = 2_000_000
NAME_LENGTH = 120


class ImportForm(forms.Form):
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy(
            "schedule.xml, schedule.json, pretalx, a calendar (.ics) or a table (.csv), also "
            "packed with gzip. We look at what is in it, not at its name."
        ),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or paste it here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "For instance from a spreadsheet. The first line names the columns: "
            "title, day, start, duration or end, room, who."
        ),
    )

    def __init__(self, *args: Any, week: Week, **options: Any) -> None:
        super().__init__(*args, **options)
        self.week = week
        self.content = b""
        self.name = ""
        self.programme: Programme | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file, pasted = cleaned.get("file"), cleaned.get("pasted", "")
        field = "file" if isinstance(file, UploadedFile) else "pasted"
        if isinstance(file, UploadedFile):
            self._take_file(file)
        elif len(pasted) > MOST_PASTED:
            self.add_error("pasted", _("That is too long to be pasted: choose the file instead."))
        elif pasted.strip():
            self.content = pasted.encode("utf-8", errors="replace")
        else:
            self.add_error("file", _("Choose a file, or paste what is in it."))
        if self.content and not self.errors:
            self._read(field)
        return cleaned

    def _take_file(self, file: "UploadedFile[bytes]") -> None:
        if (file.size or 0) > MOST_PACKED:
            self.add_error("file", too_large())
            return
        self.content = file.read()
        self.name = clean_line(file.name or "")[:NAME_LENGTH]
        if not self.content:
            self.add_error("file", _("This file is empty."))

    def _read(self, field: str) -> None:
        try:
            self.programme = importing.read(self.content, actions.where_of(self.week))
        except importing.Unreadable as unreadable:
            self.add_error(field, str(unreadable))


class ConfirmImportForm(forms.Form):
    extend = forms.BooleanField(required=False)
    remove_missing = forms.BooleanField(required=False)

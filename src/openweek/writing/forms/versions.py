"""Which moment of a text is meant: by its mark in the log, among moments, or by a time."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from openweek.ground.fields import LineField

LARGEST_MARK = 2**62


def _mark(**options: Any) -> forms.IntegerField:
    return forms.IntegerField(min_value=0, max_value=LARGEST_MARK, **options)


class KeepForm(forms.Form):
    name = LineField(
        label=_("A name for the present state"),
        error_messages={"required": _("Give it a name, such as “before the great cut”.")},
    )


class PairForm(forms.Form):
    """Two moments; without the later one, the present."""

    old = _mark()
    new = _mark(required=False)


class MomentForm(forms.Form):
    """One moment, said in one of three ways."""

    mark = _mark(required=False)
    step = forms.IntegerField(min_value=0, required=False)
    moment = forms.DateTimeField(
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        error_messages={"invalid": _("This is no date and time: 2026-03-20T14:30 would be one.")},
    )
    hands = forms.BooleanField(required=False)
    only = forms.IntegerField(required=False)

    def moment_in(self, zone: ZoneInfo) -> datetime | None:
        """What was typed is the time at the place; of an hour that comes twice, the later one."""
        typed: datetime | None = self.cleaned_data.get("moment")
        if typed is None:
            return None
        # The field took it for a time in the zone of the server.
        return typed.replace(tzinfo=zone, fold=1).astimezone(UTC)


class RestoreForm(forms.Form):
    mark = _mark()
    base = _mark()
    part = forms.IntegerField(min_value=0, max_value=100_000, required=False)

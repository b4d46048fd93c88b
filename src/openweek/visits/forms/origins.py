"""Where somebody comes from: a line that is understood when it is sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openweek.ground.fields import LineField
from openweek.place import territory
from openweek.place.territory import Territory

AS_WRITTEN = "as-written"


class OriginForm(forms.Form):
    """What was written is kept in any case; what it means is asked once when there is a doubt."""

    origin = LineField(
        label=gettext_lazy("Where do you come from?"),
        help_text=gettext_lazy("A town, a département, a region, a country: as you like."),
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.origin_choices: tuple[Territory, ...] = ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        typed = cleaned.get("origin", "")
        found = self._answered(typed)
        if found is None and typed and not self._left_as_written(typed):
            understood = territory.understand(typed)
            found, self.origin_choices = understood.sure, understood.choices
            if self.origin_choices:
                self.add_error("origin", _("Which one is it? Choose below, then send again."))
        cleaned["origin"] = found.said if found else typed
        cleaned["origin_kind"] = found.kind if found else ""
        cleaned["origin_code"] = found.code if found else ""
        return cleaned

    @property
    def as_written(self) -> str:
        return AS_WRITTEN

    def _answered(self, typed: str) -> Territory | None:
        """What was chosen of what was asked about these very words, or what was known already."""
        if not typed:
            return None
        if self.data.get("origin_asked") == typed:
            return territory.of_key(self.data.get("origin_choice", ""))
        if self.initial.get("origin") == typed and self.initial.get("origin_kind"):
            return territory.named(self.initial["origin_kind"], self.initial["origin_code"])
        return None

    def _left_as_written(self, typed: str) -> bool:
        return typed in {self.data.get("origin_asked"), self.initial.get("origin")}

"""Who is to have a right on a text: somebody of the place, everybody of a part, or a link."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from openweek.ground import clock
from openweek.ground.fields import LineField
from openweek.place.models import Person, Place
from openweek.place.queries import members
from openweek.writing.models import Grant, Level

LEVELS = [
    (Level.READ.value, _("read")),
    (Level.COMMENT.value, _("read, comment and suggest")),
    (Level.WRITE.value, _("write")),
]
A_LINK_LASTS = [("1", _("until tomorrow")), ("7", _("a week")), ("30", _("a month"))]
EVERYBODY = "role:"
SOMEBODY = "person:"


class RightForm(forms.Form):
    """For somebody of the place, or everybody of a part in it and those above."""

    holder = forms.ChoiceField(label=_("Who"))
    level = forms.ChoiceField(
        label=pgettext_lazy("a right", "May"),
        choices=[*LEVELS, (Level.MANAGE.value, _("write, share and close"))],
    )

    def __init__(self, *args: object, place: Place, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # whatever a form takes
        self._people: dict[str, Person] = {
            f"{SOMEBODY}{each.person_id}": each.person for each in members(place)
        }
        holder = self.fields["holder"]
        if isinstance(holder, forms.ChoiceField):
            holder.choices = [
                (gettext("Everybody of a part"), [(f"{EVERYBODY}{r}", n) for r, n in _roles()]),
                (gettext("Somebody"), [(key, who.name) for key, who in self._people.items()]),
            ]

    def clean(self) -> dict[str, object]:
        """Whoever passes by may not say who else may what."""
        said: dict[str, object] = super().clean() or {}
        is_anyone = said.get("holder") == f"{EVERYBODY}{Grant.Role.ANYONE}"
        if is_anyone and said.get("level") == Level.MANAGE:
            self.add_error("level", _("Anyone at all may read, comment or write, but not manage."))
        return said

    @property
    def person(self) -> Person | None:
        return self._people.get(self.cleaned_data["holder"])

    @property
    def role(self) -> str:
        held = str(self.cleaned_data["holder"])
        return held.removeprefix(EVERYBODY) if held.startswith(EVERYBODY) else ""


class LinkForm(forms.Form):
    """A link for people without an account; it always ends."""

    name = LineField(
        label=_("For whom"), limit=80,
        help_text=_("You will find it again under this name: “Thursday’s workshop”, “Odile”."),
    )  # fmt: skip
    level = forms.ChoiceField(
        label=pgettext_lazy("a right", "May"), choices=LEVELS, initial=Level.WRITE
    )
    days = forms.ChoiceField(label=_("Opens for"), choices=A_LINK_LASTS, initial="7")

    @property
    def expires_at(self) -> datetime:
        return clock.now() + timedelta(days=int(self.cleaned_data["days"]))


def _roles() -> list[tuple[str, str]]:
    """The widest last: it opens the text to the whole world."""
    return [(role.value, str(role.label)) for role in Grant.Role]

"""What the concierge types about the place and its people."""

from typing import Any
from uuid import uuid4
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openweek.ground.fields import LineField, ProseField
from openweek.place.models import Feature, Membership, Place, Role, Room

# Where French is spoken first; the rest of the world follows.
NEAR_ZONES = [
    "Europe/Paris", "America/Guadeloupe", "America/Martinique", "America/Cayenne",
    "Indian/Reunion", "Indian/Mayotte", "Pacific/Noumea", "Pacific/Tahiti", "America/Miquelon",
]  # fmt: skip


def _zones() -> list[tuple[str, str]]:
    others = sorted(
        name
        for name in available_timezones()
        if "/" in name and not name.startswith(("Etc/", "SystemV/", "posix/", "right/"))
    )
    names = dict.fromkeys([*NEAR_ZONES, *others])
    return [(name, name.replace("_", " ")) for name in names]


class PlaceForm(forms.Form):
    name = LineField(label=gettext_lazy("Name of the place"))
    tagline = LineField(
        label=gettext_lazy("In one sentence"), limit=200, required=False,
        help_text=gettext_lazy("What would you tell a neighbour who asks what this is?"),
    )  # fmt: skip
    description = ProseField(label=gettext_lazy("What it is"), required=False)
    address = LineField(label=gettext_lazy("Address"), limit=200, required=False)
    city = LineField(label=gettext_lazy("Town"), required=False)
    insee_code = forms.RegexField(
        r"^(\d{5}|2[ABab]\d{3})$", label=gettext_lazy("INSEE code of the commune"),
        required=False, max_length=5,
        help_text=gettext_lazy("Five characters, such as 42218 for Saint-Étienne."),
        error_messages={"invalid": gettext_lazy("Five characters are needed: 42218, 2A004…")},
    )  # fmt: skip
    how_to_come = ProseField(
        label=gettext_lazy("How to come"), limit=2000, required=False,
        help_text=gettext_lazy("Tram, bus, parking, steps at the door, which bell to ring."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("First language of the place"),
        choices=[("fr", "Français"), ("en", "English")],
    )
    timezone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=_zones)
    has_inks = forms.BooleanField(
        label=gettext_lazy("The place has two inks of its own"), required=False,
        help_text=gettext_lazy(
            "The covers of its books are printed in them. What could not be read is made lighter "
            "or darker by us."
        ),
    )  # fmt: skip
    ink_ground = forms.RegexField(
        r"^#[0-9A-Fa-f]{6}$", label=gettext_lazy("The ink of the ground"), required=False,
        widget=forms.ColorInput, error_messages={"invalid": gettext_lazy("Choose a colour.")},
    )  # fmt: skip
    ink_doors = forms.RegexField(
        r"^#[0-9A-Fa-f]{6}$", label=gettext_lazy("The ink of the doors"), required=False,
        widget=forms.ColorInput, error_messages={"invalid": gettext_lazy("Choose a colour.")},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Without inks of its own a place has those of the house."""
        cleaned = super().clean() or {}
        if not cleaned.pop("has_inks", False):
            cleaned["ink_ground"] = cleaned["ink_doors"] = ""
        return cleaned

    def clean_insee_code(self) -> str:
        return str(self.cleaned_data["insee_code"]).upper()


class RoomForm(forms.Form):
    """A room to add, or one to change."""

    name = LineField(
        label=gettext_lazy("Name of the room"),
        error_messages={"required": gettext_lazy("What do people call it?")},
    )
    seats = forms.IntegerField(
        label=gettext_lazy("Seats"), required=False, min_value=1, max_value=10_000
    )
    features = forms.MultipleChoiceField(
        label=gettext_lazy("What it offers"), choices=Feature.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    is_shared = forms.BooleanField(
        label=gettext_lazy("Several things may go on there at once"), required=False,
        help_text=gettext_lazy("A hall, a garden. Elsewhere one room holds one session at a time."),
    )  # fmt: skip
    after = forms.ChoiceField(
        label=gettext_lazy("Its place in the list"), required=False,
        help_text=gettext_lazy("The programme shows rooms in this order."),
    )  # fmt: skip

    def __init__(self, *args: Any, place: Place, room: Room | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        others = [each for each in place.rooms.all() if room is None or each.pk != room.pk]
        self._others = others
        after = self.fields["after"]
        assert isinstance(after, forms.ChoiceField)  # noqa: S101  said above
        first = [("first", _("The first"))]
        after.choices = first + [
            (str(each.pk), _("After %(room)s") % {"room": each.name}) for each in others
        ]
        self.initial.setdefault("after", self._before(room) if room else self._last())

    def _last(self) -> str:
        return str(self._others[-1].pk) if self._others else "first"

    def _before(self, room: Room) -> str:
        before = [each for each in self._others if each.position < room.position]
        return str(before[-1].pk) if before else "first"

    @property
    def position(self) -> int | None:
        """0 is first; None when nothing was said, which leaves it where it is."""
        numbers = {str(each.pk): place + 1 for place, each in enumerate(self._others)}
        return {"first": 0, **numbers}.get(self.cleaned_data.get("after", ""))

    def details(self) -> dict[str, Any]:
        return {
            name: self.cleaned_data[name] for name in ("name", "seats", "features", "is_shared")
        }


class NameForm(forms.Form):
    name = LineField(label=gettext_lazy("Your name"), limit=80)


class LeavingForm(forms.Form):
    """How somebody goes: with their name under what they did, or without."""

    name_kept = forms.TypedChoiceField(
        label=gettext_lazy("What you wrote"),
        choices=[
            ("yes", gettext_lazy("Keep my name under my texts")),
            ("no", gettext_lazy("Do not name me any more: “Somebody” wrote it")),
        ],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what becomes of your name.")},
    )
    sure = forms.BooleanField(
        label=gettext_lazy("I understand that this cannot be undone"),
        error_messages={"required": gettext_lazy("Tick this box to go on.")},
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=gettext_lazy("Part in the place"), choices=Role.choices)


class PersonForm(RoleForm):
    """A name and a part; without a mail address the concierge prints an access paper."""

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)
    name = LineField(label=gettext_lazy("Name"))
    email = forms.EmailField(
        label=gettext_lazy("Mail address"), required=False, max_length=254,
        help_text=gettext_lazy(
            "Only to send them a code when they sign in. Without one, print them an access paper."
        ),
    )  # fmt: skip
    field_order = ["once", "name", "role", "email"]

    def __init__(self, *args: Any, place: Place, **options: Any) -> None:
        super().__init__(*args, **options)
        self._place = place
        self.fields["once"].initial = str(uuid4())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        email = cleaned.get("email")
        already = email and Membership.objects.filter(
            place=self._place, person__email__iexact=email
        ).exclude(once=cleaned.get("once") or "none")
        if already and already.exists():
            self.add_error(
                "email", _("Somebody of the place has this address: change their part in the list.")
            )
        return cleaned

"""A picture, sound or film: the words that stand for it, whose it is, who agreed to be in it."""

import re

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from openweek.ground.fields import LineField, ProseField
from openweek.writing.actions import About
from openweek.writing.models import Consent, Media
from openweek.writing.queries.licences import licence_choices

WORDS_LENGTH = 5_000
CREDIT_LENGTH, LICENCE_LENGTH, CONSENT_LENGTH, CAPTION_LENGTH = 200, 40, 300, 500
# The shape of a code in SPDX's list, and of those of ours beside it.
_LICENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
CONSENTS = [
    (Consent.NOBODY.value, _("Nobody can be recognised")),
    (Consent.AGREED.value, _("Those who can be recognised agreed")),
    (Consent.UNASKED.value, _("They have not been asked yet")),
]


class AboutForm(forms.Form):
    """What may be said again at any time; nothing of it is asked but the words."""

    asked = ("consent", "consent_said", "alt", "file")
    is_decorative = forms.BooleanField(
        label=_("Decorative: who does not see it misses nothing"), required=False,
        help_text=_(
            "For a frame, a pattern, a picture of what the text tells already."
        ),
    )  # fmt: skip
    credit = LineField(
        label=_("Who made it"), limit=CREDIT_LENGTH, required=False,
        help_text=_("Empty when it is by whoever put it in."),
    )  # fmt: skip
    licence = forms.CharField(
        label=_("Its licence"), max_length=LICENCE_LENGTH, required=False,
        widget=forms.Select,
    )  # fmt: skip
    consent = forms.ChoiceField(
        label=_("Who can be recognised in it?"), choices=CONSENTS, initial=Consent.NOBODY.value,
        widget=forms.RadioSelect,
        help_text=_(
            "By their face or their voice. As long as somebody has not been asked, it stays here "
            "and does not come out with the book."
        ),
    )  # fmt: skip
    consent_said = LineField(
        label=pgettext_lazy("consent", "Who agreed, and how"), limit=CONSENT_LENGTH,
        help_text=_(
            "If they did: “Ginette and Paul, when we took it”, “the children’s parents, on paper”."
        ),
    )  # fmt: skip

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # whatever a form takes
        for field in self.fields.values():
            field.label_suffix = ""
        widget = self.fields["licence"].widget
        if isinstance(widget, forms.Select):
            offered = [("", gettext("that of the book")), *licence_choices()]
            said = str(self["licence"].value() or "")
            if said not in dict(offered) and _LICENCE.fullmatch(said):
                offered.append((said, said))
            widget.choices = offered

    def full_clean(self) -> None:
        """None of these may be called optional; whether one lacks depends on the others."""
        asked = [field for name, field in self.fields.items() if name in self.asked]
        for field in asked:
            field.required = False
        super().full_clean()
        for field in asked:
            field.required = True

    def clean_licence(self) -> str:
        code: str = self.cleaned_data["licence"]
        if code and not _LICENCE.fullmatch(code):
            raise forms.ValidationError(gettext("Choose a licence from the list."))
        return code

    def clean(self) -> dict[str, object]:
        said: dict[str, object] = super().clean() or {}
        said["consent"] = said.get("consent") or Consent.NOBODY.value
        if said["consent"] != Consent.AGREED:
            said["consent_said"] = ""
        elif not said.get("consent_said") and "consent_said" not in self.errors:
            self.add_error("consent_said", gettext("Say who agreed, and how."))
        return said

    @property
    def about(self) -> About:
        said = self.cleaned_data
        names = ("is_decorative", "credit", "licence", "consent", "consent_said")
        return About(**{name: said[name] for name in names})

    def trouble(self) -> str:
        """The first thing that is wrong, in words."""
        return str(next(iter(self.errors.values()))[0])


class MediaForm(AboutForm):
    """Puts one in: a file, or one that has come in parts."""

    file = forms.FileField(label=_("The file"), allow_empty_file=True)
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)
    # Asked for once it is known whether there is something to see or to hear.
    alt = ProseField(
        label=_("In words, for who does not see or hear it"), limit=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    field_order = ("file", "alt")

    @property
    def chosen(self) -> "File[bytes] | None":
        file: File[bytes] | None = self.cleaned_data["file"]
        return file

    def clean(self) -> dict[str, object]:
        said = super().clean()
        if not said.get("file") and not said.get("upload") and not self.errors:
            self.add_error("file", gettext("Choose a file."))
        return said


class ChangeForm(AboutForm):
    """Without the editor: the words as well, which stand in the text."""

    alt = ProseField(
        label=_("In words, for who does not see or hear it"), limit=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    caption = LineField(label=_("Caption"), limit=CAPTION_LENGTH, required=False)

    field_order = ("alt", "is_decorative", "caption")

    def __init__(self, *args: object, media: Media, **more: object) -> None:
        super().__init__(*args, **more)
        self.media_row = media
        if media.kind != "image":
            del self.fields["is_decorative"]

    def clean(self) -> dict[str, object]:
        said = super().clean()
        said.setdefault("is_decorative", False)
        if said["is_decorative"]:
            said["alt"] = ""
        elif not said.get("alt") and "alt" not in self.errors:
            self.add_error(
                "alt",
                gettext("Say in a few words what the picture shows.")
                if self.media_row.kind == "image"
                else gettext("Say in a few words what is seen or heard."),
            )
        return said

    def attributes(self) -> dict[str, object]:
        """Of the node in the text."""
        said = self.cleaned_data
        name = "alt" if self.media_row.kind == "image" else "words"
        told: dict[str, object] = {name: said["alt"], "caption": said["caption"] or None}
        if self.media_row.kind == "image":
            told["alt"] = " ".join(str(said["alt"]).split())
            told["decorative"] = True if said["is_decorative"] else None
        return told

"""What visitors write of themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from openweek.ground.fields import LineField, ProseField
from openweek.place.spoken import LANGUAGES
from openweek.visits.forms.halves import HalfDaysField, HalfDaysForm, PartySizeField
from openweek.visits.forms.origins import OriginForm
from openweek.visits.models import Age, Heard, Need, PhotoConsent

UNSAID = ("", gettext_lazy("I would rather not say"))
HostChoices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Fold:
    """A part of the form that opens for whoever wants to say more, or says it wrongly."""

    name: str
    title: str
    fields: list[BoundField]
    is_open: bool


class ConsentsForm(forms.Form):
    """What may be done with a picture of them, and with their address; each apart."""

    photo_consent = forms.ChoiceField(
        label=gettext_lazy("May you be in photographs of the week?"),
        help_text=gettext_lazy("As long as you have not said yes, nobody photographs you."),
        choices=[UNSAID, *PhotoConsent.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    newsletter = forms.BooleanField(
        label=gettext_lazy("Write to me too when there is news of the place"),
        help_text=gettext_lazy("A letter now and then, apart from your visit. Each has an end."),
        required=False,
    )


class WordForm(forms.Form):
    """What somebody says after they came."""

    word = ProseField(
        label=gettext_lazy("A word about your visit"),
        help_text=gettext_lazy("What you found, what you learnt, what was missing."),
        limit=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    word_is_public = forms.BooleanField(
        label=gettext_lazy("You may quote it, with my first name"), required=False
    )

    @property
    def said(self) -> dict[str, Any]:
        """What the action is told."""
        told = self.cleaned_data
        return {"word": told["word"], "is_public": told["word_is_public"]}


class ChangeVisitForm(HalfDaysForm, OriginForm, ConsentsForm):
    waiting = HalfDaysField(label=gettext_lazy("Tell me if a seat becomes free"), required=False)
    name = LineField(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("A first name is enough."),
        error_messages={"required": gettext_lazy("Say a name, so that we know whom we expect.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("Only if you want a letter with your code and your link."),
        required=False,
        max_length=254,
    )
    party_size = PartySizeField(label=gettext_lazy("How many are you?"))
    group = LineField(
        label=gettext_lazy("You come as a group?"),
        help_text=gettext_lazy("A class, an association, a family: what we should call you."),
        required=False,
    )
    project = ProseField(
        label=gettext_lazy("What do you come with?"),
        help_text=gettext_lazy("A project, a question, an appliance, or mere curiosity."),
        limit=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    learn = LineField(
        label=gettext_lazy("What would you like to learn?"),
        help_text=gettext_lazy("A few words, with commas: sewing, Linux, baking bread."),
        limit=300,
        required=False,
    )
    show = LineField(
        label=gettext_lazy("What could you show others?"), limit=300, required=False
    )  # fmt: skip
    wishes = forms.MultipleChoiceField(
        label=gettext_lazy("Whom would you like to meet?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    need_codes = forms.MultipleChoiceField(
        label=gettext_lazy("Is there something that we should prepare?"),
        choices=Need.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    needs = ProseField(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy("A quiet corner, a stroller, a chair with arms…"),
        limit=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("In which languages can one speak with you?"),
        choices=list(LANGUAGES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    age = forms.ChoiceField(
        label=gettext_lazy("Your age"),
        choices=[UNSAID, *Age.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    guardian = LineField(
        label=gettext_lazy("Under 15: a parent or guardian"),
        help_text=gettext_lazy("Their name and how to reach them: a telephone, an address."),
        limit=200,
        required=False,
    )
    is_partner = forms.BooleanField(
        label=gettext_lazy("I come for a partner of the place"), required=False
    )
    organisation = LineField(label=gettext_lazy("Which one?"), required=False)
    heard = forms.ChoiceField(
        label=gettext_lazy("How did you hear of the week?"),
        choices=[UNSAID, *Heard.choices],
        required=False,
    )

    FOLDS = (
        ("with", pgettext_lazy("part of a form", "Several of you"), ("party_size", "group")),
        ("brings", gettext_lazy("What brings you"), ("project", "learn", "show", "wishes")),
        ("ease", gettext_lazy("So that you are at ease"), ("need_codes", "needs", "languages")),
        (
            "about",
            gettext_lazy("Who you are, if you like"),
            ("origin", "age", "guardian", "is_partner", "organisation", "heard"),
        ),
        ("photos", gettext_lazy("Photographs and news"), ("photo_consent", "newsletter")),
    )

    def __init__(
        self, *args: Any, hosts: HostChoices = (), has_letters: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.hosts = hosts
        wishes = self.fields["wishes"]
        assert isinstance(wishes, forms.MultipleChoiceField)  # noqa: S101  said above
        wishes.choices = list(hosts)
        if not hosts:
            del self.fields["wishes"]
        if not has_letters:
            del self.fields["email"], self.fields["newsletter"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("age") == Age.UNDER_15 and not cleaned.get("guardian"):
            self.add_error(
                "guardian",
                _("Under 15, we need a parent or guardian: their name and how to reach them."),
            )
        if cleaned.get("newsletter") and "email" in self.fields and not cleaned.get("email"):
            self.add_error("newsletter", _("To which address? Write yours above, or untick this."))
        if cleaned.get("organisation"):
            cleaned["is_partner"] = True
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        """What the action is told."""
        told = dict(self.cleaned_data)
        told["halves"] = told.pop("half_days")
        told["wishes"] = [int(each) for each in told.pop("wishes", ())]
        return told

    @property
    def offered(self) -> str:
        """The same for two forms that offer the same."""
        return repr((sorted(self.fields), self.hosts))

    @property
    def folds(self) -> list[Fold]:
        return [
            Fold(name, str(title), shown, is_open=any(map(self._is_said, shown)))
            for name, title, names in self.FOLDS
            if (shown := list(self._shown(names)))
        ]

    def _shown(self, names: Iterable[str]) -> Iterable[BoundField]:
        return (self[name] for name in names if name in self.fields)

    def _is_said(self, bound: BoundField) -> bool:
        """Nobody has to look for what they wrote, or for what is wrong."""
        value = bound.value()
        return bool(bound.errors) or (bool(value) and str(value) != str(bound.field.initial))


class VisitForm(ChangeVisitForm):
    once = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors.get("half_days") and not (
            cleaned.get("half_days") or cleaned.get("waiting")
        ):
            sentence = _("Tick at least one half-day: that is when we expect you.")
            self.add_error("half_days", sentence)
        return cleaned

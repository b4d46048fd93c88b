"""Wishing, offering, "me too", asking: a title or a sentence is enough."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from openweek.commons import queries as commons_queries
from openweek.commons.models import Format
from openweek.ground import clock
from openweek.ground.fields import LineField, ProseField
from openweek.look import dates
from openweek.place.tasks import TITLE_LENGTH
from openweek.programme.forms.named import NamedForm
from openweek.programme.forms.times import TimesForm
from openweek.programme.models import Session
from openweek.week import halves
from openweek.week.models import Week
from openweek.week.queries import days_of


class _ToBeTold(NamedForm):
    """Who they are, if they like, and where to tell them; neither is asked of whoever is known."""

    name = LineField(label=gettext_lazy("Your name, or how you like to be called"), required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), required=False,
        help_text=gettext_lazy("To be told when it comes true, and never otherwise."),
    )  # fmt: skip


class MeTooForm(_ToBeTold):
    """Nothing at all is needed."""


class WishForm(_ToBeTold):
    """What somebody would like."""

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    # They have seen what resembles it, and mean another thing.
    is_another = forms.BooleanField(widget=forms.HiddenInput, required=False)
    title = LineField(
        label=gettext_lazy("What would you like?"), limit=250,
        help_text=gettext_lazy("For example: mend a bicycle, speak Italian, understand my taxes."),
        error_messages={"required": gettext_lazy("Say it in a few words: that is enough.")},
    )  # fmt: skip
    summary = LineField(label=gettext_lazy("A little more, if you like"), required=False, limit=300)
    track = LineField(
        label=gettext_lazy("Subject"), required=False,
        help_text=gettext_lazy("A word that several wishes share: garden, digital, history."),
    )  # fmt: skip

    field_order = ["once", "is_another", "title", "summary", "track", "name", "email"]

    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("summary", "track")}


class OfferForm(forms.Form):
    """What somebody can teach, show or share."""

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    title = LineField(
        label=gettext_lazy("What can you teach, show or share?"), limit=250,
        error_messages={"required": gettext_lazy("Say it in a few words: that is enough.")},
    )  # fmt: skip
    facilitator = LineField(
        label=gettext_lazy("Your name, or how you like to be called"), required=False, limit=500
    )
    summary = LineField(label=gettext_lazy("A little more, if you like"), required=False, limit=300)
    track = LineField(
        label=gettext_lazy("Subject"), required=False,
        help_text=gettext_lazy("A word that several offers share: garden, digital, history."),
    )  # fmt: skip
    format = forms.ModelChoiceField(
        label=gettext_lazy("Format"), queryset=Format.objects.none(), required=False
    )
    availability = forms.MultipleChoiceField(
        label=gettext_lazy("When can you come?"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: any time will do."),
    )  # fmt: skip

    DETAILS = ("facilitator", "summary", "track", "format", "availability")

    def __init__(self, *args: Any, week: Week, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen, when = self.fields["format"], self.fields["availability"]
        assert isinstance(chosen, forms.ModelChoiceField)  # noqa: S101  said above
        assert isinstance(when, forms.ChoiceField)  # noqa: S101  said above
        chosen.queryset = commons_queries.formats_of(week.place).filter(is_challenge=False)
        chosen.empty_label = _("None in particular")
        now = clock.now().astimezone(week.place.zone)
        openings = [each for day in days_of(week) for each in halves.openings_of(day, now)]
        when.choices = [(each.half.key, each.half.in_full) for each in openings if not each.is_past]

    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.DETAILS}


class ScheduleOfferForm(TimesForm):
    """A time for an offer; without one it waits to be placed."""

    def __init__(self, *args: Any, week: Week, **options: Any) -> None:
        super().__init__(*args, week=week, **options)
        days = [(day.isoformat(), dates.day(day)) for day in self.offered_days()]
        self._offer("day", [("", _("Not decided yet")), *days])
        self.fields["day"].required = self.fields["starts"].required = False

    def chosen_days(self, cleaned: dict[str, Any]) -> list[date]:
        days = super().chosen_days(cleaned)
        if not days and (cleaned.get("starts") or cleaned.get("room")):
            self.add_error("day", _("On which day? Without one, its hour and room are lost."))
        return days

    def when(self) -> dict[str, Any]:
        """How long it lasts is kept while it has no time."""
        return {"spans": self.spans, "minutes": self.cleaned_data["minutes"]}


class MeetWishForm(ScheduleOfferForm):
    """Who runs what somebody wished for, anew or with an offer of theirs."""

    offer = forms.TypedChoiceField(
        label=gettext_lazy("With what?"), widget=forms.RadioSelect, required=False, coerce=int,
        empty_value=None,
    )  # fmt: skip
    facilitator = LineField(
        label=pgettext_lazy("of a session", "Who runs it"), limit=500,
        error_messages={"required": gettext_lazy("Give a name: that is enough.")},
    )  # fmt: skip

    field_order = ["offer", "facilitator"]

    def __init__(self, *args: Any, offers: list[Session], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offers = {offer.pk: offer for offer in offers}
        if offers:
            titles = [(offer.pk, _("The offer “%(title)s”") % {"title": offer}) for offer in offers]
            self._offer("offer", [("", _("Just this wish")), *titles])
        else:
            del self.fields["offer"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("offer"):
            # The offer says already who runs it.
            self.errors.pop("facilitator", None)
        return cleaned

    @property
    def chosen_offer(self) -> Session | None:
        return self.offers.get(self.cleaned_data.get("offer") or 0)


class QuestionForm(forms.Form):
    """One question; a name only if they like."""

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    text = ProseField(
        label=gettext_lazy("Your question"), limit=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write your question first.")},
    )  # fmt: skip
    name = LineField(label=gettext_lazy("Your name, if you like"), required=False)


class TaskForm(forms.Form):
    """A small thing to do."""

    title = LineField(
        label=gettext_lazy("A small thing to do"), limit=TITLE_LENGTH,
        error_messages={"required": gettext_lazy("Say what there is to do.")},
    )  # fmt: skip

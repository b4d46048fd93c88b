"""What concierges write of a challenge."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openweek.challenges.models import Challenge
from openweek.challenges.queries import Kind, kinds_of
from openweek.commons.licences import LICENCES, licence
from openweek.ground import clock
from openweek.ground.fields import LineField, ProseField
from openweek.week.models import Week

BIGGEST_TEAM = 60


class _SaidOfAChallenge(forms.Form):
    """What may be said when it is set, and said otherwise later."""

    DETAILS = ("title", "summary", "who", "publishes", "licence")

    title = LineField(label=gettext_lazy("Title"))
    summary = LineField(
        label=gettext_lazy("In one sentence"),
        help_text=gettext_lazy("What is written, and for whom?"),
        required=False,
        limit=300,
    )
    rules = ProseField(
        label=gettext_lazy("The rules"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Who may take part"),
        choices=Challenge.Who.choices,
        widget=forms.RadioSelect,
        initial=Challenge.Who.ANYBODY,
    )
    team_size = forms.IntegerField(
        label=gettext_lazy("How many in a team, ideally"),
        required=False,
        min_value=1,
        max_value=BIGGEST_TEAM,
    )
    publishes = forms.ChoiceField(
        label=gettext_lazy("What is published on the last day"),
        choices=Challenge.Publishes.choices,
        widget=forms.RadioSelect,
        initial=Challenge.Publishes.EVERY,
    )
    licence = forms.ChoiceField(label=gettext_lazy("Under which licence"), required=False)
    first_day = forms.DateField(
        label=gettext_lazy("Teams sign up from"), required=False, widget=forms.DateInput
    )
    first_hour = forms.TimeField(
        label=gettext_lazy("At what time"), required=False, widget=forms.TimeInput
    )

    def __init__(self, *args: Any, week: Week, **options: Any) -> None:
        super().__init__(*args, **options)
        self.week = week
        usual = _("that of the week: %(licence)s") % {"licence": licence(week.licence).short}
        self.offer("licence", [("", usual), *((c, each.title) for c, each in LICENCES.items())])

    def offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  said some lines above
        field.choices = list(choices)

    def moment(self, day: str, hour: str) -> datetime | None:
        """An hour that comes twice, when the clocks go back, is the second one: later is kinder."""
        date, time = self.cleaned_data.get(day), self.cleaned_data.get(hour)
        if date is None or time is None:
            return None
        return datetime.combine(date, time).replace(tzinfo=self.week.place.zone, fold=1)

    def opens_at(self) -> datetime | None:
        """From midnight when no hour is said; None for right away."""
        if self.cleaned_data.get("first_day") and self.cleaned_data.get("first_hour") is None:
            self.cleaned_data["first_hour"] = datetime.min.time()
        return self.moment("first_day", "first_hour")

    def refuse_late_opening(self, closes_at: datetime | None) -> None:
        opens_at = self.opens_at()
        if opens_at is not None and closes_at is not None and opens_at >= closes_at:
            self.add_error("first_day", _("Teams could only sign up once it is over."))


class ChallengeForm(_SaidOfAChallenge):
    """A challenge as a concierge sets it."""

    template = forms.ChoiceField(
        label=gettext_lazy("Which kind of challenge"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a kind: the books begin from it.")},
    )
    last_day = forms.DateField(
        label=gettext_lazy("The day on which the books are published"), widget=forms.DateInput
    )
    last_hour = forms.TimeField(
        label=gettext_lazy("At what time"),
        help_text=gettext_lazy("From then on nobody writes any more, whatever the state."),
        widget=forms.TimeInput,
    )
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, week: Week, **options: Any) -> None:
        super().__init__(*args, week=week, **options)
        self.known_kinds = kinds_of(week.place)
        self.offer("template", [(kind.slug, kind.title) for kind in self.known_kinds])
        self.fields["rules"].help_text = _(
            "Left empty, they are those of the kind. Markdown is understood."
        )
        self.fields["team_size"].help_text = _("Left empty, as many as the kind says.")

    @property
    def kinds(self) -> list[tuple[Kind, Any]]:
        """Each with its button."""
        return list(zip(self.known_kinds, self["template"], strict=True))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        closes_at = self.closes_at()
        if closes_at is not None and closes_at <= clock.now():
            self.add_error("last_hour", _("That moment is over: choose one that is to come."))
        else:
            self.refuse_late_opening(closes_at)
        return cleaned

    def closes_at(self) -> datetime | None:
        return self.moment("last_day", "last_hour")

    def details(self) -> dict[str, Any]:
        """As the action takes them: what was left empty is as the kind has it."""
        said = self.cleaned_data
        own = {name: said[name] for name in ("rules", "team_size") if said[name]}
        return {**{name: said[name] for name in ("summary", "who", "publishes", "licence")}, **own}


class ChangeChallengeForm(_SaidOfAChallenge):
    """What a challenge says of itself; the moment at which it ends is moved elsewhere."""

    def __init__(self, *args: Any, challenge: Challenge, has_teams: bool, **options: Any) -> None:
        zone = challenge.week.place.zone
        opens_at = challenge.opens_at.astimezone(zone)
        initial = {
            name: getattr(challenge, name) for name in (*self.DETAILS, "rules", "team_size")
        } | {"first_day": opens_at.date(), "first_hour": f"{opens_at:%H:%M}"}
        super().__init__(*args, week=challenge.week, initial=initial, **options)
        self.challenge = challenge
        self.fields["rules"].help_text = _("Markdown is understood.")
        # What teams signed up for; and a beginning that is over.
        if has_teams:
            del self.fields["licence"]
        if challenge.is_closed:
            del self.fields["first_day"], self.fields["first_hour"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.refuse_late_opening(self.challenge.closes_at)
        return cleaned

    def details(self) -> dict[str, Any]:
        names = [*self.DETAILS, "rules", "team_size"]
        said = {name: self.cleaned_data[name] for name in names if name in self.fields}
        opens_at = self.opens_at()
        shown = self.challenge.opens_at.replace(second=0, microsecond=0)
        # Seconds are not shown: the same minute is the same moment.
        return said if opens_at in {None, shown} else {**said, "opens_at": opens_at}

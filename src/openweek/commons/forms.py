"""What somebody types of a format."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from openweek.commons import outline
from openweek.commons.checklist import FARTHEST_DAYS, LONGEST_WORDS, MOST, NotAChecklist, parse
from openweek.commons.licences import LICENCES
from openweek.commons.models import Format
from openweek.commons.outline import NotAnOutlineError
from openweek.commons.recipes import FormatRecipe
from openweek.ground.fields import LineField, ProseField
from openweek.place.models import Feature

LONGEST_MINUTES = 60 * 24 * 7
# What seniors wrote in a book may be longer than a recipe that somebody types.
LONGEST_PART = 60_000
BIGGEST_TEAM = 60
# The parts of the form, in their order; what belongs to none stands first, open.
OF_A_WEEK = ("is_week", "closes", "checklist")
OF_A_SESSION = (
    "habit", "duration_minutes", "weekdays", "starts", "seats", "steps", "room_needs", "needs",
    "tasks",
)  # fmt: skip
OF_A_CHALLENGE = (
    "is_challenge", "chapters", "rules", "team_size", "mixes_institutions", "feeds",
)  # fmt: skip
HOURS = ["%H:%M", "%H:%M:%S", "%Hh%M", "%Hh", "%H h %M", "%H h"]


@dataclass(frozen=True)
class Part:
    """Some fields of the form under one title; those without a title are always open."""

    title: str
    fields: list[forms.BoundField]
    is_open: bool


class FormatForm(forms.Form):
    """A title and what it is for are enough; a recipe grows."""

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = LineField(label=_("Name of the format"))
    purpose = LineField(
        label=_("What it is for"), limit=300,
        help_text=_("One sentence that makes somebody want to try."),
    )  # fmt: skip
    audience = LineField(label=_("For whom"), limit=200, required=False)
    habit = LineField(
        label=_("When it happens"), required=False,
        help_text=_("Its day and hour, when it has some: “Tuesdays, 10 to noon”."),
    )  # fmt: skip
    duration_minutes = forms.IntegerField(
        label=_("How long, in minutes"), required=False, min_value=5, max_value=LONGEST_MINUTES
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days of the week"), required=False, coerce=int,
        choices=list(WEEKDAYS.items()), widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    starts = forms.TimeField(
        label=_("At what hour"), required=False,
        input_formats=HOURS,
        error_messages={"invalid": _("Write the hour like this: 14:30.")},
    )  # fmt: skip
    seats = forms.IntegerField(
        label=_("How many fit in"), required=False, min_value=1, max_value=10_000
    )
    steps = ProseField(
        label=_("Step by step"), required=False, limit=LONGEST_PART,
        help_text=_("One step a line: “1.”, “2.”… Markdown is understood: **bold**, lists, links."),
        widget=forms.Textarea(attrs={"rows": 9}),
    )  # fmt: skip
    roles = ProseField(label=_("Who does what"), required=False, limit=LONGEST_PART)
    material = ProseField(label=_("What is needed"), required=False, limit=LONGEST_PART)
    room_needs = LineField(label=_("Which room"), limit=200, required=False)
    needs = forms.MultipleChoiceField(
        label=_("What the room must offer"), required=False, choices=Feature.choices,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    tasks = ProseField(
        label=_("Small tasks"), required=False, limit=4000,
        help_text=_("One a line: “put out the tables”, “make coffee”. Each session gets them."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    is_week = forms.BooleanField(
        label=_("It is the recipe of a whole week of open doors"), required=False,
        help_text=_("The doors are then open on its days of the week, from its hour to this one."),
    )  # fmt: skip
    closes = forms.TimeField(
        label=_("Of a week: at what hour the doors close"), required=False, input_formats=HOURS,
        error_messages={"invalid": _("Write the hour like this: 14:30.")},
    )  # fmt: skip
    checklist = ProseField(
        label=_("Of a week: the check-list"), required=False, limit=12_000,
        help_text=_(
            "One thing a line, with the days from the first one before it: "
            "“-14 Print the posters”, “0 Make coffee”, “+7 Write the report”."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    is_challenge = forms.BooleanField(
        label=_("It is a kind of challenge: teams write a book from it"), required=False
    )
    chapters = ProseField(
        label=_("The chapters of its book"), required=False, limit=LONGEST_PART,
        help_text=_("One thing a line; the sign at its beginning says what it is."),
        widget=forms.Textarea(attrs={"rows": 18, "class": "outline"}),
    )  # fmt: skip
    rules = ProseField(
        label=_("The rules"), required=False, limit=12_000,
        help_text=_("Each new challenge of this kind begins with them. Markdown is understood."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    team_size = forms.IntegerField(
        label=_("How many in a team, ideally"), required=False, min_value=1,
        max_value=BIGGEST_TEAM,
    )  # fmt: skip
    mixes_institutions = forms.BooleanField(
        label=_("Its teams mix people of several institutions"), required=False
    )
    feeds = forms.ChoiceField(
        label=_("Once published, its books become the next version of"), required=False,
        help_text=_("The chapters that say so (“-> steps”) take the place of those parts of it."),
    )  # fmt: skip
    licence = forms.ChoiceField(
        label=_("Licence"), help_text=_("On which terms others may take and adapt this recipe.")
    )

    def __init__(self, *args: Any, fed: Iterable[Format] = (), **options: Any) -> None:
        """``fed`` are the formats that its books may become a version of."""
        super().__init__(*args, **options)
        self.fields["once"].initial = str(uuid4())
        self._offer("licence", [(code, each.title) for code, each in LICENCES.items()])
        # A chapter keeps its key by those that the form was shown with.
        self.known = list(self.initial.get("chapters") or [])
        self.initial["chapters"] = outline.write(self.known)
        choices = {"": gettext("nothing: they are books, that is all")}
        choices |= {each.slug: each.title for each in fed}
        kept = self.initial.get("feeds", "")
        self._offer("feeds", {kept: kept, **choices}.items() if kept else choices.items())

    def _offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  said a few lines above
        field.choices = list(choices)

    @property
    def parts(self) -> list[Part]:
        """Its fields as the page shows them: first what the recipe is about, then the rest."""
        of_a_week = self._part(gettext("A recipe of a whole week"), OF_A_WEEK)
        of_a_challenge = self._part(
            gettext("A recipe of a challenge and its books"), OF_A_CHALLENGE
        )
        licence = self._open(["licence"])
        if not of_a_challenge.is_open:
            others = {*OF_A_WEEK, *OF_A_CHALLENGE, "licence"}
            first = self._open([each for each in self.fields if each not in others])
            return [first, of_a_week, of_a_challenge, licence]
        title = gettext("What only a session has")
        return [
            self._open(["once", "based_on", "title", "purpose", "audience"]),
            of_a_challenge,
            self._open(["roles", "material"]),
            self._part(title, OF_A_SESSION, is_about=False),
            of_a_week,
            licence,
        ]

    def _open(self, names: Iterable[str]) -> Part:
        return Part("", [self[name] for name in names], is_open=True)

    def _part(self, title: str, names: tuple[str, ...], *, is_about: bool = True) -> Part:
        """Open for what it is about already, and where something is to be corrected."""
        fields = [self[name] for name in names]
        is_open = (is_about and bool(fields[0].value())) or any(each.errors for each in fields)
        return Part(title, fields, is_open=is_open)

    def clean_starts(self) -> str:
        """As the format keeps it."""
        return _as_kept(self.cleaned_data["starts"])

    def clean_closes(self) -> str:
        return _as_kept(self.cleaned_data["closes"])

    def clean_checklist(self) -> str:
        """As it was typed, once each line can be followed."""
        typed: str = self.cleaned_data["checklist"]
        try:
            parse(typed)
        except NotAChecklist as refusal:
            raise forms.ValidationError(_what_is_wrong(refusal), code=refusal.reason) from refusal
        return typed

    def clean_chapters(self) -> outline.Chapters:
        """As the format keeps them."""
        try:
            return outline.parse(self.cleaned_data["chapters"], self.known)
        except NotAnOutlineError as refusal:
            words = _what_to_correct(refusal)
            raise forms.ValidationError(words, code=refusal.reason) from refusal

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("is_challenge") and cleaned.get("chapters") == []:
            self.add_error("chapters", gettext("A book has one chapter at least: “# Its title”."))
        opens, closes = cleaned.get("starts"), cleaned.get("closes")
        if cleaned.get("is_week") and opens and closes and closes <= opens:
            self.add_error("closes", _("The doors close before they open."))
        return cleaned


def _as_kept(hour: time | None) -> str:
    return f"{hour:%H:%M}" if hour else ""


def _what_is_wrong(refusal: NotAChecklist) -> str:
    words = {
        "many": gettext("At most %(most)d things fit in a check-list."),
        "empty": gettext("Line %(number)d says when, but not what is to be done."),
        "long": gettext("Line %(number)d is too long: at most %(longest)d characters."),
        "far": gettext("Line %(number)d is more than %(farthest)d days away."),
    }
    return words[refusal.reason] % {
        "number": refusal.number, "most": MOST, "longest": LONGEST_WORDS,
        "farthest": FARTHEST_DAYS,
    }  # fmt: skip


def _what_to_correct(refusal: NotAnOutlineError) -> str:
    words = {
        "orphan": gettext("Line %(number)d stands before any chapter: begin one with “# Title”."),
        "untitled": gettext("The chapter on line %(number)d needs a title after its “#”."),
        "long_title": gettext(
            "The title on line %(number)d is too long: at most %(title)d characters."
        ),
        "many": gettext(
            "Line %(number)d begins one chapter more than the %(chapters)d that fit in a book."
        ),
        "twice": gettext(
            "Line %(number)d names a second chapter “%(words)s”: give one of them another title."
        ),
        "long_example": gettext("The example on line %(number)d becomes too long to be read."),
        "long_prompt": gettext(
            "The question on line %(number)d is too long: at most %(prompt)d characters."
        ),
        "many_prompts": gettext(
            "Line %(number)d asks one question more than the %(prompts)d that a chapter takes."
        ),
        "media": gettext(
            "Line %(number)d asks for “%(words)s”: image, sound and film can be asked for."
        ),
        "kind": gettext(
            "Line %(number)d says “= %(words)s”: only “= glossary” means something here."
        ),
        "feeds": gettext(
            "Line %(number)d goes to “%(words)s”: a chapter can become purpose, audience, steps, "
            "roles or material."
        ),
    }
    return words[refusal.reason] % {
        "number": refusal.number, "words": refusal.words[:60], "title": outline.LONGEST_TITLE,
        "chapters": outline.MOST_CHAPTERS, "prompt": outline.LONGEST_PROMPT,
        "prompts": outline.MOST_PROMPTS,
    }  # fmt: skip


class AdoptForm(forms.Form):
    """Which of the shipped recipes to take."""

    slugs = forms.MultipleChoiceField(
        label=_("Recipes to take"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one recipe at least.")},
    )  # fmt: skip

    def __init__(self, *args: Any, recipes: list[FormatRecipe], **options: Any) -> None:
        super().__init__(*args, **options)
        slugs = self.fields["slugs"]
        assert isinstance(slugs, forms.MultipleChoiceField)  # noqa: S101  said just above
        slugs.choices = [(each.slug, f"{each.title} · {each.purpose}") for each in recipes]

"""What a new week begins with: all of it proposed, from a format or from an earlier week."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from openweek.commons import queries as commons
from openweek.commons.models import Format
from openweek.commons.queries import ChecklistLine, FormatRecipe
from openweek.ground import clock
from openweek.look import dates
from openweek.place import queries as places
from openweek.place.models import Place, Room
from openweek.week import queries
from openweek.week.models import Week

MONDAY_TO_FRIDAY = [0, 1, 2, 3, 4]
OPENS, CLOSES = time(9), time(18)
LICENCE = "CC-BY-SA-4.0"
KEPT_DAYS = 90
EARLIER_SHOWN = 3
# What an earlier week said of itself and the next one can say again.
COPIED = [
    "tagline", "description", "organisers", "how_to_come", "licence", "move_commons",
    "principles", "capacity", "kept_days", "remote_url",
]  # fmt: skip


@dataclass(frozen=True)
class Source:
    """What a week can be made from. ``key`` is how the address of the page names it."""

    key: str
    title: str
    words: str
    format: Format | None = None
    recipe: FormatRecipe | None = None
    week: Week | None = None


@dataclass(frozen=True)
class Proposal:
    """Everything that a week can begin with, before the concierge changed any of it."""

    place: Place
    source: Source
    starts_on: date
    ends_on: date
    title: str
    weekdays: list[int]
    opens: time
    closes: time
    # Days of the week that keep hours of their own, as they had in the earlier week.
    odd_hours: dict[int, tuple[time, time]] = field(default_factory=dict)
    rooms: list[Room] = field(default_factory=list)
    formats: list[Format] = field(default_factory=list)
    checklist: list[tuple[str, date | None]] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def made_from(self) -> Format | None:
        """The format of the place; of an earlier week, the one that it was made from."""
        return self.source.week.format if self.source.week else self.source.format

    @property
    def gatherings(self) -> QuerySet[Format]:
        """Those that may be chosen, also when the days are changed."""
        return gatherings_of(self.place)


def sources(place: Place) -> list[Source]:
    """The place's formats of weeks, recipes that it can take in, its last weeks, and nothing."""
    found = [
        Source(f"format-{each.pk}", each.title, each.purpose, format=each)
        for each in commons.week_formats_of(place)
    ]
    found += [
        Source(
            f"recipe-{each.slug}", each.title,
            _("%(purpose)s Comes with OpenWeek; it becomes yours.") % {"purpose": each.purpose},
            recipe=each,
        )
        for each in commons.week_recipes_to_adopt(place)
    ]  # fmt: skip
    earlier = queries.weeks_of(place).select_related("format").order_by("-starts_on", "-pk")
    found += [
        Source(
            f"week-{each.pk}",
            _("Like “%(title)s”") % {"title": each.title},
            _("The same hours, rooms and words as the week of %(days)s.")
            % {"days": dates.days(each.starts_on, each.ends_on)},
            week=each,
        )
        for each in earlier[:EARLIER_SHOWN]
    ]
    return [*found, Source("nothing", _("From nothing"), _("Five days, nine to six."))]


def propose(place: Place, source: Source, starts_on: date) -> Proposal:
    """A number of queries that does not grow with what the place has."""
    if source.week is not None:
        return _like(place, source, source.week, starts_on)
    recipe = source.format or source.recipe
    weekdays = sorted(recipe.weekdays) if recipe else []
    weekdays = weekdays or MONDAY_TO_FRIDAY
    ends_on = _last_of_run(starts_on, weekdays)
    earlier = queries.weeks_of(place).order_by("-starts_on", "-pk").first()
    return Proposal(
        place=place, source=source, starts_on=starts_on, ends_on=ends_on, weekdays=weekdays,
        title=title_of(recipe.title if recipe else _("OpenWeek"), starts_on),
        opens=_hour(recipe.starts if recipe else "", OPENS),
        closes=_hour(recipe.closes if recipe else "", CLOSES),
        rooms=list(places.rooms(place)),
        formats=_gatherings(place, starts_on, ends_on),
        checklist=_dated(place, _lines(place, recipe), starts_on),
        details={
            "licence": earlier.licence if earlier else LICENCE,
            "move_commons": earlier.move_commons if earlier else "",
            "capacity": recipe.seats if recipe and recipe.seats else _capacity(earlier),
            "kept_days": earlier.kept_days if earlier else KEPT_DAYS,
            "organisers": earlier.organisers if earlier else "",
            "how_to_come": earlier.how_to_come if earlier else "",
            "tagline": recipe.purpose if recipe and len(recipe.purpose) <= 200 else "",  # noqa: PLR2004  of a tagline
        },
    )  # fmt: skip


def _capacity(earlier: Week | None) -> int | None:
    return earlier.capacity if earlier else None


def _like(place: Place, source: Source, earlier: Week, starts_on: date) -> Proposal:
    ends_on = starts_on + (earlier.ends_on - earlier.starts_on)
    hours = {row.date.weekday(): (row.opens, row.closes) for row in earlier.opening_hours.all()}
    usual = Counter(hours.values()).most_common(1)
    opens, closes = usual[0][0] if usual else (OPENS, CLOSES)
    shift = starts_on - earlier.starts_on
    items = queries.checklist_of(earlier)
    title = title_of(earlier.format.title, starts_on) if earlier.format else earlier.title
    return Proposal(
        place=place, source=source, starts_on=starts_on, ends_on=ends_on, title=title,
        weekdays=sorted(hours) or MONDAY_TO_FRIDAY, opens=opens, closes=closes,
        odd_hours={day: pair for day, pair in hours.items() if pair != (opens, closes)},
        rooms=queries.rooms_of(earlier),
        formats=_gatherings(place, starts_on, ends_on),
        checklist=[
            (each.what, _at_the_soonest(place, each.due_on + shift) if each.due_on else None)
            for each in items
        ],
        details={name: getattr(earlier, name) for name in COPIED},
    )  # fmt: skip


def title_of(name: str, starts_on: date) -> str:
    """« OpenWeek de mars 2027 »."""
    months = [
        pgettext("title of a week", "%(name)s, January %(year)d"),
        pgettext("title of a week", "%(name)s, February %(year)d"),
        pgettext("title of a week", "%(name)s, March %(year)d"),
        pgettext("title of a week", "%(name)s, April %(year)d"),
        pgettext("title of a week", "%(name)s, May %(year)d"),
        pgettext("title of a week", "%(name)s, June %(year)d"),
        pgettext("title of a week", "%(name)s, July %(year)d"),
        pgettext("title of a week", "%(name)s, August %(year)d"),
        pgettext("title of a week", "%(name)s, September %(year)d"),
        pgettext("title of a week", "%(name)s, October %(year)d"),
        pgettext("title of a week", "%(name)s, November %(year)d"),
        pgettext("title of a week", "%(name)s, December %(year)d"),
    ]
    return months[starts_on.month - 1] % {"name": name, "year": starts_on.year}


def gatherings_of(place: Place) -> QuerySet[Format]:
    """The formats that have days and an hour: they come back each week."""
    return commons.gatherings_of(place).exclude(starts="").exclude(weekdays=[])


def gathering_in_words(each: Format) -> str:
    """« WikiSchool · mardi, 14 h »."""
    days = ", ".join(str(WEEKDAYS[day]) for day in sorted(each.weekdays) if day in WEEKDAYS)
    return f"{each.title} · {days}, {dates.hour(_hour(each.starts, OPENS))}"


def _gatherings(place: Place, first: date, last: date) -> list[Format]:
    days = {(first + timedelta(days=n)).weekday() for n in range((last - first).days + 1)}
    return [each for each in gatherings_of(place) if days & set(each.weekdays)]


def _last_of_run(first: date, weekdays: Iterable[int]) -> date:
    """The last day of the first stretch of open days, within seven days."""
    wanted, last = set(weekdays), None
    for n in range(7):
        day = first + timedelta(days=n)
        if day.weekday() in wanted:
            last = day
        elif last is not None:
            break
    return last or first


def _lines(place: Place, recipe: Format | FormatRecipe | None) -> list[ChecklistLine]:
    """Of a format that was taken in before it had a check-list: what it is shipped with."""
    if recipe is None:
        return []
    lines = commons.checklist_of(recipe)
    if lines or not isinstance(recipe, Format) or not recipe.recipe:
        return lines
    shipped = {each.slug: each for each in commons.format_recipes(place.language)}
    known = shipped.get(recipe.recipe)
    return commons.checklist_of(known) if known else []


def _dated(
    place: Place, lines: Iterable[ChecklistLine], first: date
) -> list[tuple[str, date | None]]:
    dated = [
        (
            line.what,
            None
            if line.days is None
            else _at_the_soonest(place, first + timedelta(days=line.days)),
        )
        for line in lines
    ]
    return sorted(dated, key=lambda each: each[1] or date.max)


def _at_the_soonest(place: Place, day: date) -> date:
    """A week that is set up late begins with nothing overdue: what should be done is due today."""
    return max(day, clock.today(place.zone))


def _hour(said: str, otherwise: time) -> time:
    try:
        return time.fromisoformat(said)
    except ValueError:
        return otherwise

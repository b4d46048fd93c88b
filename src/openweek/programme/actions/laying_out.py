"""What a week that is set up finds in its programme already: the place's usual gatherings."""

from collections.abc import Iterable, Sequence
from datetime import time, timedelta

from openweek.commons.models import Format
from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.ground.hours import NoSuchHour, to_utc
from openweek.place.models import Room
from openweek.programme import queries
from openweek.programme.actions.sessions import propose_session
from openweek.programme.models import Span
from openweek.week.models import Week

USUAL_MINUTES = 60


def lay_out_formats(week: Week, formats: Sequence[Format], by: Author) -> None:
    """A session for each format, on each of its days of the week that is still to come.

    Each time gets the first free room that offers what the format needs, or none.
    """
    for each in formats:
        spans = list(_spans(week, each))
        if spans:
            propose_session(
                week=week, title=each.title, by=by, spans=spans, format=each,
                summary=each.purpose, seats=each.seats, needs=each.needs,
            )  # fmt: skip


def _spans(week: Week, each: Format) -> Iterable[Span]:
    hour = time.fromisoformat(each.starts)
    length = timedelta(minutes=each.duration_minutes or USUAL_MINUTES)
    for day in week.days:
        if day.weekday() not in each.weekdays:
            continue
        try:
            starts_at = to_utc(day, hour, week.place.zone)
        except NoSuchHour:  # the clocks jump over it: on that day it does not happen
            continue
        if starts_at > clock.now():
            span = Span(starts_at, starts_at + length, None)
            yield Span(starts_at, starts_at + length, _room(week, span, each))


def _room(week: Week, span: Span, each: Format) -> Room | None:
    return next(
        (
            room
            for room in queries.free_rooms(week, [span])
            if set(each.needs) <= set(room.features)
            and (not each.seats or not room.seats or room.seats >= each.seats)
        ),
        None,
    )

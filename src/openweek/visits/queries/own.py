"""All that is held about one visitor, for themselves: to read, and as a file."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from openweek.ground.models import Event
from openweek.ground.text import first_name
from openweek.place.models import Letter
from openweek.place.spoken import languages_in_words
from openweek.visits.models import (
    LETTER,
    LETTER_TO_HOST,
    DeskEntry,
    HostWish,
    Match,
    Need,
    Told,
    Visit,
)

# Everything in a visit's row but what only the software itself reads.
_OF_THE_ROW = [
    "number", "code", "name", "group", "party_size", "project", "learn", "show", "languages",
    "need_codes", "needs", "origin", "origin_kind", "origin_code", "is_partner", "organisation",
    "heard", "age", "guardian", "photo_consent", "newsletter", "email", "language", "walk_in",
    "word", "word_is_public", "word_at", "created_at", "cancelled_at",
]  # fmt: skip


@dataclass(frozen=True)
class Line:
    """Something with its moment: a letter, a deed."""

    at: datetime
    what: str


@dataclass(frozen=True)
class OwnData:
    """``as_file`` can be written as JSON; the rest is the same, for people."""

    as_file: dict[str, Any]
    needs: list[str]
    languages: tuple[str, ...]
    hosts: list[str]
    letters: list[Line]
    deeds: list[Line]


def own_data(visit: Visit) -> OwnData:
    """All that is kept about a visit, as its page shows it and as the file to take away says it."""
    matches = Match.objects.filter(half_day__visit=visit).select_related("half_day", "host__person")
    wishes = HostWish.objects.filter(visit=visit).select_related("host__person")
    letters = _letters(visit)
    events = Event.objects.filter(subject=visit.subject)
    entries = DeskEntry.objects.filter(visit=visit)
    told = Told.objects.filter(visit=visit).exclude(what__startswith=LETTER)
    return OwnData(
        as_file={
            "place": visit.week.place.name,
            "week": visit.week.title,
            **{name: getattr(visit, name) for name in _OF_THE_ROW},
            "half_days": [
                {"date": row.date, "part": row.part, "waiting_since": row.waiting_since,
                 "moved_up_at": row.moved_up_at, "arrived_at": row.arrived_at,
                 "left_at": row.left_at, "people_here": row.people_here}
                for row in visit.half_days.all()
            ],
            "hosts_wished": [first_name(wish.host.person.name) for wish in wishes],
            "hosts": [
                {"date": match.half_day.date, "part": match.half_day.part, "state": match.state,
                 "host": first_name(match.host.person.name), "reasons": match.reasons}
                for match in matches
            ],
            "letters": [{"written_at": line.at, "subject": line.what} for line in letters],
            "told": [{"what": row.what, "about": row.about, "at": row.at} for row in told],
            "desk": [{"deed": row.deed, "done_at": row.done_at, "outcome": row.outcome}
                     for row in entries],
            "log": [{"at": event.at, "kind": event.kind, "data": event.data} for event in events],
        },
        needs=[str(Need(code).label) for code in visit.need_codes if code in Need.values],
        languages=languages_in_words(visit.languages),
        hosts=[first_name(match.host.person.name) for match in matches],
        letters=letters,
        deeds=[Line(event.at, deed_in_words(event.kind)) for event in events],
    )  # fmt: skip


def _letters(visit: Visit) -> list[Line]:
    """Those about this visit; what else that address had is its owner's, who may be another."""
    rows = Letter.objects.filter(place=visit.week.place_id, pk__in=letters_told(visit))
    return [Line(row.created_at, row.subject) for row in rows if row.subject]


def letters_told(visit: Visit) -> list[int]:
    """The numbers of the letters that were written to them about their visit."""
    told = Told.objects.filter(visit=visit, what__startswith=LETTER)
    return _numbers(told.exclude(what__startswith=LETTER_TO_HOST), LETTER)


def letters_naming(visit: Visit) -> list[int]:
    """The numbers of the letters that told their hosts of them."""
    return _numbers(
        Told.objects.filter(visit=visit, what__startswith=LETTER_TO_HOST), LETTER_TO_HOST
    )


def _numbers(told: QuerySet[Told], before: str) -> list[int]:
    return [int(what.removeprefix(before)) for what in told.values_list("what", flat=True)]


def deed_in_words(kind: str) -> str:
    """What a line of the log says; one that has no words here says itself."""
    words = {
        "visits.visit_registered": _("You registered"),
        "visits.visit_changed": _("Your visit was changed"),
        "visits.half_day_cancelled": _("A half-day was cancelled"),
        "visits.visit_cancelled": _("Your visit was cancelled"),
        "visits.visitor_checked_in": _("The desk noted that you came"),
        "visits.check_in_undone": _("The desk corrected a mistake"),
        "visits.visitor_checked_out": _("The desk noted that you left"),
        "visits.walk_in_added": _("The desk wrote you down"),
        "visits.word_left": _("You left a word"),
        "visits.consents_changed": _("You changed what you allow"),
        "visits.badge_renewed": _("Your square was made anew"),
    }
    return words.get(kind, kind)

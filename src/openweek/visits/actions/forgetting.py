"""Who it was is forgotten: when they ask, and when the days are over for which it was kept.

That somebody came stays counted, in sums of nobody in particular (``Tally``).
"""

import logging
from collections import Counter
from typing import Any, cast

from django.db import transaction
from django.db.models import F, Field

from openweek.desk.actions import forget_reader
from openweek.ground import clock, deadlines, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.place.actions import (
    forget_letters,
    forget_these_letters,
    revoke_capability,
)
from openweek.place.forgetting import PasserBy, forget_passer_by
from openweek.place.models import Capability, Person
from openweek.visits.actions.pairing import match_soon
from openweek.visits.actions.seats import FORGET
from openweek.visits.actions.waiting import move_up
from openweek.visits.models import LETTER, HalfDay, HostWish, Match, Tally, Told, Visit
from openweek.visits.queries.figures import answers_of, people_who_came
from openweek.visits.queries.own import letters_naming, letters_told
from openweek.visits.rules import LINK, kept_until
from openweek.week.models import Week

logger = logging.getLogger(__name__)

# All that a visitor said, or that leads to them. What stays: that so many came, and when.
_EMPTIED = {
    name: cast("Field[Any, Any]", Visit._meta.get_field(name)).get_default()
    for name in (
        "name", "group", "project", "learn", "show", "languages", "need_codes", "needs", "origin",
        "origin_kind", "origin_code", "is_partner", "organisation", "heard", "age", "guardian",
        "photo_consent", "newsletter", "email", "language", "word", "word_is_public", "word_at",
        "author_key",
    )
}  # fmt: skip


@transaction.atomic
def erase_visit(*, visit: Visit, by: Author) -> None:
    """Forget who it was and what they said, here and in all rooms; close their link.

    Their seats are free for others.
    """
    gone = _forget(visit, words_too=True)
    events.record(
        "visits.visit_erased", by=by.unnamed, subject=visit, place_id=visit.week.place_id,
        data=dict(gone),
    )  # fmt: skip
    match_soon(visit.week)
    move_up(week=visit.week, by=by.unnamed)


@transaction.atomic
def forget_visitors(*, week: Week, by: Author) -> int:
    """Keep the promise of the week's kept days; return how many visits were made nameless.

    Says what went: in an event and in the log, as numbers by table.
    """
    visits = list(
        Visit.objects.filter(week=week, erased_at__isnull=True).select_related("week__place")
    )
    gone: Counter[str] = Counter()
    for visit in visits:
        gone += _forget(visit, words_too=False)
    events.record(
        "visits.visitors_forgotten",
        by=by,
        subject=week,
        place_id=week.place_id,
        data={"visits": len(visits), **gone},
    )
    counts = ", ".join(f"{number} {table}" for table, number in sorted(gone.items()))
    logger.info("Week %s: its visitors were forgotten (%s).", week.pk, counts or "nobody was left")
    return len(visits)


def forget_when_due(week_id: int) -> None:
    """Answers to the deadline that the first registration sets."""
    week = Week.objects.select_related("place").filter(pk=week_id).first()
    if week is not None:
        forget_visitors(week=week, by=SOFTWARE)


@transaction.atomic
def follow_week(week: Week) -> None:
    """The concierge changed a week: what was said is kept for as long as it says now."""
    if Visit.objects.filter(week=week, erased_at__isnull=True).exists():
        deadlines.set_deadline(FORGET, week.pk, kept_until(week))


def _forget(visit: Visit, *, words_too: bool) -> Counter[str]:
    """How many rows of which table lost what led to them."""
    _count_in(visit)
    gone = Counter({"visits": 1})
    gone["letters"] = _forget_letters(visit)
    for capability in Capability.objects.filter(
        kind=LINK, subject=visit.subject, revoked_at__isnull=True
    ):
        revoke_capability(capability=capability, by=SOFTWARE)
        gone["links"] += 1
    gone["half_days"] = (
        visit.half_days.filter(arrived_at__isnull=True).delete()[1].get(HalfDay._meta.label, 0)
    )
    gone["matches"] = Match.objects.filter(half_day__visit=visit).update(reasons={})
    gone["wishes"] = HostWish.objects.filter(visit=visit).delete()[0]
    Told.objects.filter(visit=visit, what__startswith=LETTER).delete()  # counted as letters
    gone["told"] = Told.objects.filter(visit=visit).delete()[0]
    forget_reader(reader=visit.subject)
    if visit.author_key.startswith("a:"):
        _forget_elsewhere(visit, words_too=words_too)
    for field, empty in _EMPTIED.items():
        setattr(visit, field, empty)
    visit.code = f"#{visit.number}"  # no word of theirs any more
    visit.erased_at = clock.now()
    visit.save()
    return +gone


def _forget_elsewhere(visit: Visit, *, words_too: bool) -> None:
    """What they did in the same browser: on the wall, in the programme, at the desk."""
    others = Visit.objects.filter(author_key=visit.author_key, erased_at__isnull=True)
    is_shared = others.exclude(pk=visit.pk).exists()
    forget_passer_by(
        PasserBy(
            place_id=visit.week.place_id,
            author_key=visit.author_key,
            name=visit.name if is_shared else "",
            words_too=words_too,
        )
    )


def _forget_letters(visit: Visit) -> int:
    """Those to them, and those that told their hosts of them."""
    place = visit.week.place
    numbers = [*letters_told(visit), *letters_naming(visit)]
    theirs = forget_these_letters(numbers=numbers, place=place, by=SOFTWARE)
    if visit.email and not _is_somebody_elses(visit):
        theirs += forget_letters(to=visit.email, place=place, by=SOFTWARE)
    return theirs


def _is_somebody_elses(visit: Visit) -> bool:
    """Whether another visit, or an account, has that address too: its letters are theirs as well.

    Else whoever gave somebody's address could take their letters away.
    """
    same = {"email__iexact": visit.email}
    others = Visit.objects.filter(week__place=visit.week.place_id, **same).exclude(pk=visit.pk)
    return others.exists() or Person.objects.filter(**same).exists()


def _count_in(visit: Visit) -> None:
    """Into the sums goes who came; nothing tells which part of a sum is theirs."""
    people = people_who_came(visit)
    if not people:
        return
    for answer in answers_of(visit):
        Tally.objects.get_or_create(week=visit.week, what=answer.what, code=answer.code)
        Tally.objects.filter(week=visit.week, what=answer.what, code=answer.code).update(
            people=F("people") + people
        )

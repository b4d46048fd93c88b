"""Visitors of the demonstration: registered, in line, welcomed, received, and what they said."""

import contextlib
import uuid
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils.text import slugify

from openweek.config.demo import guests as said
from openweek.config.demo.guests import AFTERNOON, Guest
from openweek.config.demo.together import before, somebody
from openweek.ground import clock, deadlines
from openweek.ground.authors import Author
from openweek.place import territory
from openweek.visits.actions import (
    VisitDetails,
    add_walk_in,
    cancel_visit,
    check_in,
    check_out,
    leave_word,
    register_visit,
)
from openweek.visits.actions.matching import accept_match, decline_match, match_week
from openweek.visits.actions.pairing import MATCH
from openweek.visits.models import HalfDay, Host, Match, MatchState, Visit
from openweek.visits.queries import current_half, openings
from openweek.visits.refusals import Refused
from openweek.week.halves import Half, Part
from openweek.week.models import Week

COMES_AT = {Part.MORNING: time(9, 5), Part.AFTERNOON: time(14, 5)}
LEAVES_AT = {Part.MORNING: time(12, 20), Part.AFTERNOON: time(17, 40)}
FRIDAY = 4


def expect_visitors(week: Week, guests: Iterable[Guest]) -> None:
    """Days before, all but those who only come today."""
    people = {host.person.name.split()[0]: host.person_id for host in _hosts(week)}
    # Which halves depends on what day it is now, and not on that on which they are registered.
    coming = [(guest, _halves(week, guest)) for guest in guests]
    for number, (guest, halves) in enumerate(coming):
        with before(week, 7 - number // 8, time(10, number)):
            _register(week, guest, halves, people)


def fill_one_half_day(week: Week) -> None:
    """Every seat is taken; somebody gives up theirs, and the first of the line has it."""
    with before(week, 1, time(11)):
        visit = Visit.objects.get(week=week, name=said.GAVE_UP.name)
        visit.week = week
        cancel_visit(visit=visit, by=Author(name=visit.name))


def expect_today(week: Week) -> None:
    """Whatever day it is, somebody comes; who came another day of these does not come twice."""
    there = Visit.objects.filter(week=week)
    if week.today in week.days[: FRIDAY + 1]:
        known = set(there.values_list("name", flat=True))
    else:
        known = set(there.filter(half_days__date=week.today).values_list("name", flat=True))
    open_halves = {opening.half for opening in openings(week)}
    now_open = current_half(week)
    people = {host.person.name.split()[0]: host.person_id for host in _hosts(week)}
    evening_before = datetime.combine(week.today - timedelta(days=1), time(18, 20))
    with clock.at(evening_before.replace(tzinfo=week.place.zone)):
        for guest in said.TODAY:
            half = Half(week.today, _part(guest.half))
            if guest.name in said.HERE_ALREADY and now_open is not None:
                half = now_open
            if guest.name not in known and half in open_halves:
                _register(week, guest, [half], people, may_wait=True)


def welcome_visitors(week: Week, guests: Iterable[Guest], *, by: Author) -> None:
    """Who came until now, at their hour: of a half-day that is over all went home again."""
    by_name = {guest.name: guest for guest in guests}
    rows = HalfDay.objects.filter(
        visit__week=week, visit__cancelled_at=None, arrived_at=None, waiting_since=None,
        date__lte=week.today,
    ).select_related("visit")  # fmt: skip
    for number, row in enumerate(rows.order_by("date", "-part", "visit__number")):
        guest = by_name.get(row.visit.name)
        row.visit.week = week
        if guest is not None and guest.came:
            _come_and_go(week, row, number, by, guest)


def welcome_today(week: Week, *, by: Author) -> None:
    """Two who came as soon as the doors opened, whatever the hour."""
    here = Visit.objects.filter(
        week=week, name__in=said.HERE_ALREADY, half_days__date=week.today,
        half_days__arrived_at=None,
    )  # fmt: skip
    for visit in here.distinct():
        visit.week = week
        with contextlib.suppress(Refused):  # as below
            check_in(visit=visit, by=by)


def let_somebody_in(week: Week, *, by: Author) -> None:
    """On the first day somebody passed, and saw that the door was open."""
    at = datetime.combine(week.days[0], time(10, 40), week.place.zone)
    if at < clock.now():
        once = uuid.uuid5(uuid.NAMESPACE_OID, f"{week.pk}:{said.PASSING_BY}")
        try:
            with clock.at(at):
                add_walk_in(week=week, name=said.PASSING_BY, once=once, by=by)
        except Refused:  # whoever tries the demonstration has closed the doors of that day
            return
        with clock.at(at + timedelta(minutes=50)):
            visit = Visit.objects.get(week=week, once=once)
            visit.week = week
            check_out(visit=visit, by=by)


def match_everybody(week: Week) -> None:
    """Solved once; then some say yes, and one host would rather not."""
    match_week(week=week, by=somebody("Nadia"))
    proposed = list(
        Match.objects.filter(
            half_day__visit__week=week, half_day__left_at=None, state=MatchState.PROPOSED
        )
        .select_related("half_day__visit__week__place", "host__person")
        .order_by("half_day__visit__number", "half_day")
    )
    is_answered = Match.objects.filter(
        half_day__visit__week=week, state=MatchState.DECLINED_BY_HOST
    ).exists()
    for number, match in enumerate(proposed):
        host = somebody(match.host.person.name)
        if number == len(proposed) // 2 and not is_answered:
            decline_match(match=match, by=host, side="host")
        elif number % 3 == 0:
            accept_match(match=match, by=host, side="host")
        elif number % 7 == 1:
            accept_match(match=match, by=Author(name=match.half_day.visit.name), side="visitor")
    leave_nothing_to_match(week)


def leave_nothing_to_match(week: Week) -> None:
    """Nothing is left to be matched when it is served: it was just done."""
    deadlines.meet(MATCH, week.pk)


def _register(
    week: Week, guest: Guest, halves: list[Half], hosts: dict[str, int], *, may_wait: bool = False
) -> None:
    in_line = halves if guest.stands_in_line or may_wait else []
    register_visit(
        week=week,
        name=guest.name,
        halves=[half for half in halves if half not in in_line],
        waiting=in_line,
        wishes=[hosts[name] for name in guest.wishes if name in hosts],
        once=uuid.uuid5(uuid.NAMESPACE_OID, f"{week.pk}:{guest.name}:{halves[0].key}"),
        by=Author(name=guest.name),
        language="en" if "fr" not in guest.languages else "fr",
        **_details(guest),
    )


def _details(guest: Guest) -> VisitDetails:
    found = territory.understand(guest.origin).sure
    return {
        "group": guest.group,
        "party_size": guest.people,
        "project": guest.project,
        "learn": guest.learn,
        "show": guest.show,
        "languages": list(guest.languages),
        "need_codes": list(guest.need_codes),
        "needs": guest.needs,
        "origin": found.said if found else guest.origin,
        "origin_kind": found.kind if found else "",
        "origin_code": found.code if found else "",
        "is_partner": bool(guest.organisation),
        "organisation": guest.organisation,
        "heard": guest.heard,
        "age": guest.age,
        "guardian": guest.guardian,
        "photo_consent": guest.photos,
        "newsletter": guest.newsletter,
        "email": f"{slugify(guest.name)}@example.net" if guest.has_mail else "",
    }


def _halves(week: Week, guest: Guest) -> list[Half]:
    wanted = ((guest.day, guest.half), *guest.more_days)
    return [Half(_day(week, day, half), _part(half)) for day, half in wanted]


def _day(week: Week, number: int, half: str) -> date:
    """Nobody is to find the doors of this very afternoon full."""
    if half == AFTERNOON and number >= FRIDAY - 1 and week.today == week.days[FRIDAY]:
        number = 2 * FRIDAY - 1 - number
    return week.days[number]


def _part(half: str) -> Part:
    return Part.AFTERNOON if half == AFTERNOON else Part.MORNING


def _come_and_go(week: Week, row: HalfDay, number: int, by: Author, guest: Guest) -> None:
    zone, part = week.place.zone, Part(row.part)
    comes = datetime.combine(row.date, COMES_AT[part], zone) + timedelta(minutes=3 * (number % 16))
    leaves = datetime.combine(row.date, LEAVES_AT[part], zone) + timedelta(minutes=number % 20)
    now = clock.now()
    if comes >= now:
        return
    with clock.at(comes):
        visit = row.visit
        is_missing_one = visit.party_size > 4  # noqa: PLR2004  a group that large is never whole
        check_in(visit=visit, by=by, people=visit.party_size - 1 if is_missing_one else None)
    if leaves < now:
        with clock.at(leaves):
            check_out(visit=row.visit, by=by)
            if guest.word:
                leave_word(
                    visit=row.visit, word=guest.word, is_public=guest.word_is_public,
                    by=Author(name=guest.name),
                )  # fmt: skip


def _hosts(week: Week) -> list[Host]:
    return list(Host.objects.filter(week=week).select_related("person"))

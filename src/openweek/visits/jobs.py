"""What is looked after without anybody asking: the lines for seats, letters in their time."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction

from openweek.ground import clock, deadlines
from openweek.ground.apart import GaveNoAnswer
from openweek.ground.authors import SOFTWARE
from openweek.visits.actions import pairing, reminding, telling, waiting
from openweek.visits.actions.matching import GIVEN_UP, match_week
from openweek.visits.models import STANDING, Match
from openweek.week.models import Week

logger = logging.getLogger(__name__)

EVERY = timedelta(minutes=1)
_looked: dict[str, datetime] = {}


def look_at_the_lines() -> None:
    """Whoever waits for a seat that is free gets it."""
    _once_a_minute("lines", waiting.look_at_the_lines)


def look_for_new_hours() -> None:
    """Who is expected at an hour that changed is told when it has settled."""
    _once_a_minute("hours", reminding.look_for_new_hours)


def tell_tomorrow() -> None:
    _once_a_minute("tomorrow", reminding.tell_tomorrow)


def thank_visitors() -> None:
    _once_a_minute("thanks", reminding.thank_visitors)


# Each a round of its own, so that one that fails does not hold up the others.
ROUNDS = (look_at_the_lines, look_for_new_hours, tell_tomorrow, thank_visitors)


def _once_a_minute(name: str, look: Callable[[], int]) -> None:
    """At once again while there was more than one look could do.

    When it was is kept nowhere but here: what is due is found in the rows, so that a look too
    many does nothing, and one that was missed is made up by the next.
    """
    now = clock.now()
    last = _looked.get(name)
    if not clock.is_plausible() or (last is not None and last <= now < last + EVERY):
        return
    if look() < reminding.AT_ONCE:
        _looked[name] = now


def match_week_when_due(week_id: int) -> None:
    """It takes seconds, for which no transaction may wait, nor any other deadline.

    Killed before it comes to an end, it is done again when that deadline is due.
    """
    deadlines.set_again(pairing.UNFINISHED, week_id, clock.now() + GIVEN_UP)
    seeker = threading.Thread(target=_match_apart, args=[week_id], daemon=True)
    transaction.on_commit(seeker.start)


def match_again_when_due(week_id: int) -> None:
    """The matching of that week came to no end."""
    deadlines.set_again(pairing.MATCH, week_id, clock.now())


def _match_apart(week_id: int) -> None:
    try:
        match_now(week_id)
    except GaveNoAnswer:
        logger.exception("Week %s could not be matched; it is tried again.", week_id)
    finally:
        connection.close()


def match_now(week_id: int) -> None:
    week = Week.objects.select_related("place").filter(pk=week_id).first()
    if week is not None and not week.is_over:
        match_week(week=week, by=SOFTWARE)
    else:
        deadlines.meet(pairing.UNFINISHED, week_id)


def tell_match_when_due(match_id: int) -> None:
    """Both, if it still stands."""
    rows = Match.objects.select_related("half_day__visit__week__place", "host__person")
    match = rows.select_related("host__week__place").filter(pk=match_id, state__in=STANDING).first()
    if match is not None:
        telling.tell_host_found(match=match, by=SOFTWARE)
        telling.tell_host(match=match, by=SOFTWARE)

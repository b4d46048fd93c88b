"""Wrong codes at the desk: five a minute for each person, so that nobody tries them all."""

from datetime import timedelta

from django.core.cache import cache

from openweek.ground import clock

AT_MOST = 5
WITHIN = timedelta(minutes=1)


def _key(person_id: int) -> str:
    return f"visits.wrong-codes.{person_id}"


def recent(person_id: int) -> list[float]:
    since = (clock.now() - WITHIN).timestamp()
    return [moment for moment in cache.get(_key(person_id), []) if moment > since]


def is_exhausted(person_id: int) -> bool:
    return len(recent(person_id)) >= AT_MOST


def note_wrong(person_id: int) -> None:
    moments = [*recent(person_id), clock.now().timestamp()]
    cache.set(_key(person_id), moments, timeout=WITHIN.total_seconds())

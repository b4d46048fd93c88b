"""Wrong codes: five a minute for each person or tablet, so that nobody tries them all."""

from datetime import timedelta

from django.core.cache import cache

from openweek.ground import clock

AT_MOST = 5
WITHIN = timedelta(minutes=1)


def _key(who: str) -> str:
    return f"visits.wrong-codes.{who}"


def recent(who: str) -> list[float]:
    since = (clock.now() - WITHIN).timestamp()
    return [moment for moment in cache.get(_key(who), []) if moment > since]


def is_exhausted(who: str) -> bool:
    return len(recent(who)) >= AT_MOST


def note_wrong(who: str) -> None:
    moments = [*recent(who), clock.now().timestamp()]
    cache.set(_key(who), moments, timeout=WITHIN.total_seconds())

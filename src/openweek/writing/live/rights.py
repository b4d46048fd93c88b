"""Looks again, every few seconds, at the right of everybody who is connected.

Whoever lost theirs is hung up on within five seconds: a link that was revoked or ran out, a role
taken back, an account closed, sessions ended by a lost paper, a token withdrawn.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from django.db import DatabaseError, close_old_connections

from openweek.ground import clock, events
from openweek.place.models import Membership, Person
from openweek.place.queries import live_capabilities
from openweek.writing.live.access import NO_RIGHT
from openweek.writing.live.connection import Connection
from openweek.writing.live.hub import Hub
from openweek.writing.live.ticket import Standing, session_of
from openweek.writing.live.wire import COME_AGAIN
from openweek.writing.models import Grant, Text
from openweek.writing.rules import highest_level, is_level

logger = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
# Transactions end in another order than that in which their events were numbered.
UNSETTLED = timedelta(seconds=10)

Holder = tuple[str, Standing]  # a text, and what the right on it stands on


@dataclass(slots=True)
class Found:
    """Everybody's level, "" for none, and when the first of their links runs out."""

    levels: dict[Holder, str]
    next_expiry: datetime | None
    newest_event: int
    at: datetime = field(default_factory=clock.now)


class RightsWatch:
    """Works in the loop's thread and asks in another."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._known: dict[Connection, str] = {}
        self._last: Found | None = None
        self._unsettled_until: datetime | None = None

    async def run(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self.look()
            except DatabaseError as trouble:
                logger.warning("Nobody's rights could be looked at: %s", trouble)

    async def look(self) -> None:
        there = {
            who: (room.text_id, who.standing)
            for room in self._hub.rooms()
            for who in room.connections
        }
        if not there:
            self._known = {}
            return
        has_newcomers = not there.keys() <= self._known.keys()
        look = partial(self._found, set(there.values()), has_newcomers=has_newcomers)
        found = await self._hub.in_thread(look)
        if found is None:
            self._known = {who: self._known[who] for who in there}
            return
        known = self._known
        self._known = {who: found.levels[holder] for who, holder in there.items()}
        for who, level in self._known.items():
            _hold_to(who, level, known.get(who))

    def _found(self, holders: set[Holder], *, has_newcomers: bool) -> Found | None:
        """None when nothing can have changed for anybody."""
        close_old_connections()
        newest, now, last = events.newest_anywhere(), clock.now(), self._last
        if last is None or newest != last.newest_event:
            self._unsettled_until = now + UNSETTLED
        is_unsettled = self._unsettled_until is not None and now < self._unsettled_until
        runs_out = last is not None and last.next_expiry is not None and last.next_expiry <= now
        if last is not None and not (is_unsettled or runs_out or has_newcomers):
            return None
        self._last = found_now(holders, newest)
        return self._last


def _hold_to(who: Connection, level: str, known: str | None) -> None:
    """A ticket may say less than its holder has a right to, as long as that does not change."""
    if not level:
        who.close(NO_RIGHT, "the right has ended")
    elif (known is not None and level != known) or not is_level(level, who.level):
        who.close(COME_AGAIN, "rights have changed")


def found_now(holders: Iterable[Holder], newest_event: int) -> Found:
    """In five queries, however many there are."""
    holders = set(holders)
    text_ids = {text_id for text_id, _ in holders}
    places = {str(pk): place for pk, place in _places(text_ids)}
    people_ids = {one.person_id for _, one in holders if one.person_id is not None}
    grants: dict[str, list[Grant]] = defaultdict(list)
    for grant in Grant.objects.filter(text_id__in=text_ids):
        grants[str(grant.text_id)].append(grant)
    people = {
        person.pk: session_of(person)
        for person in Person.objects.filter(pk__in=people_ids, is_active=True)
    }
    roles: dict[tuple[int | None, int | None], str] = {
        (place, person): role
        for place, person, role in Membership.objects.filter(
            person__in=people, place__in=set(places.values())
        ).values_list("place", "person", "role")
    }
    held = frozenset[int]().union(*(standing.capability_ids for _, standing in holders))
    live = dict(live_capabilities().filter(pk__in=held).values_list("pk", "expires_at"))

    def level(holder: Holder) -> str:
        text_id, standing = holder
        if standing.token_id is not None and standing.token_id not in live:
            return ""
        person = standing.person_id if standing.person_id in people else None
        if person is not None and standing.session not in {"", people[person]}:
            person = None
        role = roles.get((places.get(text_id), person), "")
        return highest_level(
            grants[text_id], person, role=role, held=set(standing.capability_ids & live.keys())
        )

    return Found(
        levels={holder: level(holder) for holder in holders},
        next_expiry=min((at for at in live.values() if at is not None), default=None),
        newest_event=newest_event,
    )


def _places(text_ids: Iterable[str]) -> Iterable[tuple[object, int]]:
    return Text.objects.filter(pk__in=text_ids).values_list("pk", "place")

"""A week as a problem of who receives whom: the rows, read once, and what they stand for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Q, QuerySet

from openweek.community.models import Profile
from openweek.visits.matching import topics
from openweek.visits.matching.problem import Problem, Receiver, Stay, Visitor, stays_of
from openweek.visits.models import HalfDay, Host, HostWish, Match, Told, Visit
from openweek.visits.models.hosts import STANDING, MatchState
from openweek.visits.queries.seats import local_now
from openweek.week.halves import Half, openings_of
from openweek.week.models import Week
from openweek.week.queries import days_of


def expected_rows(week: Week) -> QuerySet[HalfDay]:
    """The half-days for which somebody has a seat, or came: those that have a host to find."""
    return HalfDay.objects.filter(
        Q(visit__cancelled_at__isnull=True) | Q(arrived_at__isnull=False),
        visit__week=week, visit__erased_at__isnull=True, waiting_since__isnull=True,
    )  # fmt: skip


Read = dict[str, dict[str, str]]


@dataclass
class Known:
    """A problem, and the rows that its keys stand for."""

    problem: Problem
    half_days: dict[int, HalfDay]
    hosts: dict[int, Host]
    # Standing, by half-day.
    matches: dict[int, Match]
    # How each topic is written, rather by a host than by a visitor.
    words: dict[str, str]
    # What visitors wrote, as topics: the same texts need not be read twice.
    read: Read

    @cached_property
    def stays(self) -> dict[int, tuple[Visitor, Stay]]:
        return {stay.key: (visitor, stay) for visitor, stay in stays_of(self.problem)}

    def stay_of(self, half_day_id: int) -> tuple[Visitor, Stay]:
        return self.stays[half_day_id]


def known_of(week: Week, *, read: Read | None = None) -> Known:
    """Everybody who is still to be received, and everybody who receives; a fixed number of reads.

    Who arrived keeps their host, and what was accepted stays, for as long as that host is there.
    ``read`` is what an earlier one has read.
    """
    ahead = _ahead(week)
    hosts = list(_hosts(week).prefetch_related("half_days"))
    halves = {host.pk: {row.half for row in host.half_days.all()} or ahead for host in hosts}
    receivers, words = _receivers(week, hosts, {pk: own & ahead for pk, own in halves.items()})
    made = list(Match.objects.filter(half_day__visit__week=week).select_related("half_day"))
    rows = expected_rows(week).filter(left_at__isnull=True).select_related("visit")
    reading = _Reading(words, {} if read is None else read)
    here = [row for row in rows if row.half in ahead]
    return Known(
        Problem(_visitors(week, here, made, receivers, reading), receivers),
        {row.pk: row for row in here},
        {host.pk: host for host in hosts},
        {match.half_day_id: match for match in made if match.state in STANDING},
        words,
        reading.read,
    )


def known_for(half_day: HalfDay) -> Known:
    """What is needed to find one visit a host on one half-day if everybody else keeps theirs, and
    no more. Where they are not expected then, it holds no visit.
    """
    week, half = half_day.visit.week, half_day.half
    rows = expected_rows(week).filter(left_at__isnull=True, pk=half_day.pk)
    here = list(rows.select_related("visit")) if half in _ahead(week) else []
    there = Q(half_days__date=half.date, half_days__part=half.part) | Q(half_days__isnull=True)
    hosts = list(_hosts(week).filter(there))
    receivers, words = _receivers(week, hosts, {host.pk: {half} for host in hosts})
    made = list(Match.objects.filter(half_day__visit=half_day.visit_id).select_related("half_day"))
    own = _visitors(week, here, made, receivers, _Reading(words, {}))
    others = Match.objects.filter(
        Q(half_day__visit__cancelled_at__isnull=True) | Q(half_day__arrived_at__isnull=False),
        half_day__visit__week=week, half_day__visit__erased_at__isnull=True, state__in=STANDING,
        half_day__date=half.date, half_day__part=half.part, half_day__left_at__isnull=True,
    ).exclude(half_day=half_day.pk)  # fmt: skip
    taken = tuple(
        Visitor(-pk, (Stay(pk, half.key, host, is_fixed=True),))
        for pk, host in others.values_list("half_day", "host")
    )
    return Known(
        Problem((*map(_open, own), *taken), receivers),
        {row.pk: row for row in here},
        {host.pk: host for host in hosts},
        {match.half_day_id: match for match in made if match.state in STANDING},
        words,
        {},
    )


def _open(visitor: Visitor) -> Visitor:
    return replace(visitor, stays=tuple(replace(stay, is_fixed=False) for stay in visitor.stays))


def _ahead(week: Week) -> set[Half]:
    """Without counting seats, as ``openings`` does."""
    now = local_now(week)
    return {
        opening.half
        for day in days_of(week)
        for opening in openings_of(day, now)
        if not opening.is_past
    }


@dataclass(frozen=True)
class _Reading:
    """``words`` are the topics of hosts: no other can be shared."""

    words: dict[str, str]
    read: Read

    def topics(self, visit: Visit) -> dict[str, int]:
        """What they wish to learn or show, and, at half the weight, what their project is about."""
        found = {
            topic: 2
            for text in (visit.learn, visit.show)
            for topic in self._topics_in(text)
            if topic in self.words
        }
        for topic in self._topics_in(visit.project):
            if topic in self.words:
                found.setdefault(topic, 1)
        return found

    def _topics_in(self, text: str) -> dict[str, str]:
        if text not in self.read:
            self.read[text] = topics.topics_in(text)
        return self.read[text]


def _hosts(week: Week) -> QuerySet[Host]:
    rows = Host.objects.filter(week=week, person__is_active=True)
    return rows.select_related("person").order_by("pk")


def _receivers(
    week: Week, hosts: Collection[Host], halves: Mapping[int, Collection[Half]]
) -> tuple[tuple[Receiver, ...], dict[str, str]]:
    """Those who receive, and the words of what they speak of."""
    people = [host.person_id for host in hosts]
    shown = Profile.objects.filter(place=week.place_id, is_shown=True, person_id__in=people)
    profiles = {profile.person_id: profile for profile in shown}
    words: dict[str, str] = {}
    receivers = []
    for host in hosts:
        profile = profiles.get(host.person_id)
        said = [host.about, *(_texts(profile.skills, profile.seeks) if profile else ())]
        found = _said_by_host(tuple(said))
        for topic, word in found.items():
            words.setdefault(topic, topic if topic.startswith(topics.LISTED) else word)
        languages = host.languages or (profile.languages if profile else [])
        receivers.append(
            Receiver(
                key=host.pk,
                halves=frozenset(half.key for half in halves[host.pk]),
                at_once=host.at_once,
                topics=frozenset(found),
                languages=frozenset(languages),
                needs=frozenset(host.need_codes),
            )
        )
    return tuple(receivers), words


@lru_cache(maxsize=512)
def _said_by_host(said: tuple[str, ...]) -> dict[str, str]:
    """Hosts say it to everybody, and say the same each time that somebody stands at the desk."""
    return topics.topics_of(said)


def _texts(*lists: Any) -> list[str]:
    return [word for each in lists for word in each if isinstance(word, str)]


def _visitors(
    week: Week,
    rows: Collection[HalfDay],
    made: Iterable[Match],
    receivers: Collection[Receiver],
    reading: _Reading,
) -> tuple[Visitor, ...]:
    of_visit: dict[int, list[HalfDay]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.half.order):
        of_visit[row.visit_id].append(row)
    refused: dict[int, set[int]] = defaultdict(set)
    for match in made:
        if match.state not in STANDING:
            refused[match.half_day.visit_id].add(match.host_id)
    wishes: dict[int, set[int]] = defaultdict(set)
    for visit, host in HostWish.objects.filter(visit__week=week).values_list("visit", "host"):
        wishes[visit].add(host)
    told = _told_of_host(week)
    standing = {match.half_day_id: match for match in made if match.state in STANDING}

    by_key = {each.key: each for each in receivers}
    return tuple(
        Visitor(
            key=key,
            stays=tuple(_stay(row, standing.get(row.pk), by_key, told) for row in halves),
            topics=reading.topics(halves[0].visit),
            languages=frozenset(halves[0].visit.languages),
            needs=frozenset(halves[0].visit.need_codes),
            wishes=frozenset(wishes[key]),
            refused=frozenset(refused[key]),
        )
        for key, halves in sorted(of_visit.items())
    )


def _stay(
    row: HalfDay,
    match: Match | None,
    receivers: Mapping[int, Receiver],
    told: Collection[tuple[int, Any, int]],
) -> Stay:
    """Fixed where the concierge said so, or where both or one agreed, or while they are here, for
    as long as that host is there.
    """
    if match is None:
        return Stay(row.pk, row.half.key)
    receiver = receivers.get(match.host_id)
    is_there = receiver is not None and row.half.key in receiver.halves
    is_agreed = match.state == MatchState.ACCEPTED or row.is_here
    return Stay(
        row.pk,
        row.half.key,
        match.host_id,
        is_fixed=receiver is not None and (match.is_fixed or (is_there and is_agreed)),
        is_told=(row.visit_id, row.date, match.host_id) in told,
    )


def _told_of_host(week: Week) -> set[tuple[int, Any, int]]:
    """Which visits know by a letter who receives them on a day, and who that is."""
    rows = Told.objects.filter(visit__week=week, what__startswith="host-")
    return {
        (visit, about, int(host))
        for visit, what, about in rows.values_list("visit_id", "what", "about")
        if (host := what.split("-")[1]).isdigit()
    }

"""Reads of those who come alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from openweek.challenges.models import Challenge, Seeker, TeamMember
from openweek.ground.text import first_name
from openweek.week.models import Week


@dataclass(frozen=True)
class SeekersLine:
    """Those who look for a team: how many, and who they are for the people of the place."""

    count: int
    names: Sequence[str]


def seeking(challenge: Challenge) -> list[Seeker]:
    """Those without a team yet, the first first."""
    return list(challenge.seekers.filter(member=None, left_at=None))


def alone_in(week: Week) -> list[tuple[Challenge, int]]:
    """The challenges of a week that are still open, and how many look for a team in each."""
    looking = Count("seekers", filter=Q(seekers__member=None, seekers__left_at=None))
    rows = Challenge.objects.filter(week=week, closed_at=None).annotate(looking=looking)
    return [(each, each.looking) for each in rows.filter(looking__gt=0).order_by("closes_at", "id")]


def seekers_line(challenge: Challenge, *, with_names: bool) -> SeekersLine:
    names = challenge.seekers.filter(member=None, left_at=None).values_list("name", flat=True)
    known = list(names)
    return SeekersLine(len(known), [first_name(name) for name in known] if with_names else [])


def skills_of(seeker: Seeker) -> list[str]:
    said = dict(TeamMember.Role.choices)
    return [str(said[code]) for code in seeker.skills if code in said]

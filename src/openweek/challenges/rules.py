"""Who may take up a challenge, see a team's page, and set challenges."""

from dataclasses import dataclass

from django.http import Http404

from openweek.challenges.models import Challenge, Team
from openweek.place.models import Capability, Role
from openweek.place.queries import capability_for
from openweek.week.rules import WeekAccess

TEAM_LINK = "team"
SUBJECT = "challenges.team:"


class ChallengeIsClosedError(Exception):
    """No team can sign up any more, or not yet."""


@dataclass(frozen=True)
class Rights:
    """What the one who asks may do with the challenges of a week, and with one of them."""

    may_create: bool = False
    may_sign_up: bool = False
    may_see_progress: bool = False
    may_see_contacts: bool = False


def rights(access: WeekAccess, challenge: Challenge | None = None) -> Rights:
    is_going_on = access.week.archived_at is None
    return Rights(
        may_create=access.is_at_least(Role.CONCIERGE) and is_going_on,
        may_sign_up=challenge is not None and challenge.is_open and is_going_on,
        may_see_progress=access.is_at_least(Role.COWORKER),
        may_see_contacts=access.is_at_least(Role.CONCIERGE),
    )


def access_challenge(access: WeekAccess, slug: str) -> Challenge:
    """The only way in which a challenge reaches a view. Http404 when there is none."""
    try:
        challenge = Challenge.objects.get(week=access.week, slug=slug)
    except Challenge.DoesNotExist as nothing:
        raise Http404(f"no challenge {slug}") from nothing
    challenge.week = access.week
    return challenge


def access_team(challenge: Challenge, secret: str) -> tuple[Team, Capability]:
    """The team that this private link opens; Http404 for any other secret."""
    capability = capability_for(secret, kind=TEAM_LINK)
    if capability is None:
        raise Http404("no such team")
    number = capability.subject.removeprefix(SUBJECT)
    team = challenge.teams.select_related("book__place").filter(pk=int(number)).first()
    if team is None:
        raise Http404("no such team")
    team.challenge = challenge
    return team, capability


def subject_of(team: Team) -> str:
    """What a team's private link is about."""
    return f"{SUBJECT}{team.pk}"

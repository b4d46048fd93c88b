"""Who may take up a challenge, see a team's page, and set challenges."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.http import Http404

from openweek.challenges.models import Challenge, Seeker, Team
from openweek.place.models import Capability, Role
from openweek.place.queries import capability_for
from openweek.week.rules import WeekAccess

TEAM_LINK = "team"
SUBJECT = "challenges.team:"
SEEKER_LINK = "seeker"
SEEKER_SUBJECT = "challenges.seeker:"


def kept_until(challenge: Challenge) -> datetime:
    """The end of the last day on which it is known how to reach teams, and who sought one."""
    week, zone = challenge.week, challenge.week.place.zone
    last = max(week.ends_on, challenge.closes_at.astimezone(zone).date())
    return datetime.combine(last + timedelta(days=week.kept_days + 1), time.min, tzinfo=zone)


class ChallengeIsClosedError(Exception):
    """No team can sign up any more, or not yet; nothing can be postponed."""


class ChallengeIsNotOpenError(Exception):
    """It has not begun: there is nothing to publish."""


class NotLaterError(Exception):
    """Postponed to a moment that is not later than before."""


@dataclass(frozen=True)
class Rights:
    """What the one who asks may do with the challenges of a week, and with one of them."""

    may_create: bool = False
    may_change: bool = False
    may_sign_up: bool = False
    may_see_progress: bool = False
    may_see_contacts: bool = False
    # Make teams of those who came alone; take a team out and back in.
    may_compose: bool = False
    # Decide on its last day: postpone, publish early.
    may_postpone: bool = False


def rights(access: WeekAccess, challenge: Challenge | None = None) -> Rights:
    is_going_on = access.week.archived_at is None
    return Rights(
        may_create=access.is_at_least(Role.CONCIERGE) and is_going_on,
        may_change=access.is_at_least(Role.CONCIERGE) and is_going_on,
        may_sign_up=(
            challenge is not None
            and challenge.is_open
            and is_going_on
            and may_take_part(access, challenge)
        ),
        may_see_progress=access.is_at_least(Role.COWORKER),
        may_see_contacts=access.is_at_least(Role.CONCIERGE),
        may_compose=challenge is not None
        and challenge.closed_at is None
        and access.is_at_least(Role.CONCIERGE)
        and is_going_on,
        may_postpone=challenge is not None
        and challenge.closed_at is None
        and access.is_at_least(Role.CONCIERGE)
        and is_going_on,
    )


def may_take_part(access: WeekAccess, challenge: Challenge) -> bool:
    """Whoever it is, or only who has an account at the place: the concierge said which."""
    return challenge.who == Challenge.Who.ANYBODY or bool(access.role)


def access_challenge(access: WeekAccess, slug: str) -> Challenge:
    """The only way in which a challenge reaches a view. Http404 when there is none."""
    try:
        challenge = Challenge.objects.select_related("format", "feeds").get(
            week=access.week, slug=slug
        )
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


def may_correct(team: Team) -> bool:
    """Whether those of the team may write again and publish anew: once the challenge is closed."""
    is_over = team.challenge.closed_at is not None
    return is_over and team.left_at is None and team.book.withdrawn_at is None


def access_seeker(challenge: Challenge, secret: str) -> Seeker:
    """Whose page this private link opens; Http404 for any other secret, and once they left."""
    capability = capability_for(secret, kind=SEEKER_LINK)
    if capability is None:
        raise Http404("nobody seeks a team with this link")
    number = int(capability.subject.removeprefix(SEEKER_SUBJECT))
    rows = challenge.seekers.select_related("member__team__book__place")
    seeker = rows.filter(pk=number, left_at=None).first()
    if seeker is None:
        raise Http404("nobody seeks a team with this link")
    seeker.challenge = challenge
    return seeker


def seeker_subject(seeker: Seeker) -> str:
    return f"{SEEKER_SUBJECT}{seeker.pk}"


def may_change_team(team: Team) -> bool:
    """Whether its members may say who they are and what their book is called: while it is open."""
    challenge = team.challenge
    is_going_on = challenge.week.archived_at is None
    return team.left_at is None and not challenge.is_closed and is_going_on

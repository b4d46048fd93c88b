"""Those who came alone become teams, as the concierge saw and said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import transaction

from openweek.challenges.actions.members import TeamIsFull
from openweek.challenges.actions.seekers import found, place_seeker, tell_found
from openweek.challenges.actions.teams import Newcomer, create_team, open_book
from openweek.challenges.models import Challenge, Seeker, Team
from openweek.challenges.rules import ChallengeIsClosedError
from openweek.ground import events
from openweek.ground.authors import Author


class ProposalIsStale(Exception):
    """Somebody of it found a team, or left, or a team is gone: propose again."""


@dataclass(frozen=True)
class NewTeam:
    """A team to be made, of seekers by number."""

    name: str
    seekers: Sequence[int]


@transaction.atomic
def compose_teams(
    *,
    challenge: Challenge,
    new: Sequence[NewTeam],
    joining: Mapping[int, int],
    once: UUID,
    by: Author,
) -> list[Team]:
    """Make these teams with their books, and seat the others where they join (seeker: team).

    All of it or nothing. The same ``once`` again makes nothing. Whoever left an address has a
    letter with the way to their team. Raises ProposalIsStale, ChallengeIsClosedError.
    """
    Challenge.objects.select_for_update().get(pk=challenge.pk)
    keys = [uuid5(once, str(number)) for number in range(len(new))]
    done = list(challenge.teams.filter(once__in=keys))
    if done or _is_done(challenge, joining):
        return done
    if not challenge.is_open or challenge.week.archived_at is not None:
        raise ChallengeIsClosedError(challenge.title)
    seekers = _seeking(challenge, [*joining, *(key for team in new for key in team.seekers)])
    made = [
        _form(challenge, team, [seekers[each] for each in team.seekers], once=key, by=by)
        for team, key in zip(new, keys, strict=True)
    ]
    teams = {team.pk: team for team in challenge.teams.filter(left_at=None)}
    for number, into in joining.items():
        if into not in teams:
            raise ProposalIsStale
        team = teams[into]
        team.challenge = challenge
        try:
            place_seeker(seekers[number], team, by=by)
        except TeamIsFull as full:
            raise ProposalIsStale from full
        tell_found(seekers[number], team, by=by)
    events.record(
        "challenges.teams_composed",
        by=by,
        subject=challenge,
        place_id=challenge.week.place_id,
        data={"teams": len(made), "seekers": len(seekers)},
    )
    return made


def _is_done(challenge: Challenge, joining: Mapping[int, int]) -> bool:
    """Whether all of them are where they would be seated."""
    if not joining:
        return False
    rows = challenge.seekers.filter(pk__in=joining, member__isnull=False)
    seated = dict(rows.values_list("pk", "member__team"))
    return seated == dict(joining)


def _seeking(challenge: Challenge, keys: Sequence[int]) -> dict[int, Seeker]:
    rows = challenge.seekers.select_for_update().filter(
        pk__in=keys, member__isnull=True, left_at__isnull=True
    )
    seekers = {row.pk: row for row in rows}
    if set(seekers) != set(keys) or len(keys) != len(set(keys)):
        raise ProposalIsStale
    for row in seekers.values():
        row.challenge = challenge
    return seekers


def _form(
    challenge: Challenge, team: NewTeam, seekers: Sequence[Seeker], *, once: UUID, by: Author
) -> Team:
    newcomers = [
        Newcomer(
            name=seeker.name, institution=seeker.institution,
            role=next(iter(seeker.skills), ""), from_afar=seeker.from_afar, person=seeker.person,
        )
        for seeker in seekers
    ]  # fmt: skip
    made = create_team(challenge, team.name, newcomers, once=once, by=by)
    made.challenge = challenge
    open_book(made.book, people=[each.person for each in seekers if each.person], by=by)
    for seeker, member in zip(seekers, made.members.all(), strict=True):
        found(seeker, member)
    for seeker in seekers:
        tell_found(seeker, made, by=by)
    return made

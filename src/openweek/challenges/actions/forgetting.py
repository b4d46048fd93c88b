"""Who they were and how to reach them is forgotten, once the days are over for which it was kept.

What stays: the names that stand in books, and that so many looked for a team.
"""

import logging
from collections import Counter
from datetime import datetime

from django.db import transaction

from openweek.challenges.models import Challenge, Seeker
from openweek.challenges.rules import SEEKER_LINK, kept_until, seeker_subject
from openweek.ground import clock, deadlines, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.place.actions import forget_these_letters, revoke_capability
from openweek.place.models import Person
from openweek.place.queries import letters, live_capabilities
from openweek.week.models import Week

FORGET = "challenges.forget_contacts"  # the deadline at which what people left goes

logger = logging.getLogger(__name__)


def plan_forgetting(challenge: Challenge) -> None:
    """Set or move the day, as part of a greater deed."""
    deadlines.set_deadline(FORGET, challenge.pk, kept_until(challenge))


def follow_week(week: Week) -> None:
    """The concierge changed a week: what was said is kept for as long as it says now."""
    for challenge in Challenge.objects.filter(week=week):
        challenge.week = week
        plan_forgetting(challenge)


@transaction.atomic
def forget_contacts(*, challenge: Challenge, by: Author) -> int:
    """Keep the promise of the week's kept days: what seekers said of themselves and the addresses
    of teams go; how many of both. Says what went, as numbers, in an event and in the log.
    """
    gone: Counter[str] = Counter()
    for seeker in challenge.seekers.exclude(name=""):
        seeker.challenge = challenge
        gone += forget_seeker(seeker)
    place = challenge.week.place
    for team in challenge.teams.exclude(contact=""):
        gone["contacts"] += 1
        gone["letters"] += _forget_letters(challenge, team.contact, since=team.created_at)
        team.contact = ""
        team.save(update_fields=["contact"])
    gone = +gone
    events.record(
        "challenges.contacts_forgotten", by=by, subject=challenge, place_id=place.pk,
        data=dict(gone),
    )  # fmt: skip
    counts = ", ".join(f"{number} {what}" for what, number in sorted(gone.items()))
    if counts:
        logger.info("Challenge %s: contacts were forgotten (%s).", challenge.pk, counts)
    return gone["seekers"] + gone["contacts"]


def forget_when_due(challenge_id: int) -> None:
    """What the sweep calls."""
    challenge = Challenge.objects.select_related("week__place").filter(pk=challenge_id).first()
    if challenge is not None:
        forget_contacts(challenge=challenge, by=SOFTWARE)


def forget_seeker(seeker: Seeker) -> Counter[str]:
    """Nothing of what they said is kept, nor letters that tell of it, and their link is dead; as
    part of a greater deed. If they found a team they stay in it, under the name that they have
    there.
    """
    gone = Counter({"seekers": 1})
    if seeker.contact:
        gone["letters"] = _forget_letters(
            seeker.challenge, seeker.contact, since=seeker.created_at, about_it_alone=True
        )
    links = live_capabilities().filter(kind=SEEKER_LINK, subject=seeker_subject(seeker))
    for link in links:
        revoke_capability(capability=link, by=SOFTWARE)
        gone["links"] += 1
    seeker.left_at = seeker.left_at or clock.now()
    seeker.name = seeker.contact = seeker.institution = seeker.about = seeker.language = ""
    seeker.skills, seeker.person, seeker.from_afar = [], None, False
    seeker.save()
    return gone


def _forget_letters(
    challenge: Challenge, to: str, *, since: datetime, about_it_alone: bool = False
) -> int:
    """None of somebody who has an account: whoever typed their address cannot take theirs away."""
    if Person.objects.filter(email__iexact=to).exists():
        return 0
    place = challenge.week.place
    theirs = letters(place).filter(to__iexact=to, created_at__gte=since)
    if about_it_alone:
        theirs = theirs.filter(subject__contains=challenge.title)
    numbers = list(theirs.values_list("pk", flat=True))
    return forget_these_letters(numbers=numbers, place=place, by=SOFTWARE) if numbers else 0

"""Who chooses sessions: found again by account, by private link, or by browser."""

from datetime import datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from openweek.ground import clock, deadlines
from openweek.ground.authors import Author
from openweek.place import queries as place_queries
from openweek.place.models import Capability
from openweek.programme.models import Participant
from openweek.week.models import Week
from openweek.week.rules import WeekAccess

# The kind of the capability that opens somebody's choices.
LINK = "choices"
# The deadline at which what participants said of themselves goes.
FORGET = "programme.forget_participants"


def kept_until(week: Week) -> datetime:
    """When names and addresses are forgotten, and private links to choices stop opening."""
    day = week.ends_on + timedelta(days=week.kept_days + 1)
    return datetime.combine(day, time.min, tzinfo=week.place.zone)


def link_subject(participant: Participant) -> str:
    return f"{participant._meta.label_lower}:{participant.pk}"


def find(access: WeekAccess) -> Participant | None:
    """The participant that the one who asks is in this week; None for somebody who chose nothing.

    An account comes first, then a link that this browser opened, then what it wrote itself.
    """
    ours = Participant.objects.filter(week=access.week, forgotten_at__isnull=True)
    if access.author.key:
        found = ours.filter(key=access.author.key).first()
        if found is not None or access.person is not None:
            return found
    if not access.who.capability_ids:
        return None
    subjects = place_queries.held_subjects(access.who.capability_ids, kind=LINK)
    return ours.filter(pk__in=[int(each.rpartition(":")[2]) for each in subjects]).first()


def are_mine(access: WeekAccess) -> QuerySet[Participant]:
    """All that the one who asks is here: by account or browser, and by links that they opened."""
    mine = Q(pk__in=[])
    if access.author.key:
        mine |= Q(key=access.author.key)
    if access.who.capability_ids:
        subjects = place_queries.held_subjects(access.who.capability_ids, kind=LINK)
        mine |= Q(pk__in=[int(each.rpartition(":")[2]) for each in subjects])
    return Participant.objects.filter(mine, week=access.week, forgotten_at__isnull=True)


def opened_by(access: WeekAccess, secret: str) -> tuple[Participant, Capability] | None:
    """Whose choices that link opens in this week, if it still opens any."""
    capability = place_queries.capability_for(secret, kind=LINK)
    if capability is None:
        return None
    pk = int(capability.subject.rpartition(":")[2])
    rows = Participant.objects.filter(week=access.week, pk=pk, forgotten_at__isnull=True)
    participant = rows.select_related("person").first()
    if participant is None:
        return None
    participant.week = access.week
    return participant, capability


def known(
    week: Week, *, by: Author, name: str = "", email: str = "", found: Participant | None = None
) -> Participant:
    """That participant, made when there is none; what they now say of themselves is kept.

    Call it inside the transaction of an action, with the week held.
    """
    participant = found or (
        Participant.objects.filter(week=week, key=by.key).first() if by.key else None
    )
    if participant is None:
        deadlines.set_deadline(FORGET, week.pk, kept_until(week))
        return Participant.objects.create(
            week=week, person_id=by.person_id, key=by.key, name=(name or by.name)[:120],
            email=email, language=get_language() or "fr", created_at=clock.now(),
        )  # fmt: skip
    if (name and name != participant.name) or (email and email != participant.email):
        participant.name = name or participant.name
        participant.email = email or participant.email
        participant.save(update_fields=["name", "email"])
    return participant

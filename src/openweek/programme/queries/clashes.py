"""What clashes in a week's programme, from its rows; a constant number of queries."""

from collections import Counter, defaultdict

from openweek.ground.hours import exists_at, to_utc
from openweek.programme import clashes
from openweek.programme.clashes import Clash, Placed, Stretch
from openweek.programme.models import Interest, Signup, Way
from openweek.programme.queries.breaks import breaks_of
from openweek.programme.queries.moments import active_slots
from openweek.week.models import Week

_COLUMNS = (
    "pk", "session_id", "starts_at", "ends_at", "room_id", "session__facilitator",
    "session__needs", "session__seats", "room__features", "room__seats",
)  # fmt: skip


def clashes_of(week: Week) -> list[Clash]:
    """Five queries, however many sessions there are."""
    breaks = {each.pk: (each.starts_at, each.ends_at) for each in breaks_of(week)}
    return clashes.find(placed_of(week), breaks=breaks, opening=opening_stretches(week))


def placed_of(week: Week) -> list[Placed]:
    """All that has a time, as clashes are told from; three queries."""
    rows = list(active_slots(week).order_by("starts_at", "pk").values_list(*_COLUMNS))
    times = Counter(row[1] for row in rows)
    wishes = wishes_of(week)
    signups = _signups(week)
    placed: list[Placed] = []
    for row in rows:
        comes, seated = signups.get(row[0], (frozenset(), 0))
        # What comes several times can be seen at another of them.
        wished = wishes.get(row[1], frozenset()) if times[row[1]] == 1 else frozenset()
        placed.append(
            Placed(
                slot_id=row[0], session_id=row[1], starts_at=row[2], ends_at=row[3],
                room_id=row[4], facilitators=frozenset(clashes.names_of(row[5])),
                needs=frozenset(row[6] or ()), seats=row[7], offers=frozenset(row[8] or ()),
                room_seats=row[9], signed_up=seated, wanted_by=comes | wished,
            )
        )  # fmt: skip
    return placed


def opening_stretches(week: Week) -> list[Stretch]:
    """When the doors are open, in UTC; one query."""
    zone = week.place.zone
    return [
        (to_utc(row.date, row.opens, zone), to_utc(row.date, row.closes, zone))
        for row in week.opening_hours.all()
        if exists_at(row.date, row.opens, zone) and exists_at(row.date, row.closes, zone)
    ]


def wishes_of(week: Week) -> dict[int, frozenset[int]]:
    """By session: who would like it, at whatever time; one query."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Interest.objects.filter(session__week=week).values_list("session_id", "participant_id")
    for session, participant in rows.order_by():
        found[session].add(participant)
    return {session: frozenset(people) for session, people in found.items()}


def _signups(week: Week) -> dict[int, tuple[frozenset[int], int]]:
    """By slot: who comes, and how many of them take a chair."""
    people: dict[int, set[int]] = defaultdict(set)
    chairs: Counter[int] = Counter()
    rows = Signup.objects.filter(
        slot__session__week=week, slot__cancelled_at__isnull=True, cancelled_at__isnull=True
    ).values_list("slot_id", "participant_id", "way", "waits")
    for slot, participant, way, waits in rows.order_by():
        people[slot].add(participant)
        chairs[slot] += way == Way.ON_SITE and not waits
    return {slot: (frozenset(who), chairs[slot]) for slot, who in people.items()}

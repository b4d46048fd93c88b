"""What does not go together in a programme. Data in, clashes out; nothing is read or written here.

That one room holds one session at a time is the database's own affair: it never comes so far.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from openweek.ground.text import fold

Stretch = tuple[datetime, datetime]

# Names in one line are told apart by these, as people write them.
_BETWEEN_NAMES = re.compile(r"[,;/&+]|\bet\b|\band\b", re.IGNORECASE)


class Reason(StrEnum):
    """Why something clashes; the first four should not be, the others are for thinking about."""

    FACILITATOR = "facilitator"
    LACKS = "lacks"
    SIGNED_UP = "signed-up"
    BREAK = "break"
    CLOSED = "closed"
    SEATS = "seats"
    WISHES = "wishes"


HARD = frozenset({Reason.FACILITATOR, Reason.LACKS, Reason.SIGNED_UP, Reason.BREAK})


@dataclass(frozen=True, slots=True)
class Placed:
    """A session at one of its times, with all that decides whether it can be there.

    ``wanted_by`` numbers the people who would come at that time; ``room_id`` is None elsewhere and
    from afar, where neither doors, breaks nor seats matter.
    """

    slot_id: int
    session_id: int
    starts_at: datetime
    ends_at: datetime
    room_id: int | None = None
    facilitators: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    room_seats: int | None = None
    seats: int | None = None
    signed_up: int = 0
    wanted_by: frozenset[int] = field(default=frozenset())

    @property
    def stretch(self) -> Stretch:
        return self.starts_at, self.ends_at


@dataclass(frozen=True, slots=True)
class Clash:
    """Which times clash, and why.

    ``who`` are folded names, ``what`` features that are missing, ``people`` how many are
    concerned: would like both, are too many, have signed up; ``pause`` numbers the break.
    """

    reason: Reason
    slots: tuple[int, ...]
    who: tuple[str, ...] = ()
    what: tuple[str, ...] = ()
    people: int = 0
    pause: int = 0

    @property
    def is_hard(self) -> bool:
        return self.reason in HARD


def names_of(line: str) -> dict[str, str]:
    """The people named in a line: as they are compared, and as they are written.

    « Zoé Lé, zoe le » is one person: neither accents nor capitals tell two apart.
    """
    names = (" ".join(part.split()) for part in _BETWEEN_NAMES.split(line))
    return {fold(name): name for name in names if fold(name)}


def overlap(one: Stretch, other: Stretch) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def find(
    placed: Iterable[Placed],
    *,
    breaks: Mapping[int, Stretch] | None = None,
    opening: Sequence[Stretch] = (),
) -> list[Clash]:
    """All clashes, the hard ones first. Without any ``opening`` nobody said when doors open."""
    rows = sorted(placed, key=lambda each: (each.starts_at, each.slot_id))
    joined = _joined(opening)
    found = [clash for each in rows for clash in _alone(each, breaks or {}, joined)]
    found += [clash for one, other in overlapping(rows) for clash in _between(one, other)]
    return sorted(found, key=lambda clash: (not clash.is_hard, -clash.people))


def by_slot(clashes: Iterable[Clash]) -> dict[int, list[Clash]]:
    found: dict[int, list[Clash]] = defaultdict(list)
    for clash in clashes:
        for slot in clash.slots:
            found[slot].append(clash)
    return dict(found)


def overlapping(rows: Sequence[Placed]) -> Iterator[tuple[Placed, Placed]]:
    """Pairs that are on at the same moment; ``rows`` in the order in which they begin."""
    running: list[Placed] = []
    for each in rows:
        running = [other for other in running if other.ends_at > each.starts_at]
        yield from ((other, each) for other in running)
        running.append(each)


def is_within(stretch: Stretch, opening: Sequence[Stretch]) -> bool:
    """Whether doors are open all along; ``opening`` in order, stretches that touch joined."""
    return any(opens <= stretch[0] and stretch[1] <= closes for opens, closes in opening)


def _between(one: Placed, other: Placed) -> Iterator[Clash]:
    slots = (one.slot_id, other.slot_id)
    who = tuple(sorted(one.facilitators & other.facilitators))
    if who:
        yield Clash(Reason.FACILITATOR, slots, who=who)
    both = len(one.wanted_by & other.wanted_by)
    if both and one.session_id != other.session_id:
        yield Clash(Reason.WISHES, slots, people=both)


def _alone(
    each: Placed, breaks: Mapping[int, Stretch], opening: Sequence[Stretch]
) -> Iterator[Clash]:
    if each.room_id is None:
        return
    alone = (each.slot_id,)
    missing = tuple(sorted(each.needs - each.offers))
    if missing:
        yield Clash(Reason.LACKS, alone, what=missing)
    if each.room_seats:
        if each.signed_up > each.room_seats:
            yield Clash(Reason.SIGNED_UP, alone, people=each.signed_up)
        elif each.seats and each.seats > each.room_seats:
            yield Clash(Reason.SEATS, alone, people=each.seats)
    if opening and not is_within(each.stretch, opening):
        yield Clash(Reason.CLOSED, alone)
    for number, pause in breaks.items():
        if overlap(each.stretch, pause):
            yield Clash(Reason.BREAK, alone, pause=number)


def _joined(opening: Sequence[Stretch]) -> list[Stretch]:
    """Doors that close and open again at the same moment never closed."""
    joined: list[Stretch] = []
    for opens, closes in sorted(opening):
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], closes))
        else:
            joined.append((opens, closes))
    return joined

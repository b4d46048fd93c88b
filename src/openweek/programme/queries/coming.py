"""Who comes: numbers for everybody, names for those who keep a session, one's own choices."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery

from openweek.ground import clock
from openweek.programme import whereabouts
from openweek.programme.models import Interest, Kind, Participant, Session, Signup, Slot, Way
from openweek.programme.queries.moments import programme_url
from openweek.programme.whereabouts import News, Words
from openweek.week.models import Week


@dataclass(frozen=True, slots=True)
class Line:
    """The seats of one kind at one time. ``seats`` is None where nobody counts."""

    way: str
    seats: int | None
    going: int
    waiting: int
    # False for one that was offered before, as long as somebody comes by it.
    is_offered: bool = True

    @property
    def left(self) -> int | None:
        return None if self.seats is None else max(self.seats - self.going, 0)

    @property
    def over(self) -> int:
        """How many more come than there are seats, once their number was lowered."""
        return 0 if self.seats is None else max(self.going - self.seats, 0)

    @property
    def is_full(self) -> bool:
        return self.left == 0


@dataclass(frozen=True, slots=True)
class Standing:
    """One time of a session: how many come, and what the one who asks is there."""

    slot: Slot
    lines: list[Line]
    mine: "Choice | None"


@dataclass(frozen=True, slots=True)
class Choice:
    """A time that somebody comes to or waits for. ``rank`` counts from 1, and is 0 with a seat."""

    signup: Signup
    slot: Slot
    session: Session
    url: str
    rank: int
    news: News | None
    news_in_words: str

    @property
    def is_cancelled(self) -> bool:
        return self.slot.cancelled_at is not None

    @property
    def is_over(self) -> bool:
        return self.slot.ends_at <= clock.now()

    @property
    def is_remote(self) -> bool:
        return self.signup.way == Way.REMOTE


@dataclass(frozen=True, slots=True)
class Wished:
    """A session for which somebody said "me too"."""

    title: str
    url: str
    kind: str = Kind.WISH
    # Of one that has its time, the next or else the last of them.
    starts_at: datetime | None = None

    @property
    def is_session(self) -> bool:
        return self.kind == Kind.SESSION


@dataclass(slots=True)
class Choices:
    """All that somebody chose: to come, in the order in which it begins; then what is over."""

    coming: list[Choice] = field(default_factory=list)
    cancelled: list[Choice] = field(default_factory=list)
    over: list[Choice] = field(default_factory=list)
    wished: list[Wished] = field(default_factory=list)

    @property
    def next(self) -> Choice | None:
        return self.coming[0] if self.coming else None

    @property
    def is_empty(self) -> bool:
        return not (self.coming or self.cancelled or self.over or self.wished)


def ways_to(session: Session, slot: Slot) -> list[str]:
    """How one can come to that time."""
    has_remote = bool(session.remote_url) or session.remote_seats is not None
    if has_remote and slot.room_id is None and session.seats is None:
        return [Way.REMOTE]
    return [Way.ON_SITE, Way.REMOTE] if has_remote else [Way.ON_SITE]


def standings(
    session: Session, slots: Sequence[Slot], own: Iterable[Choice] = ()
) -> list[Standing]:
    """Each time with its numbers, and what somebody chose of it; one query."""
    counted: dict[tuple[int, str, bool], int] = defaultdict(int)
    rows = Signup.objects.filter(slot__in=slots, cancelled_at__isnull=True).order_by()
    for slot_id, way, waits, count in rows.values_list("slot_id", "way", "waits").annotate(
        count=Count("pk")
    ):
        counted[slot_id, way, waits] = count
    mine = {each.slot.pk: each for each in own}
    return [
        Standing(
            slot=slot,
            lines=[
                Line(
                    way=way,
                    seats=session.remote_seats if way == Way.REMOTE else session.seats,
                    going=counted[slot.pk, way, False], waiting=counted[slot.pk, way, True],
                    is_offered=way in ways_to(session, slot),
                )
                for way in _ways_shown(session, slot, counted)
            ],
            mine=mine.get(slot.pk),
        )
        for slot in slots
    ]  # fmt: skip


def _ways_shown(
    session: Session, slot: Slot, counted: dict[tuple[int, str, bool], int]
) -> list[str]:
    """Also one that is no longer offered, as long as somebody comes by it."""
    offered = ways_to(session, slot)
    there = {way for (pk, way, _waits), count in counted.items() if pk == slot.pk and count}
    return [way for way in (Way.ON_SITE, Way.REMOTE) if way in offered or way in there]


def own_choices(session: Session, participant: Participant | None) -> list[Choice]:
    """What somebody chose of a session, with times taken out since; one query or two."""
    if participant is None:
        return []
    rows = _signups_of(participant).filter(slot__session=session)
    return _as_choices(session.week, rows)


def choices_of(participant: Participant) -> Choices:
    """Three queries at most, however much they chose. Its week must be the one that was loaded."""
    week = participant.week
    found = Choices()
    for choice in _as_choices(week, _signups_of(participant)):
        is_gone = choice.is_cancelled and not choice.is_over
        part = found.cancelled if is_gone else found.over if choice.is_over else found.coming
        part.append(choice)
    found.over = [each for each in found.over if not each.is_cancelled and not each.signup.waits]
    root = programme_url(week)
    # A wish that an offer has met is there as the session that it became.
    wishes = Interest.objects.filter(
        participant=participant, session__deleted_at__isnull=True,
        session__held_at__isnull=True,
    ).filter(
        Q(session__met_by__isnull=True) | Q(session__met_by__deleted_at__isnull=False)
    ).annotate(
        starts_at=Max(
            "session__slots__starts_at", filter=Q(session__slots__cancelled_at__isnull=True)
        )
    ).values_list("session__title", "session__slug", "session__kind", "starts_at")  # fmt: skip
    found.wished = [
        Wished(title, f"{root}{slug}/", kind, starts) for title, slug, kind, starts in wishes
    ]
    return found


def slots_chosen(participant: Participant) -> list[int]:
    """For their calendar: where they have a seat, also if it was cancelled since."""
    rows = Signup.objects.filter(participant=participant, cancelled_at__isnull=True, waits=False)
    return list(rows.values_list("slot_id", flat=True))


def attendance_of(session: Session) -> list[tuple[Slot, list[Signup]]]:
    """Each time with those who come, then those who wait, in their order; two queries."""
    slots = list(session.slots.filter(cancelled_at__isnull=True).select_related("room"))
    by_slot: dict[int, list[Signup]] = defaultdict(list)
    rows = Signup.objects.filter(slot__in=slots, cancelled_at__isnull=True)
    for signup in rows.select_related("participant").order_by("waits", "way", "at", "pk"):
        by_slot[signup.slot_id].append(signup)
    return [(slot, by_slot[slot.pk]) for slot in slots]


def _signups_of(participant: Participant) -> QuerySet[Signup]:
    rows = Signup.objects.filter(participant=participant, cancelled_at__isnull=True)
    before_them = (
        Signup.objects.filter(
            slot=OuterRef("slot"), way=OuterRef("way"), waits=True, cancelled_at__isnull=True
        )
        .filter(Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lte=OuterRef("pk")))
        .order_by()
        .values("slot")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return (
        rows.annotate(rank=Subquery(before_them, output_field=IntegerField()))
        .select_related("slot__session", "slot__room")
        .order_by("slot__starts_at", "slot_id")
    )


def _as_choices(week: Week, rows: Iterable[Signup]) -> list[Choice]:
    signups = list(rows)
    root = programme_url(week)
    news = {signup.pk: whereabouts.news_of(signup) for signup in signups}
    words = Words(week, [each for each in news.values() if each])
    for signup in signups:
        signup.slot.session.week = week
    return [
        Choice(
            signup=signup, slot=signup.slot, session=signup.slot.session,
            url=f"{root}{signup.slot.session.slug}/",
            rank=getattr(signup, "rank", 0) if signup.waits else 0,
            news=news[signup.pk],
            news_in_words=words.say(said) if (said := news[signup.pk]) else "",
        )
        for signup in signups
    ]  # fmt: skip

"""What many people write into a programme, each a little, in the days before the week begins."""

import uuid
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from openweek.commons.actions import change_format
from openweek.commons.models import Format
from openweek.config.demo import together_words as said
from openweek.config.demo.together_words import Comers, Offer, Waiting, Wish
from openweek.config.demo.words import Moment
from openweek.ground import clock, deadlines
from openweek.ground.authors import Author
from openweek.place import tasks
from openweek.place.models import Person, Place, Room
from openweek.programme import actions
from openweek.programme.models import Mode, Session, Slot, Span, Way
from openweek.week.halves import Half
from openweek.week.models import Week
from openweek.writing.actions import write_plain
from openweek.writing.queries import plain_of


def somebody(name: str) -> Author:
    """One who has an account, or else a browser that is always the same."""
    person = Person.objects.filter(Q(name=name) | Q(name__startswith=f"{name} ")).first()
    if person is not None:
        return Author(name=name, person_id=person.pk)
    return Author(name=name, passer_by=uuid.uuid5(uuid.NAMESPACE_OID, name).hex[:16])


def before(week: Week, days: int, at: time) -> AbstractContextManager[None]:
    """So many days before the week begins; 0 is its first day."""
    day = week.starts_on - timedelta(days=days)
    return clock.at(datetime.combine(day, at, week.place.zone))


def set_recurrence(place: Place, by: Author) -> None:
    """The PapyCamp is on every Tuesday at ten."""
    papycamp = Format.objects.get(place=place, slug="papycamp")
    change_format(
        changed=papycamp, title=papycamp.title, purpose=papycamp.purpose, by=by,
        weekdays=[1], starts="10:00",
    )  # fmt: skip


def write_programme(week: Week, moments: Iterable[Moment]) -> None:
    rooms = {room.name: room for room in week.rooms.all()}
    formats = {row.slug: row for row in Format.objects.filter(place=week.place)}
    for moment in moments:
        made_from = formats.get(moment.format)
        actions.propose_session(
            week=week,
            title=moment.title,
            by=somebody(moment.who),
            spans=_spans(week, moment, rooms),
            summary=moment.summary,
            description=moment.description,
            facilitator=moment.who,
            seats=moment.seats,
            remote_seats=moment.remote_seats,
            remote_url=moment.remote_url,
            needs=made_from.needs if made_from else [],
            format=made_from,
        )


def _spans(week: Week, moment: Moment, rooms: dict[str, Room]) -> list[Span]:
    # A Monday after it is the next week's, and its rooms too.
    days = week.days if moment.every_day else [week.days[:7][moment.day]]
    starts = [datetime.combine(day, moment.at, week.place.zone) for day in days]
    length = timedelta(minutes=moment.minutes)
    return [Span(start, start + length, rooms.get(moment.room)) for start in starts]


def write_together(week: Week, *, keeper: Author) -> None:
    """Day after day, so that the history reads as it would have come about."""
    with before(week, 6, time(9)):
        _look_at_a_newcomer(week, keeper)
    with before(week, 6, time(18, 20)):
        for waiting in said.TO_BE_PLACED:
            _leave_to_be_placed(week, waiting)
        actions.pin_session(slot=_only_slot(week, said.CLOSING), pinned=True, by=keeper)
    with before(week, 5, time(12, 40)):
        for wish in said.WISHES:
            wish_together(week, wish)
    with before(week, 4, time(9, 15)):
        for offer in said.OFFERS:
            _offer(week, offer)
        meet(week, *said.MET)
    with before(week, 3, time(17, 5)):
        come_together(week, said.COMERS)
        _ask(session_of(week, said.NEWSLETTER))
        _share_small_tasks(session_of(week, said.WIKISCHOOL))
        _take_notes(session_of(week, said.WIKISCHOOL))
    _quarrel(week)
    with before(week, 1, time(19, 30)):
        _move_a_little(_only_slot(week, said.MAPPING))
    with before(week, 1, time(20)):
        deadlines.sweep_quick()  # Those who come are told now, and not when it is served.


def _look_at_a_newcomer(week: Week, keeper: Author) -> None:
    """For one day what somebody new proposes waits for a look; then doors are open to all."""
    actions.set_policy(week=week, mode=Mode.OPEN, holds_newcomers=True, by=keeper)
    write_programme(week, [said.NEWCOMER])
    actions.set_policy(week=week, mode=Mode.OPEN, holds_newcomers=False, by=keeper)


def let_in_a_newcomer(week: Week, moment: Moment, *, keeper: Author) -> None:
    """A week in which what somebody new proposes waits for a look, and has had it."""
    actions.set_policy(week=week, mode=Mode.OPEN, holds_newcomers=True, by=keeper)
    write_programme(week, [moment])
    actions.accept_session(session=session_of(week, moment.title), by=somebody("Hélène"))


def add_lunch(week: Week, days: Iterable[date], *, by: Author) -> None:
    """In all rooms at once."""
    title, begins, ends = said.LUNCH
    zone = week.place.zone
    stretches = [
        (datetime.combine(day, begins, zone), datetime.combine(day, ends, zone)) for day in days
    ]
    actions.add_break(week=week, title=title, stretches=stretches, by=by)


def wish_together(week: Week, wish: Wish) -> Session:
    made = actions.wish_session(
        week=week, title=wish.title, summary=wish.summary, by=somebody(wish.who)
    )
    _say_me_too(made, wish.too)
    return made


def meet(week: Week, title: str, who: str, minutes: int, spans: Sequence[Span] = ()) -> None:
    """Somebody takes a wish up, and those who would like it are told."""
    actions.meet_wish(
        wish=session_of(week, title), by=somebody(who), facilitator=who, minutes=minutes,
        spans=spans,
    )  # fmt: skip
    deadlines.sweep_quick()


def come_together(week: Week, all_of_them: Iterable[Comers]) -> None:
    for comers in all_of_them:
        session = session_of(week, comers.title)
        slots = list(session.slots.all())
        for way, names in ((Way.ON_SITE, comers.on_site), (Way.REMOTE, comers.remote)):
            for name in names:
                by = somebody(name)
                actions.sign_up(session=session, slots=slots, by=by, way=way, name=name)


def session_of(week: Week, title: str) -> Session:
    found = Session.objects.select_related("format").get(week=week, title=title)
    found.week = week
    return found


def _only_slot(week: Week, title: str) -> Slot:
    slot = Slot.objects.select_related("session", "room").get(
        session__week=week, session__title=title
    )
    slot.session.week = week
    return slot


def _leave_to_be_placed(week: Week, waiting: Waiting) -> None:
    halves = [Half(week.days[number], part).key for number, part in waiting.halves]
    session = actions.propose_session(
        week=week, title=waiting.title, summary=waiting.summary, by=somebody(waiting.who),
        facilitator=waiting.who, minutes=waiting.minutes, needs=waiting.needs,
        seats=waiting.seats, availability=halves,
    )  # fmt: skip
    _say_me_too(session, waiting.too)


def _offer(week: Week, offer: Offer) -> None:
    made = actions.offer_session(
        week=week, title=offer.title, summary=offer.summary, by=somebody(offer.who),
        facilitator=offer.who, minutes=offer.minutes, needs=offer.needs,
    )  # fmt: skip
    _say_me_too(made, offer.too)


def _say_me_too(session: Session, names: Iterable[str]) -> None:
    for name in names:
        actions.say_me_too(session=session, by=somebody(name), name=name)


def _ask(session: Session) -> None:
    """From afar; whoever runs it has answered some already."""
    for asked in said.QUESTIONS:
        question = actions.ask_question(session=session, text=asked.text, by=somebody(asked.who))
        if asked.answered:
            actions.answer_question(question=question, answered=True, by=somebody("Paul"))


def _share_small_tasks(session: Session) -> None:
    """One is taken on, one is done, and one is still to be had."""
    for number, task in enumerate(tasks.tasks_of(session)):
        if number == 0:
            tasks.finish_task(task=task, by=somebody("Karim"))
        elif number == 1:
            tasks.claim_task(task=task, by=somebody("Odette"))


def _take_notes(session: Session) -> None:
    karim = somebody("Karim")
    text = actions.open_notes(session=session, by=karim)
    write_plain(text=text, by=karim, body=said.NOTES, base=plain_of(text).base)


def _quarrel(week: Week) -> None:
    """Somebody writes nonsense at night, and in the morning it is undone."""
    name, title, summary = said.MISCHIEF
    session = session_of(week, said.NEWSLETTER)
    with before(week, 2, time(23, 47)):
        number, _secret = actions.give_link(session=session, by=somebody("Paul"))
        change = actions.change_session(
            session=session, title=title, summary=summary,
            by=Author(name=name, capability_id=number),
        )  # fmt: skip
    assert change is not None  # noqa: S101  its title has just become another
    with before(week, 1, time(8, 10)):
        actions.undo_change(change=change, by=somebody("Hélène"))


def _move_a_little(slot: Slot) -> None:
    """Half an hour later; those who come are told once."""
    late = timedelta(minutes=30)
    span = Span(slot.starts_at + late, slot.ends_at + late, slot.room)
    actions.move_session(slot=slot, span=span, by=somebody("Paul"), why=said.MOVED_BECAUSE)

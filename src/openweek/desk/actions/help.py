"""Somebody asks for a hand; somebody goes; what was answered stays."""

from datetime import timedelta
from uuid import UUID, uuid5

from django.db import transaction

from openweek.desk.models import HelpRequest
from openweek.ground import clock, deadlines, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.place.models import Person, Place

# How many one and the same asks for before any was answered.
OPEN_AT_ONCE = 5
# The deadline on which it is forgotten who asked, and in which words.
FORGET_HELP = "desk.forget_help"
FORGOTTEN_AFTER = timedelta(days=90)


class TooMuchAsked(Exception):
    """Enough is already open in that name: nobody can answer more at once."""


class AlreadyTaken(Exception):
    """Somebody else goes; ``args[0]`` is their name."""


@transaction.atomic
def ask_help(
    *, place: Place, about: str, once: UUID, by: Author, words: str = "", where: str = ""
) -> HelpRequest:
    """``once`` is of the page of buttons: the same button pressed twice asks once.

    Raises :class:`TooMuchAsked` when five of theirs are open.
    """
    number = uuid5(once, about)
    before = HelpRequest.objects.filter(once=number).first()
    if before:
        return before
    mine = HelpRequest.objects.filter(
        place=place, author_key=by.key, answered_at__isnull=True, closed_at__isnull=True
    )
    if by.key and mine.count() >= OPEN_AT_ONCE:
        raise TooMuchAsked(by.key)
    made, is_new = HelpRequest.objects.get_or_create(
        once=number,
        defaults={
            "place": place,
            "about": about,
            "words": words,
            "where": where,
            "created_at": clock.now(),
            "author_key": by.key,
            "author_name": by.name,
        },
    )
    if is_new:
        deadlines.set_deadline(FORGET_HELP, made.pk, clock.now() + FORGOTTEN_AFTER)
        _record("desk.help_asked", made, by, {"about": about})
    return made


@transaction.atomic
def add_to_help(*, asked: HelpRequest, words: str, where: str, by: Author) -> None:
    """What they did not say when they pressed the button."""
    asked.words, asked.where = words, where
    asked.save(update_fields=["words", "where"])
    _record("desk.help_added_to", asked, by)


@transaction.atomic
def call_off_help(*, asked: HelpRequest, by: Author) -> None:
    """Whoever asked needs nobody any more."""
    if _is_over(asked):
        return
    asked.closed_at = clock.now()
    asked.save(update_fields=["closed_at"])
    _record("desk.help_called_off", asked, by)


@transaction.atomic
def take_help(*, asked: HelpRequest, person: Person, by: Author) -> None:
    """They are on their way. Raises :class:`AlreadyTaken` when somebody else is."""
    if _is_over(asked):
        return
    free = HelpRequest.objects.filter(pk=asked.pk, assigned_to__isnull=True)
    if not free.update(assigned_to=person, assigned_at=clock.now()):
        asked.refresh_from_db()
        if asked.assigned_to_id != person.pk:
            raise AlreadyTaken(asked.assigned_to.name if asked.assigned_to else "")
        return
    _record("desk.help_taken", asked, by)


@transaction.atomic
def assign_help(*, asked: HelpRequest, person: Person, by: Author) -> None:
    """Send somebody, also in place of whoever had taken it; nobody once it is over."""
    if _is_over(asked):
        return
    asked.assigned_to, asked.assigned_at = person, clock.now()
    asked.save(update_fields=["assigned_to", "assigned_at"])
    _record("desk.help_assigned", asked, by)


@transaction.atomic
def leave_help(*, asked: HelpRequest, by: Author) -> None:
    """Let somebody else go; once it is over, who went stays said."""
    if _is_over(asked):
        return
    asked.assigned_to = asked.assigned_at = None
    asked.save(update_fields=["assigned_to", "assigned_at"])
    _record("desk.help_left", asked, by)


@transaction.atomic
def answer_help(*, asked: HelpRequest, answer: str, by: Author) -> None:
    """In words, which whoever asked reads, and from which a page of the guide can be made."""
    asked.answer, asked.answered_at, asked.answered_by = answer, clock.now(), by.name
    asked.save(update_fields=["answer", "answered_at", "answered_by"])
    _record("desk.help_answered", asked, by)


@transaction.atomic
def close_help(*, asked: HelpRequest, by: Author) -> None:
    """It is done, and there was nothing to write."""
    if _is_over(asked):
        return
    asked.closed_at, asked.answered_by = clock.now(), by.name
    asked.save(update_fields=["closed_at", "answered_by"])
    _record("desk.help_closed", asked, by)


@transaction.atomic
def forget_help(help_id: int) -> None:
    """Who asked, where, and in which words; what about, when and the answer stay, to be counted."""
    asked = HelpRequest.objects.filter(pk=help_id).first()
    if asked is None:
        return
    asked.author_key = asked.author_name = asked.words = asked.where = ""
    asked.save(update_fields=["author_key", "author_name", "words", "where"])
    _record("desk.help_forgotten", asked, SOFTWARE)


def _is_over(asked: HelpRequest) -> bool:
    return asked.answered_at is not None or asked.closed_at is not None


def _record(kind: str, asked: HelpRequest, by: Author, data: dict[str, str] | None = None) -> None:
    # Who passes by and asks can be forgotten: events can't.
    who = by if by.person_id else by.unnamed
    events.record(kind, by=who, subject=asked, place_id=asked.place_id, data=data)

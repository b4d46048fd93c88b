"""Who may do what with the programme, and which times it can hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _

from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.place import queries as place_queries
from openweek.place.models import Capability, Role
from openweek.programme.models import Change, Session, Span
from openweek.week.models import Week
from openweek.week.rules import WeekAccess

# A session's own addresses can't be those of the programme.
RESERVED = frozenset({"propose", "now", "open"})
LINK = "session"
LONGEST = timedelta(hours=24)
# Somebody may still write down what began a moment ago.
GRACE = timedelta(minutes=15)


@dataclass(frozen=True)
class ProgrammeRights:
    """What the one who asks may do with the programme as a whole."""

    propose: bool
    improvise: bool


@dataclass(frozen=True)
class SessionRights:
    """What the one who asks may do with one session."""

    see: bool
    change: bool
    remove: bool
    restore: bool
    undo: bool
    undo_own: bool


@dataclass(frozen=True)
class SessionAccess:
    """A session, as whom one writes in it, and what one may do with it."""

    session: Session
    author: Author
    rights: SessionRights

    def may_undo(self, change: Change) -> bool:
        own = bool(self.author.key) and change.author_key == self.author.key
        return self.rights.undo or (self.rights.undo_own and own)


def rights(access: WeekAccess) -> ProgrammeRights:
    is_open = access.week.archived_at is None
    return ProgrammeRights(
        propose=is_open,
        improvise=is_open and access.is_at_least(Role.CONTRIBUTOR),
    )


def session_rights(access: WeekAccess, session: Session, *, is_holder: bool) -> SessionRights:
    is_open = access.week.archived_at is None
    is_author = access.person is not None and access.author.key == session.author_key
    may_write = is_open and (is_holder or is_author or access.is_at_least(Role.CONTRIBUTOR))
    return SessionRights(
        see=session.deleted_at is None or may_write,
        change=may_write and session.deleted_at is None,
        remove=may_write and session.deleted_at is None,
        restore=may_write and session.deleted_at is not None,
        undo=is_open and access.is_at_least(Role.COWORKER),
        undo_own=is_open,
    )


def link_subject(session: Session) -> str:
    return f"{session._meta.label_lower}:{session.pk}"


def access_session(access: WeekAccess, slug: str) -> SessionAccess:
    """The only way in which a session reaches a view. Http404 when there is none to be seen."""
    try:
        session = Session.objects.select_related("format").get(week=access.week, slug=slug)
    except Session.DoesNotExist as nothing:
        raise Http404(f"no session {slug}") from nothing
    session.week = access.week
    held = _held(access, session)
    found = session_rights(access, session, is_holder=held is not None)
    if not found.see:
        raise Http404(f"session {slug} was removed")
    return SessionAccess(session=session, author=_writes_as(access, held), rights=found)


def _held(access: WeekAccess, session: Session) -> Capability | None:
    if not access.who.capability_ids:
        return None
    return place_queries.held(access.who.capability_ids, kind=LINK, subject=link_subject(session))


def _writes_as(access: WeekAccess, held: Capability | None) -> Author:
    if access.person is None and held is not None:
        return Author(name=held.name, capability_id=held.pk)
    return access.author


def check_spans(week: Week, spans: Iterable[Span], *, kept: Iterable[Span] = ()) -> None:
    """Raise ValidationError, in words, for times that the programme can't hold.

    Those in ``kept`` are there already: a session of yesterday can still be described better.
    """
    known = set(kept)
    for span in spans:
        if span not in known:
            _check_span(week, span)


def _check_span(week: Week, span: Span) -> None:
    day = span.starts_at.astimezone(week.place.zone).date()
    if not week.starts_on <= day <= week.ends_on:
        raise ValidationError(_("That day is not one of the week."), code="outside")
    if span.ends_at <= span.starts_at:
        raise ValidationError(_("It ends before it begins."), code="backwards")
    if span.ends_at - span.starts_at > LONGEST:
        raise ValidationError(_("That lasts longer than a day."), code="long")
    if span.starts_at < clock.now() - GRACE:
        raise ValidationError(
            _("That hour has already passed. Choose one that is still to come."), code="past"
        )
    if span.room is not None and span.room not in week.rooms.all():
        raise ValidationError(_("That room is not open during this week."), code="room")

"""Who may do what with the programme, and which times it can hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE, Author
from openweek.place import queries as place_queries
from openweek.place.models import Capability, Membership, Role
from openweek.place.rules import is_at_least
from openweek.programme.models import Change, Kind, Mode, Policy, Session, Span
from openweek.week.models import Week
from openweek.week.rules import WeekAccess

# A session's own addresses can't be those of the programme.
RESERVED = frozenset({
    "propose", "now", "open", "grid", "breaks", "mine", "history", "removed", "subscribe",
    "embed", "import", "arrange", "wishes", "queue", "settings", "figures",
})  # fmt: skip
LINK = "session"
LONGEST = timedelta(hours=24)
# Somebody may still write down what began a moment ago.
GRACE = timedelta(minutes=15)
# For how long what was taken out is offered to be put back.
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class ProgrammeRights:
    """What the one who asks may do with the programme as a whole."""

    propose: bool
    improvise: bool
    # Move what others wrote, on the grid of all days.
    place: bool = False
    keep_breaks: bool = False
    # What was taken out, all of it.
    see_removed: bool = False
    # All of somebody's changes, of a period, of a batch.
    undo_many: bool = False
    # Take in a programme that was written elsewhere.
    import_programme: bool = False
    # Have a grid proposed, and accept what one likes of it.
    arrange: bool = False
    # Look at what waits, and let it in or not.
    look: bool = False
    # Say whether the programme is looked at first.
    set_policy: bool = False


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
        if self.rights.undo or not (self.rights.undo_own and own):
            return self.rights.undo
        # What a look let in would come back as it was before that look.
        return not self._is_looked_at

    @cached_property
    def _is_looked_at(self) -> bool:
        """Asked of each change of a history, it is read once."""
        return is_looked_at(self.session.week, self.author)


def rights(access: WeekAccess) -> ProgrammeRights:
    is_open = access.week.archived_at is None
    return ProgrammeRights(
        propose=is_open,
        improvise=is_open and access.is_at_least(Role.CONTRIBUTOR),
        place=is_open and access.is_at_least(Role.CONTRIBUTOR),
        keep_breaks=is_open and access.is_at_least(Role.COWORKER),
        see_removed=is_open and access.is_at_least(Role.CONTRIBUTOR),
        undo_many=is_open and access.is_at_least(Role.COWORKER),
        import_programme=is_open and access.is_at_least(Role.CONCIERGE),
        arrange=is_open and access.is_at_least(Role.CONCIERGE),
        look=is_open and access.is_at_least(Role.CONTRIBUTOR),
        set_policy=is_open and access.is_at_least(Role.CONCIERGE),
    )


def session_rights(access: WeekAccess, session: Session, *, is_holder: bool) -> SessionRights:
    is_open = access.week.archived_at is None
    is_author = access.person is not None and access.author.key == session.author_key
    may_write = is_open and (is_holder or is_author or access.is_at_least(Role.CONTRIBUTOR))
    is_shown = session.deleted_at is None and session.held_at is None
    return SessionRights(
        see=is_shown or may_write,
        change=may_write and session.deleted_at is None,
        remove=may_write and session.deleted_at is None,
        restore=may_write and is_kept(session),
        undo=is_open and access.is_at_least(Role.COWORKER),
        undo_own=is_open,
    )


def undoable(access: WeekAccess, changes: Iterable[Change]) -> set[int]:
    """Which of these one may undo, by their keys; one query at most.

    What a private link allows is told where its session is reached: see SessionAccess.
    """
    if access.week.archived_at is not None:
        return set()
    if access.is_at_least(Role.COWORKER):
        return {change.pk for change in changes}
    key = access.author.key
    own = {change.pk for change in changes if key and change.author_key == key}
    return set() if own and is_looked_at(access.week, access.author) else own


def is_kept(session: Session) -> bool:
    """Taken out, and not so long ago that it is no longer offered."""
    return session.deleted_at is not None and session.deleted_at > clock.now() - KEPT_FOR


def seen_changes(access: WeekAccess) -> Q:
    """Changes of the sessions that the one who asks may see.

    What was removed, or waits for a look, is seen by those who may write it alone.
    """
    shown = Q(session__deleted_at__isnull=True, session__held_at__isnull=True)
    if access.week.archived_at is not None:
        return shown
    if access.is_at_least(Role.CONTRIBUTOR):
        return Q()
    if access.person is not None:
        shown |= Q(session__author_key=access.author.key)
    if access.who.capability_ids:
        held = place_queries.held_subjects(access.who.capability_ids, kind=LINK)
        shown |= Q(session__in=[int(each.rpartition(":")[2]) for each in held])
    return shown


def may_come(access: WeekAccess, session: Session) -> bool:
    """Anybody signs up to what is in the programme, and leaves it again."""
    is_shown = session.deleted_at is None and session.held_at is None
    return access.week.archived_at is None and is_shown


def is_on_wall(session: Session) -> bool:
    """A wish or an offer that still waits."""
    waits = session.kind in {Kind.WISH, Kind.OFFER} and not is_met(session)
    return waits and session.deleted_at is None and session.held_at is None


def is_met(session: Session) -> bool:
    """A wish that came true in another session, as long as that one is in the programme."""
    return session.met_by is not None and session.met_by.deleted_at is None


def may_meet(access: WeekAccess, wish: Session) -> bool:
    """Anybody runs what was wished for, unless what they propose would wait for a look."""
    if wish.kind != Kind.WISH or not is_on_wall(wish) or access.week.archived_at is not None:
        return False
    return not is_held(access.week, access.author)


def may_schedule(found: SessionAccess) -> bool:
    """Whoever may change an offer gives it a time, unless that would wait for a look."""
    is_offer = found.session.kind == Kind.OFFER and found.session.held_at is None
    return is_offer and found.rights.change and not is_looked_at(found.session.week, found.author)


def may_ask(access: WeekAccess, session: Session) -> bool:
    """Anybody asks a question in what is a session."""
    return may_come(access, session) and session.kind == Kind.SESSION


def may_claim_tasks(access: WeekAccess) -> bool:
    """Those who have a part in the place take small things on."""
    return access.week.archived_at is None and access.is_at_least(Role.VISITOR)


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
        raise Http404(f"session {slug} is not to be seen")
    return SessionAccess(session=session, author=_writes_as(access, held), rights=found)


def _held(access: WeekAccess, session: Session) -> Capability | None:
    if not access.who.capability_ids:
        return None
    return place_queries.held(access.who.capability_ids, kind=LINK, subject=link_subject(session))


def _writes_as(access: WeekAccess, held: Capability | None) -> Author:
    if access.person is None and held is not None:
        return Author(name=held.name, capability_id=held.pk)
    return access.author


def policy_of(week: Week) -> Policy:
    """How the week takes what people write; open to everybody until the concierge says else."""
    return Policy.objects.filter(week=week).first() or Policy(week=week)


def is_regular(week: Week, by: Author) -> bool:
    """A contributor or above; the software itself counts as one."""
    if by == SOFTWARE:
        return True
    if by.person_id is None:
        return False
    found = Membership.objects.filter(
        place=week.place_id, person=by.person_id, person__is_active=True
    )
    return is_at_least(found.values_list("role", flat=True).first() or "", Role.CONTRIBUTOR)


def is_looked_at(week: Week, by: Author) -> bool:
    """Whether what they change waits for a look. One query in an open week."""
    looked_at = Policy.objects.filter(week=week, mode=Mode.LOOKED_AT).exists()
    return looked_at and not is_regular(week, by)


def waits_for_look(found: SessionAccess) -> bool:
    """Whether a change by the one who asks is kept apart: nobody sees what waits anyway."""
    is_shown = found.session.held_at is None
    return is_shown and is_looked_at(found.session.week, found.author)


def is_held(week: Week, by: Author) -> bool:
    """Whether what they propose waits for a look. One query in an open week."""
    policy = Policy.objects.filter(
        Q(mode=Mode.LOOKED_AT) | Q(holds_newcomers=True), week=week
    ).first()
    if policy is None or is_regular(week, by):
        return False
    return policy.mode == Mode.LOOKED_AT or not is_known(week, by)


def is_known(week: Week, by: Author) -> bool:
    """A regular of the place has looked at one of theirs, and let it in."""
    if not by.key:
        return False
    return Change.objects.filter(
        session__week__place=week.place_id, session__author_key=by.key,
        before__held=True, after__held=False,
    ).exists()  # fmt: skip


def may_note_past(week: Week, by: Author | None) -> bool:
    """Those who keep the house note down what happened, during the week and after it."""
    if by is None or by.person_id is None:
        return False
    found = Membership.objects.filter(
        place=week.place_id, person=by.person_id, person__is_active=True
    )
    role = found.values_list("role", flat=True).first() or ""
    return is_at_least(role, Role.COWORKER)


def check_spans(
    week: Week, spans: Iterable[Span], *, kept: Iterable[Span] = (), by: Author | None = None
) -> None:
    """Raise ValidationError, in words, for times that the programme can't hold.

    Those in ``kept`` are there already: a session of yesterday can still be described better, and
    what has begun can change its room or its end. Hours that have passed are for those ``by``
    whom they may be noted down.
    """
    known = set(kept)
    begun = {span.starts_at for span in known}
    for span in spans:
        if span not in known:
            _check_span(week, span, has_begun=span.starts_at in begun, by=by)


def _check_span(week: Week, span: Span, *, has_begun: bool, by: Author | None) -> None:
    day = span.starts_at.astimezone(week.place.zone).date()
    if not week.starts_on <= day <= week.ends_on:
        raise ValidationError(_("That day is not one of the week."), code="outside")
    if span.ends_at <= span.starts_at:
        raise ValidationError(_("It ends before it begins."), code="backwards")
    if span.ends_at - span.starts_at > LONGEST:
        raise ValidationError(_("That lasts longer than a day."), code="long")
    is_past = span.starts_at < clock.now() - GRACE and not has_begun
    if is_past and not may_note_past(week, by):
        raise ValidationError(
            _("That hour has already passed. Choose one that is still to come."), code="past"
        )
    if span.room is not None and span.room not in week.rooms.all():
        raise ValidationError(_("That room is not open during this week."), code="room")

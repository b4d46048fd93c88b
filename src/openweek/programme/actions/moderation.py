"""What waits for a look: who is looked at first, what is let in, what is not."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from openweek.ground import clock, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.place.actions import write_letter
from openweek.place.models import Person
from openweek.programme import history, ledger, merging, queries
from openweek.programme.actions import letters
from openweek.programme.actions.sessions import change_session
from openweek.programme.models import Change, HeldChange, Participant, Policy, Session
from openweek.week.models import Week


@transaction.atomic
def set_policy(*, week: Week, mode: str, holds_newcomers: bool, by: Author) -> Policy:
    """How the week takes what people write from now on; what waits already goes on waiting."""
    policy, _is_new = Policy.objects.update_or_create(
        week=week, defaults={"mode": mode, "holds_newcomers": holds_newcomers}
    )
    events.record(
        "programme.policy_set", by=by, subject=policy, place_id=week.place_id,
        data={"mode": mode, "holds_newcomers": holds_newcomers},
    )  # fmt: skip
    return policy


@transaction.atomic
def hold_change(
    *, session: Session, by: Author, seen: int, after: dict[str, Any], why: str = ""
) -> HeldChange | None:
    """Keep what somebody would change until a regular looks at it; None when nothing differs.

    ``after`` is as :func:`merging.typed` says it. The same, sent twice, waits once.
    """
    ledger.hold_session(session)
    ledger.refuse_removed(session)
    now = history.state_of(session)
    base = merging.plain(merging.rewind(session, now, seen))
    wanted = {
        key: value for key, value in after.items() if not history.is_same(value, base.get(key))
    }
    if not wanted:
        return None
    waiting = session.held_changes.filter(decided_at__isnull=True, author_key=by.key, seen=seen)
    for held in waiting:
        if held.after == wanted:
            return held
    held = HeldChange.objects.create(
        session=session, at=clock.now(), author_key=by.key, author_name=by.name, why=why,
        seen=seen, after=wanted,
    )  # fmt: skip
    events.record(
        "programme.change_held", by=by, subject=held, place_id=session.week.place_id,
        data={"touched": sorted(wanted)},
    )  # fmt: skip
    return held


@transaction.atomic
def accept_session(*, session: Session, by: Author) -> Change | None:
    """Let it into the programme; None when somebody did already."""
    ledger.hold_session(session)
    if session.held_at is None or session.deleted_at is not None:
        return None
    before = history.state_of(session)
    session.held_at = None
    session.save(update_fields=["held_at"])
    change = ledger.keep_difference(session, before, by=by)
    _tell(session, key=session.author_key, became="accepted")
    events.record(
        "programme.session_accepted", by=by, subject=session, place_id=session.week.place_id
    )
    return change


@transaction.atomic
def refuse_session(*, session: Session, by: Author, why: str = "") -> Change | None:
    """Do not take it: it goes, its rooms are free, and it can be put back among what waits."""
    ledger.hold_session(session)
    if session.held_at is None or session.deleted_at is not None:
        return None
    before = history.state_of(session)
    ledger.set_deleted(session, deleted=True)
    change = ledger.keep_difference(session, before, by=by, why=why)
    _tell(session, key=session.author_key, became="refused", why=why)
    events.record(
        "programme.session_refused", by=by, subject=session, place_id=session.week.place_id
    )
    return change


@transaction.atomic
def accept_change(*, held: HeldChange, by: Author, newest: int | None = None) -> Change | None:
    """Make the change, in the name of whoever typed it; None when it was decided already.

    ``newest`` is the session's last change when the difference was shown; when there is a newer
    one, raises ValidationError. Where others changed the same since it was typed, it replaces
    that: the difference that was shown says so. Raises RoomTaken like any change.
    """
    session = held.session
    if not _take_up(held):
        return None
    if newest is not None and newest != queries.newest_change(session):
        raise ValidationError(
            _("Somebody changed this session just now. Look at it once more."), code="changed"
        )
    wanted = queries.outcome_of(held)
    times = wanted.pop(merging.TIMES, None)
    is_moved = (
        times is not None and times != merging.plain(history.state_of(session))[merging.TIMES]
    )
    change = change_session(
        session=session, by=_author_of(held),
        spans=merging.spans_in(times or []) if is_moved else None, why=held.why, **wanted,
    )  # fmt: skip
    _decide(held, accepted=True)
    _tell(session, key=held.author_key, became="change_accepted")
    events.record(
        "programme.change_accepted", by=by, subject=held, place_id=session.week.place_id,
        data={"change": change.number if change else None},
    )  # fmt: skip
    return change


@transaction.atomic
def refuse_change(*, held: HeldChange, by: Author, why: str = "") -> bool:
    """The session stays as it is; False when it was decided already."""
    session = held.session
    if not _take_up(held):
        return False
    held.answer = why
    _decide(held, accepted=False)
    _tell(session, key=held.author_key, became="change_refused", why=why)
    events.record("programme.change_refused", by=by, subject=held, place_id=session.week.place_id)
    return True


@transaction.atomic
def accept_author(*, week: Week, author_key: str, by: Author) -> int:
    """Let in all of somebody's sessions that wait; how many that were."""
    ledger.hold(week)
    count = 0
    for session in queries.held_sessions(week).filter(author_key=author_key):
        session.week = week
        count += accept_session(session=session, by=by) is not None
    events.record(
        "programme.author_accepted", by=by, subject=week, place_id=week.place_id,
        data={"sessions": count},
    )  # fmt: skip
    return count


def _take_up(held: HeldChange) -> bool:
    """Hold its session; False when somebody else decided already."""
    ledger.hold_session(held.session)
    held.refresh_from_db(fields=["decided_at"])
    return held.decided_at is None


def _decide(held: HeldChange, *, accepted: bool) -> None:
    held.decided_at, held.accepted = clock.now(), accepted
    held.save(update_fields=["decided_at", "accepted", "answer"])


def _author_of(held: HeldChange) -> Author:
    """Whose key it was, so that the change is theirs in the history."""
    kind, _colon, rest = held.author_key.partition(":")
    name = held.author_name
    if kind == "p":
        return Author(name=name, person_id=int(rest))
    if kind == "c":
        number, _colon, passer_by = rest.partition(":")
        return Author(name=name, capability_id=int(number), passer_by=passer_by)
    return Author(name=name, passer_by=rest)


def _tell(session: Session, *, key: str, became: str, why: str = "") -> None:
    """A letter, where an address is known; elsewhere the private link says what became of it."""
    to, language = _letterbox(session, key)
    if not to:
        return
    week = session.week
    with translation.override(language):
        said = {
            "accepted": _("In the programme: %(title)s"),
            "refused": _("Not taken into the programme: %(title)s"),
            "change_accepted": _("Your change is in the programme: %(title)s"),
            "change_refused": _("Your change was not taken: %(title)s"),
        }[became]
        text = render_to_string(
            "programme/letters/looked_at.txt",
            {
                "session": session, "became": became, "why": why, "place": week.place,
                "link": letters.page_of(session),
            },
        )  # fmt: skip
        write_letter(
            to=to, subject=said % {"title": session.title}, text=text, by=SOFTWARE,
            place=week.place,
        )  # fmt: skip


def _letterbox(session: Session, key: str) -> tuple[str, str]:
    """An address and a language; both empty for somebody who left no address."""
    # Who holds the private link of a session is whoever proposed it.
    known = session.author_key if key.startswith("c:") else key
    found = Participant.objects.filter(week=session.week, key=known).exclude(email="").first()
    if found is not None and known:
        return found.email, found.language
    if known.startswith("p:"):
        person = Person.objects.filter(pk=known.removeprefix("p:"), is_active=True).first()
        return (person.email or "" if person else "", translation.get_language() or "fr")
    return "", ""

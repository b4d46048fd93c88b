"""Copies that a text must not take in by itself, and what their authors make of them."""

from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Length
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.writing import crdt
from openweek.writing.actions.words import submit
from openweek.writing.log import reading
from openweek.writing.models import Branch, Text
from openweek.writing.rules import is_frozen

LARGEST = 7_500_000  # bytes; a form may carry 8 MiB
MOST_OPEN = 20  # of one author in one text
MOST_BYTES = 64 << 20  # of all branches of one text


class BranchRefusedError(Exception):
    """Why the copy is not taken, in words for the person; their browser keeps it."""


class NotTooLateError(Exception):
    """The text still takes pens: what somebody wrote belongs into it, not beside it."""


@transaction.atomic
def keep_branch(*, text: Text, by: Author, reason: str, state: bytes) -> Branch | None:
    """Keep all that a browser had, beside the text, which does not change.

    None when there is nothing to keep, because the text has all of it. A copy that is already
    within another that waits, of the same author, is taken for that one.
    """
    if reason == Branch.Reason.TOO_LATE and not is_frozen(text):
        raise NotTooLateError(text.title)
    doc = _read(state)
    whole = crdt.encoded(doc)
    if not crdt.is_news(crdt.document([reading.state_of(text)]), whole):
        return None
    open_ones = text.branches.filter(author_key=by.key, outcome=Branch.Outcome.OPEN)
    for branch in open_ones:
        if not crdt.is_news(crdt.document([bytes(branch.state)]), whole):
            return branch
    _check_room(text, open_ones.count(), len(whole))
    branch, is_new = Branch.objects.get_or_create(
        text=text,
        author_key=by.key,
        digest=crdt.fingerprint(doc),
        defaults={
            "reason": reason,
            "state": whole,
            "made_at": clock.now(),
            "author_name": by.name[:200],
        },
    )
    if is_new:
        events.record("writing.branch_kept", by=by, **_told(branch))
    return branch


def _read(state: bytes) -> crdt.Doc:
    if len(state) > LARGEST:
        raise BranchRefusedError(
            _("This copy weighs %(size)s; at most %(limit)s can be kept apart.")
            % {"size": filesizeformat(len(state)), "limit": filesizeformat(LARGEST)}
        )
    try:
        crdt.check_v1(state)
        return crdt.document([state])
    except (crdt.BadUpdateError, crdt.BrokenDocumentError) as bad:
        raise BranchRefusedError(_("This copy could not be read.")) from bad


def _check_room(text: Text, open_ones: int, size: int) -> None:
    if open_ones >= MOST_OPEN:
        raise BranchRefusedError(
            _("Of this text, %(count)d of your copies are waiting already. Settle some of them.")
            % {"count": open_ones}
        )
    taken = text.branches.aggregate(bytes=Sum(Length("state")))["bytes"] or 0
    if taken + size > MOST_BYTES:
        raise BranchRefusedError(_("No more copies of this text can be kept apart."))


def merge_branch(*, branch: Branch, by: Author) -> None:
    """Put what the text lacks of it into the text, as its author's own writing.

    Raises TextIsFrozenError, and then nothing has changed. Merged twice, it is there once.
    """
    text = branch.text
    doc = crdt.document([bytes(branch.state)])
    have = crdt.document([reading.state_of(text)])
    more = crdt.encoded(doc, crdt.state(have))
    if crdt.is_news(have, more):
        submit(text, author_of(branch), more)
    with transaction.atomic():
        _settle(branch, Branch.Outcome.MERGED)
        events.record("writing.branch_merged", by=by, **_told(branch))


@transaction.atomic
def leave_branch(*, branch: Branch, by: Author) -> None:
    """It stays as it is, and nobody is asked about it any more."""
    _settle(branch, Branch.Outcome.LEFT)
    events.record("writing.branch_left", by=by, **_told(branch))


@transaction.atomic
def reopen_branch(*, branch: Branch, by: Author) -> None:
    """Ask about it again. What was merged stays in the text."""
    _settle(branch, Branch.Outcome.OPEN)
    events.record("writing.branch_reopened", by=by, **_told(branch))


def _settle(branch: Branch, outcome: Branch.Outcome) -> None:
    branch.outcome = outcome
    branch.settled_at = None if outcome == Branch.Outcome.OPEN else clock.now()
    branch.save(update_fields=["outcome", "settled_at"])


def _told(branch: Branch) -> dict[str, Any]:
    """What every event of a branch says of it."""
    return {
        "subject": branch.text,
        "place_id": branch.text.place_id,
        "data": {"branch": str(branch.pk), "reason": branch.reason},
    }


def author_of(branch: Branch) -> Author:
    """Whoever wrote it, from their key (see ``Author.key``)."""
    kind, _colon, rest = branch.author_key.partition(":")
    number, _colon, passer_by = rest.partition(":")
    match kind:
        case "p":
            return Author(name=branch.author_name, person_id=int(number))
        case "c":
            return Author(name=branch.author_name, capability_id=int(number), passer_by=passer_by)
        case _:
            return Author(name=branch.author_name, passer_by=rest)

"""Moments of a text that are kept, words that are put back, names that are taken out."""

import hashlib

from django.db import transaction

from openweek.ground import clock, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.place.models import Person
from openweek.writing import crdt, restoring
from openweek.writing.actions.words import TextIsFrozenError
from openweek.writing.authorship import claims_of
from openweek.writing.log import gateway, reading
from openweek.writing.models import Branch, Media, Remark, Text, Thread, Version
from openweek.writing.queries.versions import state_at
from openweek.writing.rules import is_frozen


@transaction.atomic
def keep_version(*, text: Text, kind: str, by: Author, name: str = "") -> Version:
    """Mark the present state, as it is saved, to come back to. Nothing is copied: the log has it.

    ``name`` is what people call it; of a publication, the number of the edition.
    """
    version = Version.objects.create(
        text=text,
        kind=Version.Kind(kind),
        name=name[:200],
        mark=int(reading.mark_of(text)),
        made_at=clock.now(),
        author_key=by.key,
        author_name=by.name[:200],
    )
    events.record(
        "writing.version_kept",
        by=by,
        subject=text,
        place_id=text.place_id,
        data={"kind": kind, "version": version.pk},
    )
    return version


def restore_text(
    *, text: Text, by: Author, mark: int, base: int, part: int | None = None
) -> Version | None:
    """Have the text say again what it said at ``mark``: the whole, or one section of it.

    ``base`` is the mark of the present state that its reader compared it with: what others wrote
    since then stays. It is one more change, merged like any other and durable as a whole when this
    returns; words that come back are those of their authors. The state before it is kept as a
    version, which is returned; None when there was nothing to change, or when just that was
    done before. Raises TextIsFrozenError, and :class:`restoring.NoSuchPartError`.
    """
    if is_frozen(text):
        raise TextIsFrozenError(text.title)
    told = "\0".join(map(str, (text.pk, by.key, mark, base, part)))

    def client_for(who: str) -> int:
        # The same form sent twice gives the same changes, which merge once.
        digest = hashlib.sha256(f"{told}\0{who}".encode()).digest()
        return (int.from_bytes(digest[:4]) >> 1) or 1

    changes = restoring.changes(
        claims_of(text),
        now=state_at(text, base),
        then=state_at(text, mark),
        part=part,
        client_for=client_for,
    )
    if not changes or _is_done(text, changes):
        return None
    before = keep_version(text=text, kind=Version.Kind.RESTORE, by=by)
    names = reading.names()
    try:
        gateway.submit_many(
            text,
            [
                (f"={author}", names.get(author, ""), update) if author
                else (by.key, by.name, update)
                for author, update in changes
            ],
        )  # fmt: skip
    except gateway.FrozenError as frozen:
        raise TextIsFrozenError(text.title) from frozen
    with transaction.atomic():
        events.record(
            "writing.text_restored",
            by=by,
            subject=text,
            place_id=text.place_id,
            data={"mark": mark, "part": part, "before": before.pk},
        )
    return before


def _is_done(text: Text, changes: list[restoring.Change]) -> bool:
    """Whether the text has all of that already."""
    state = crdt.state(crdt.document([reading.state_of(text)]))
    inserting = [update for _, update in changes if update[:1] != b"\x00"]
    return bool(inserting) and not any(crdt.lacks(state, update) for update in inserting)


def forget_author(*, author_key: str, name_kept: bool) -> None:
    """Somebody has deleted their account: what they wrote stays, under their name or nobody's.

    May be done again: it then changes nothing.
    """
    if name_kept:
        return
    gateway.forget(author_key)
    with transaction.atomic():
        for model in (Version, Thread, Remark, Branch, Media):
            model._default_manager.filter(author_key=author_key).update(author_name="")
        Thread.objects.filter(settled_key=author_key).update(settled_by="")
        person = Person(pk=int(author_key.removeprefix("p:")))
        events.record("writing.author_forgotten", by=SOFTWARE, subject=person)


def forget_person(person_id: int, name_kept: bool) -> None:
    """What the place calls after an account was deleted."""
    forget_author(author_key=Author(person_id=person_id).key, name_kept=name_kept)

"""Who may read, write and manage a text."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import Http404

from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.place.models import Role
from openweek.place.queries import live_capabilities
from openweek.place.rules import Who, is_at_least, role_at
from openweek.writing.models import Grant, Level, Remark, Text, Thread

ORDER = [Level.READ, Level.COMMENT, Level.WRITE, Level.MANAGE]


@dataclass(frozen=True)
class TextRights:
    """What page, live server and API ask; nothing can be written any more once it is frozen."""

    may_read: bool = False
    may_comment: bool = False
    may_write: bool = False
    may_manage: bool = False


@dataclass(frozen=True)
class TextAccess:
    """A text, and what the one who asks may do with it."""

    text: Text
    who: Who
    level: str

    @property
    def author(self) -> Author:
        return self.who.author

    @property
    def rights(self) -> TextRights:
        return rights_for(self.level, frozen=is_frozen(self.text))


def is_frozen(text: Text) -> bool:
    """Frozen by somebody, or past the moment at which it closes."""
    if text.frozen_at is not None:
        return True
    return text.closes_at is not None and text.closes_at <= clock.now()


def may_be_reopened(text: Text) -> bool:
    """Only what somebody closed by hand, and before its own moment came."""
    return text.closes_at is None or text.closes_at > clock.now()


def rights_for(level: str, *, frozen: bool) -> TextRights:
    def reaches(needed: Level) -> bool:
        return is_level(level, needed)

    return TextRights(
        may_read=reaches(Level.READ),
        may_comment=reaches(Level.COMMENT) and not frozen,
        may_write=reaches(Level.WRITE) and not frozen,
        may_manage=reaches(Level.MANAGE),
    )


def is_level(level: str, needed: str) -> bool:
    """Whether somebody granted ``level`` ("" for nothing) may do what ``needed`` may."""
    return level != "" and ORDER.index(Level(level)) >= ORDER.index(Level(needed))


def access_text(who: Who, text_id: uuid.UUID | str) -> TextAccess:
    """The only way in which a text reaches a view or the live server.

    Http404 when there is none, or when whoever asks may not even read it: somebody without a
    right is not told that it exists.
    """
    try:
        text = Text.objects.select_related("place").get(pk=text_id)
    except (Text.DoesNotExist, ValidationError) as nothing:
        raise Http404("no such text") from nothing
    level = level_of(who, text)
    if not level:
        raise Http404("no such text")
    return TextAccess(text=text, who=who, level=level)


def level_of(who: Who, text: Text) -> str:
    """The highest level that any grant gives, or ""."""
    role = role_at(text.place, who.person)
    held = set()
    if who.capability_ids:
        held = set(
            live_capabilities().filter(pk__in=who.capability_ids).values_list("pk", flat=True)
        )
    person_id = who.person.pk if who.person else None
    return highest_level(text.grants.all(), person_id, role=role, held=held)


def highest_level(
    grants: Iterable[Grant], person_id: int | None, *, role: str, held: set[int]
) -> str:
    """For that person, of that role at the text's place, who holds these live capabilities."""
    found = [grant.level for grant in grants if _is_held(grant, person_id, role=role, held=held)]
    return max(found, key=lambda level: ORDER.index(Level(level)), default="")


def _is_held(grant: Grant, person_id: int | None, *, role: str, held: set[int]) -> bool:
    if grant.role == Grant.Role.ANYONE:
        return True
    if grant.role:
        return is_at_least(role, Role(grant.role))
    if grant.capability_id is not None:
        return grant.capability_id in held
    return person_id is not None and grant.person_id == person_id


@dataclass(frozen=True)
class ThreadRights:
    """What may be done with a thread in the state that it is in."""

    may_answer: bool = False
    may_close: bool = False
    may_reopen: bool = False
    may_accept: bool = False
    may_refuse: bool = False


def thread_rights(access: TextAccess, thread: Thread, author: Author) -> ThreadRights:
    """Who proposed a change may take it back; whether it gets in, those who write decide."""
    rights = access.rights
    is_open = thread.state == Thread.State.OPEN
    if thread.kind == Thread.Kind.COMMENT:
        return ThreadRights(
            may_answer=rights.may_comment,
            may_close=rights.may_comment and is_open,
            may_reopen=rights.may_comment and thread.state == Thread.State.DONE,
        )
    is_own = author.key != "" and thread.author_key == author.key
    decides = rights.may_write or (rights.may_comment and is_own)
    return ThreadRights(
        may_answer=rights.may_comment,
        may_reopen=decides and thread.state == Thread.State.REFUSED,
        may_accept=rights.may_write and is_open,
        may_refuse=decides and is_open,
    )


def may_delete_remark(access: TextAccess, remark: Remark, author: Author) -> bool:
    """Also once the text is frozen: what somebody said stays theirs."""
    if remark.deleted_at is not None or not is_level(access.level, Level.COMMENT):
        return False
    is_own = author.key != "" and remark.author_key == author.key
    return is_own or access.rights.may_manage

"""What was said of a text, for who reads it."""

from dataclasses import dataclass

from openweek.ground.authors import Author
from openweek.writing.models import Remark, Thread
from openweek.writing.rules import TextAccess, ThreadRights, may_delete_remark, thread_rights


@dataclass(frozen=True, slots=True)
class SaidRemark:
    remark: Remark
    is_deleted: bool
    is_own: bool
    may_delete: bool


@dataclass(frozen=True, slots=True)
class SaidThread:
    """``start`` and ``end`` are what the editor sent, in hexadecimal digits."""

    thread: Thread
    remarks: list[SaidRemark]
    rights: ThreadRights
    is_own: bool
    start: str
    end: str

    @property
    def is_open(self) -> bool:
        return self.thread.state == Thread.State.OPEN

    @property
    def is_suggestion(self) -> bool:
        return self.thread.kind == Thread.Kind.SUGGESTION


def remarks_of(access: TextAccess, author: Author) -> list[SaidThread]:
    """Threads from the first to the last, and what ``author`` may do with each.

    A comment of which nothing is left is no longer there.
    """
    threads = access.text.threads.prefetch_related("remarks")
    said = [_said(access, thread, author) for thread in threads]
    return [each for each in said if each.is_suggestion or _has_words(each)]


def _said(access: TextAccess, thread: Thread, author: Author) -> SaidThread:
    return SaidThread(
        thread=thread,
        remarks=[
            SaidRemark(
                remark=remark,
                is_deleted=remark.deleted_at is not None,
                is_own=remark.author_key == author.key,
                may_delete=may_delete_remark(access, remark, author),
            )
            for remark in thread.remarks.all()
        ],
        rights=thread_rights(access, thread, author),
        is_own=thread.author_key == author.key,
        start=bytes(thread.start).hex(),
        end=bytes(thread.end).hex(),
    )


def _has_words(said: SaidThread) -> bool:
    return any(not each.is_deleted for each in said.remarks)

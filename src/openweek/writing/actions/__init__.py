"""Every change to a text, its rights and its words."""

from openweek.writing.actions.branches import (
    BranchRefusedError,
    NotTooLateError,
    keep_branch,
    leave_branch,
    merge_branch,
    reopen_branch,
)
from openweek.writing.actions.rights import LastManagerError, grant, revoke_grant, share_link
from openweek.writing.actions.texts import (
    ClosedForGoodError,
    create_text,
    freeze_texts,
    reopen_text,
    set_closing,
)
from openweek.writing.actions.versions import (
    forget_author,
    forget_person,
    keep_version,
    restore_text,
)
from openweek.writing.actions.words import (
    TextIsFrozenError,
    TextIsFullError,
    add_blocks,
    write_plain,
)

__all__ = [
    "BranchRefusedError",
    "ClosedForGoodError",
    "LastManagerError",
    "NotTooLateError",
    "TextIsFrozenError",
    "TextIsFullError",
    "add_blocks",
    "create_text",
    "forget_author",
    "forget_person",
    "freeze_texts",
    "grant",
    "keep_branch",
    "keep_version",
    "leave_branch",
    "merge_branch",
    "reopen_branch",
    "reopen_text",
    "restore_text",
    "revoke_grant",
    "set_closing",
    "share_link",
    "write_plain",
]

"""Every change to a text, its rights and its words."""

from openweek.writing.actions.branches import (
    BranchRefusedError,
    NotTooLateError,
    keep_branch,
    leave_branch,
    merge_branch,
    reopen_branch,
)
from openweek.writing.actions.media import About, change_media
from openweek.writing.actions.rights import LastManagerError, grant, revoke_grant, share_link
from openweek.writing.actions.templates import (
    TextIsWrittenError,
    drop_text,
    grant_alike,
    prompt_text,
)
from openweek.writing.actions.texts import (
    ClosedForGoodError,
    create_text,
    freeze_texts,
    move_closing,
    reopen_text,
    reopen_texts,
    set_closing,
)
from openweek.writing.actions.uploads import (
    GoneError,
    WrongOffsetError,
    begin_upload,
    forget_uploads,
    give_up_upload,
    keep_part,
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
    "About",
    "BranchRefusedError",
    "ClosedForGoodError",
    "GoneError",
    "LastManagerError",
    "NotTooLateError",
    "TextIsFrozenError",
    "TextIsFullError",
    "TextIsWrittenError",
    "WrongOffsetError",
    "add_blocks",
    "begin_upload",
    "change_media",
    "create_text",
    "drop_text",
    "forget_author",
    "forget_person",
    "forget_uploads",
    "freeze_texts",
    "give_up_upload",
    "grant",
    "grant_alike",
    "keep_branch",
    "keep_part",
    "keep_version",
    "leave_branch",
    "merge_branch",
    "move_closing",
    "prompt_text",
    "reopen_branch",
    "reopen_text",
    "reopen_texts",
    "restore_text",
    "revoke_grant",
    "set_closing",
    "share_link",
    "write_plain",
]

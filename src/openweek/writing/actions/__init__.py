"""Every change to a text, its rights and its words."""

from openweek.writing.actions.rights import grant, revoke_grant
from openweek.writing.actions.texts import create_text, freeze_texts, set_closing
from openweek.writing.actions.words import TextIsFrozenError, add_blocks, write_plain

__all__ = [
    "TextIsFrozenError",
    "add_blocks",
    "create_text",
    "freeze_texts",
    "grant",
    "revoke_grant",
    "set_closing",
    "write_plain",
]

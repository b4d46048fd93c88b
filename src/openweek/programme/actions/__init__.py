"""Every change to the programme. Each is one transaction and one event."""

from openweek.programme.actions.sessions import (
    SessionDetails,
    change_session,
    end_session,
    give_link,
    improvise_session,
    move_session,
    propose_session,
    remove_session,
    restore_session,
    spans_of,
    this_minute,
    undo_change,
)
from openweek.programme.ledger import Alternatives, RoomTaken, Undone

__all__ = [
    "Alternatives",
    "RoomTaken",
    "SessionDetails",
    "Undone",
    "change_session",
    "end_session",
    "give_link",
    "improvise_session",
    "move_session",
    "propose_session",
    "remove_session",
    "restore_session",
    "spans_of",
    "this_minute",
    "undo_change",
]

"""Every change to the programme. Each is one transaction and one event."""

from openweek.programme.actions.breaks import add_break, change_break, remove_break
from openweek.programme.actions.coming import (
    forget_participant,
    forget_participants,
    forget_person,
    give_choices_link,
    leave_session,
    sign_up,
)
from openweek.programme.actions.placing import (
    ChangedMeanwhile,
    extend_session,
    follow_room,
    pin_session,
    place_session,
)
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
)
from openweek.programme.actions.telling import tell_moved, tell_moved_up
from openweek.programme.actions.undoing import (
    UndoneBatch,
    undo_author,
    undo_batch,
    undo_change,
    undo_period,
)
from openweek.programme.ledger import Alternatives, RoomTaken, Undone

__all__ = [
    "Alternatives",
    "ChangedMeanwhile",
    "RoomTaken",
    "SessionDetails",
    "Undone",
    "UndoneBatch",
    "add_break",
    "change_break",
    "change_session",
    "end_session",
    "extend_session",
    "follow_room",
    "forget_participant",
    "forget_participants",
    "forget_person",
    "give_choices_link",
    "give_link",
    "improvise_session",
    "leave_session",
    "move_session",
    "pin_session",
    "place_session",
    "propose_session",
    "remove_break",
    "remove_session",
    "restore_session",
    "sign_up",
    "spans_of",
    "tell_moved",
    "tell_moved_up",
    "this_minute",
    "undo_author",
    "undo_batch",
    "undo_change",
    "undo_period",
]

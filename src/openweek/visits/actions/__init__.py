"""Every change to visits and hosts: one verb each, in one transaction, with one event."""

from openweek.visits.actions.desk import (
    CheckedIn,
    add_walk_in,
    check_in,
    check_out,
    undo_check_in,
)
from openweek.visits.actions.hosts import become_host, set_light, withdraw_host
from openweek.visits.actions.seats import FORGET, VisitDetails, kept_until
from openweek.visits.actions.visits import (
    Registered,
    cancel_visit,
    change_visit,
    erase_visit,
    forget_visitors,
    forget_when_due,
    register_visit,
)

__all__ = [
    "FORGET",
    "CheckedIn",
    "Registered",
    "VisitDetails",
    "add_walk_in",
    "become_host",
    "cancel_visit",
    "change_visit",
    "check_in",
    "check_out",
    "erase_visit",
    "forget_visitors",
    "forget_when_due",
    "kept_until",
    "register_visit",
    "set_light",
    "undo_check_in",
    "withdraw_host",
]

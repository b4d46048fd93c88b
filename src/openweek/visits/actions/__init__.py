"""Every change to visits and hosts: one verb each, in one transaction, with one event."""

from openweek.visits.actions.badges import renew_badge
from openweek.visits.actions.desk import (
    CheckedIn,
    add_walk_in,
    check_in,
    check_out,
    count_group,
    undo_check_in,
)
from openweek.visits.actions.forgetting import (
    erase_visit,
    follow_week,
    forget_visitors,
    forget_when_due,
)
from openweek.visits.actions.hosts import become_host, withdraw_host
from openweek.visits.actions.kiosks import close_kiosk, open_kiosk
from openweek.visits.actions.merging import Noted, merge_entry, settle_entry
from openweek.visits.actions.seats import FORGET, VisitDetails
from openweek.visits.actions.visits import (
    Registered,
    cancel_half_day,
    cancel_visit,
    change_consents,
    change_visit,
    leave_word,
    register_visit,
)
from openweek.visits.rules import kept_until

__all__ = [
    "FORGET",
    "CheckedIn",
    "Noted",
    "Registered",
    "VisitDetails",
    "add_walk_in",
    "become_host",
    "cancel_half_day",
    "cancel_visit",
    "change_consents",
    "change_visit",
    "check_in",
    "check_out",
    "close_kiosk",
    "count_group",
    "erase_visit",
    "follow_week",
    "forget_visitors",
    "forget_when_due",
    "kept_until",
    "leave_word",
    "merge_entry",
    "open_kiosk",
    "register_visit",
    "renew_badge",
    "settle_entry",
    "undo_check_in",
    "withdraw_host",
]

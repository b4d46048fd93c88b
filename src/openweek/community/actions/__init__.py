"""Every change to who is here and what is said: one verb each, in one transaction, one event."""

from openweek.community.actions.forgetting import (
    FORGET_PASSER_BY,
    forget_author,
    forget_passer_by,
    forget_passer_by_when_due,
    forget_person,
)
from openweek.community.actions.people import change_profile
from openweek.community.actions.presence import (
    arrive,
    leave_here,
    send_away,
    set_light,
    stay,
    switch_light,
)
from openweek.community.actions.wall import (
    change_post,
    delete_post,
    flag_post,
    hide_post,
    hide_posts_of,
    look_at_post,
    show_post,
    write_post,
)

__all__ = [
    "FORGET_PASSER_BY",
    "arrive",
    "change_post",
    "change_profile",
    "delete_post",
    "flag_post",
    "forget_author",
    "forget_passer_by",
    "forget_passer_by_when_due",
    "forget_person",
    "hide_post",
    "hide_posts_of",
    "leave_here",
    "look_at_post",
    "send_away",
    "set_light",
    "show_post",
    "stay",
    "switch_light",
    "write_post",
]

"""Reads of who is here, of what people know, and of what is said on the wall."""

from openweek.community.queries.desk import desk_cards
from openweek.community.queries.people import Known, known_people, profile_of, search
from openweek.community.queries.presence import (
    Here,
    here,
    here_number,
    lights,
    presence_of,
    when_doors_close,
)
from openweek.community.queries.texts import SharedText, shared_texts
from openweek.community.queries.wall import Shown, Wall, post_on, to_look_at, waiting, wall

__all__ = [
    "Here",
    "Known",
    "SharedText",
    "Shown",
    "Wall",
    "desk_cards",
    "here",
    "here_number",
    "known_people",
    "lights",
    "post_on",
    "presence_of",
    "profile_of",
    "search",
    "shared_texts",
    "to_look_at",
    "waiting",
    "wall",
    "when_doors_close",
]

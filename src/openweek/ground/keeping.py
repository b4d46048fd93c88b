"""Answers that stay true until something is done at a place.

Every write ends in one event (:mod:`openweek.ground.events`). A page that shows nothing but rows
whose writes do so, the hour to the minute, and who asks, is therefore the same page as long as
the place's events are: the server may keep it, and look at the events instead of making it again.
"""

from typing import TypeVar

from django.http.response import HttpResponseBase

Response = TypeVar("Response", bound=HttpResponseBase)

_ATTRIBUTE = "openweek_kept_for"


def keep(response: Response, *, place_id: int) -> Response:
    """Say of an answer that it depends on that place's events, the minute, and who asks alone.

    Do not say it of what shows the words of a live text: those are saved without an event each.
    """
    setattr(response, _ATTRIBUTE, place_id)
    return response


def place_of(response: HttpResponseBase) -> int | None:
    """The place whose events an answer depends on; None when it must be made each time."""
    found: int | None = getattr(response, _ATTRIBUTE, None)
    return found

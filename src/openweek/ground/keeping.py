"""Answers that stay true until something is done at a place.

Every write ends in one event (:mod:`openweek.ground.events`). A page that shows nothing but rows
whose writes do so, the hour to the minute, and who asks, is therefore the same page as long as
the place's events are: the server may keep it, and look at the events instead of making it again.
"""

from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Response = TypeVar("Response", bound=HttpResponseBase)

_ATTRIBUTE = "openweek_kept_for"


def keep(response: Response, *, place_id: int) -> Response:
    """Say of an answer that it depends on that place's events, the minute, and who asks alone.

    Do not say it of what shows the words of a live text: those are saved without an event each.
    """
    setattr(response, _ATTRIBUTE, place_id)
    return response


def says_once(request: HttpRequest) -> bool:
    """Whether the page will say what was just done: that is nobody's page a second time.

    To be asked before it is rendered.
    """
    return bool(len(messages.get_messages(request)))


def place_of(response: HttpResponseBase) -> int | None:
    """The place whose events an answer depends on; None when it must be made each time."""
    found: int | None = getattr(response, _ATTRIBUTE, None)
    return found

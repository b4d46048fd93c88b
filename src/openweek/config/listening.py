"""Who listens to what happens at a place, and what they may hear: kinds of deeds, nothing else."""

from collections.abc import Iterable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from openweek.config.streams import EVERYTHING, Feed, feed
from openweek.ground import clock, events
from openweek.ground.models import Event
from openweek.ground.text import whole_number
from openweek.place.models import Role
from openweek.place.rules import access_place, who_asks

# Of what happens in public. Whatever begins with none of these is for those who work here: that
# somebody registered, came or left, that a letter was written, that somebody was given a part.
PUBLIC = (
    "challenges.", "commons.", "community.", "desk.guide", "desk.help", "desk.notice", "desk.rule",
    "place.place_changed", "place.room", "place.task", "programme.", "publishing.", "visits.host",
    "visits.match", "visits.moved_up", "visits.week_matched", "week.",
    # Teams write without accounts: until when they may reaches them too.
    "writing.closing_set", "writing.text_frozen", "writing.text_reopened",
)  # fmt: skip
# A page that was away for longer asks for all of itself anew.
LONGEST_AWAY = timedelta(hours=1)


@never_cache
@require_safe
def stream(request: HttpRequest, place: str) -> HttpResponse:
    """Server-sent events for one open page; the answer's end is when somebody leaves.

    ``Last-Event-ID`` or ``?after=`` says which event the page heard of last, ``?ago=`` how many
    milliseconds ago it was made; what was missed since comes first.
    """
    access = access_place(who_asks(request), place)
    is_house = access.is_at_least(Role.COWORKER)
    newest = events.newest_anywhere()
    response = HttpResponse(content_type="text/event-stream; charset=utf-8")
    # Between us and the page, nobody waits until there is more of it.
    response["X-Accel-Buffering"] = "no"
    missed = _missed(request, access.place.pk)
    return feed(response, Feed(access.place.pk, is_house, newest, may_hear(missed, is_house)))


def may_hear(kinds: Iterable[str], is_house: bool) -> frozenset[str]:
    """Of these kinds, those that somebody may know of."""
    return frozenset(
        kind for kind in kinds if is_house or kind.startswith(PUBLIC) or kind == EVERYTHING
    )


def _missed(request: HttpRequest, place_id: int) -> set[str]:
    heard = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    after = whole_number(heard)
    ago = whole_number(request.GET.get("ago", ""))
    if after is None and ago is None:
        return set()
    if ago is not None and timedelta(milliseconds=min(ago, 10**9)) > LONGEST_AWAY:
        return {EVERYTHING}
    since = clock.now() - timedelta(milliseconds=ago or 0)
    latest = events.latest(place_id)

    def is_missed(event: Event) -> bool:
        return event.pk > after if after is not None else event.at > since

    if len(latest) == events.LATE and is_missed(latest[-1]):
        return {EVERYTHING}
    return {event.kind for event in latest if is_missed(event)}

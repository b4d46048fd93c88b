"""What happens in the week, and what it still lacks: people who run it, rooms, a look, a time."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openweek.challenges import queries as challenges
from openweek.look import dates
from openweek.programme import queries as programme
from openweek.programme.queries import Moment
from openweek.publishing import queries as publishing
from openweek.publishing.queries import Trouble
from openweek.web.desk.lines import Line, Situation, Urgency, with_the_rest

NEAR_END = timedelta(days=3)
AT_ONCE = timedelta(hours=2)


def lines(now: Situation) -> Iterator[Line]:
    if now.week is None:
        return
    yield from _lacking(now)
    yield from _held(now)
    yield from _unplaced(now)
    yield from _alone(now)
    yield from _ends(now)
    yield from _unpublished(now)


def _lacking(now: Situation) -> Iterator[Line]:
    assert now.week is not None  # noqa: S101  the caller asked
    found = programme.lacking(now.week, on=now.today if now.is_running else None)
    nobody = [_line(now, each, _nobody(now, each)) for each in found.without_facilitator]
    no_room = [_line(now, each, _no_room(now, each), has_room=False) for each in found.without_room]
    page = programme.programme_url(now.week)
    yield from with_the_rest(nobody, page, _("Open the programme"))
    yield from with_the_rest(no_room, page, _("Open the programme"))


def _nobody(now: Situation, each: Moment) -> str:
    return _("Nobody runs “%(title)s”, %(when)s.") % {
        "title": each.title, "when": _when(now, each),
    }  # fmt: skip


def _no_room(now: Situation, each: Moment) -> str:
    return _("“%(title)s” has no room, %(when)s.") % {
        "title": each.title, "when": _when(now, each),
    }  # fmt: skip


def _when(now: Situation, each: Moment) -> str:
    if each.starts_at.astimezone(now.place.zone).date() == now.today:
        return dates.clock_time(each.starts_at, now.place.zone)
    return dates.moment(each.starts_at, now.place.zone)


def _line(now: Situation, each: Moment, words: str, *, has_room: bool = True) -> Line:
    button = _("Say who runs it") if has_room else _("Give it a room")
    icon = "person" if has_room else "room"
    if not now.is_running:
        return Line(Urgency.SOON, words, button, f"{each.url}change/", icon)
    is_near = each.starts_at - now.now <= AT_ONCE
    urgency = Urgency.NOW if is_near else Urgency.TODAY
    return Line(urgency, words, button, f"{each.url}change/", icon)


def _held(now: Situation) -> Iterator[Line]:
    assert now.week is not None  # noqa: S101  the caller asked
    count = programme.count_held(now.week)
    if count:
        words = ngettext(
            "%(count)d thing that somebody proposed waits for a look.",
            "%(count)d things that people proposed wait for a look.",
            count,
        )
        queue = reverse("programme_queue", args=[now.place.slug, now.week.slug])
        yield Line(Urgency.TODAY, words % {"count": count}, _("Look at them"), queue, "search")


def _unplaced(now: Situation) -> Iterator[Line]:
    assert now.week is not None  # noqa: S101  the caller asked
    count = len(programme.to_be_placed(now.week))
    if count:
        words = ngettext(
            "%(count)d session has no time yet.", "%(count)d sessions have no time yet.", count
        )
        grid = reverse("place_sessions", args=[now.place.slug, now.week.slug])
        yield Line(Urgency.SOON, words % {"count": count}, _("Give them a time"), grid, "calendar")


def _alone(now: Situation) -> Iterator[Line]:
    """Nobody is left over: whoever came alone is put into a team."""
    assert now.week is not None  # noqa: S101  the caller asked
    found = []
    for challenge, count in challenges.alone_in(now.week):
        words = ngettext(
            "%(count)d person looks for a team in “%(title)s”.",
            "%(count)d people look for a team in “%(title)s”.",
            count,
        ) % {"count": count, "title": challenge.title}
        page = reverse("compose_teams", args=[now.place.slug, now.week.slug, challenge.slug])
        urgency = Urgency.TODAY if challenge.opens_at <= now.now else Urgency.SOON
        found.append(Line(urgency, words, _("Make teams"), page, "people"))
    all_of_them = reverse("challenges", args=[now.place.slug, now.week.slug])
    yield from with_the_rest(found, all_of_them, _("See the challenges"))


def _ends(now: Situation) -> Iterator[Line]:
    assert now.week is not None  # noqa: S101  the caller asked
    for each in challenges.challenges_of(now.week):
        left = each.closes_at - now.now
        if each.closed_at is not None or not timedelta(0) < left <= NEAR_END:
            continue
        words = _("“%(title)s” ends %(when)s: its books are published as they are then.") % {
            "title": each.title, "when": dates.moment(each.closes_at, now.place.zone),
        }  # fmt: skip
        urgency = Urgency.TODAY if left <= timedelta(days=1) else Urgency.SOON
        yield Line(urgency, words, _("See how far they are"), each.url, "book")


def _unpublished(now: Situation) -> Iterator[Line]:
    """What the last day could not do at once: it goes on trying, and somebody may make room."""
    found = [_trouble_line(now, each) for each in publishing.in_trouble(now.place)]
    shelf = reverse("books", args=[now.place.slug])
    yield from with_the_rest(found, shelf, _("See the books"))


def _trouble_line(now: Situation, each: Trouble) -> Line:
    why = _("the disk is full") if each.is_disk_full else _("something went wrong")
    words = (
        _(
            "“%(title)s” is public, but its files could not be made yet (%(trouble)s): "
            "it is tried again by itself."
        )
        if each.is_public
        else _("“%(title)s” could not be published yet (%(trouble)s): it is tried again by itself.")
    )
    return Line(
        Urgency.NOW,
        words % {"title": each.book.title, "trouble": why},
        _("See the book"),
        reverse("book", args=[now.place.slug, each.book.slug]),
        "book",
    )

"""What the pages that cross rooms show: read from each room, once, into plain rows."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openweek.challenges import queries as challenges
from openweek.challenges.models import Challenge
from openweek.challenges.queries import Countdown, PublishedBook, Showcase
from openweek.commons import queries as commons
from openweek.community import queries as community
from openweek.ground import clock
from openweek.ground.text import render_markdown
from openweek.look.dates import weekday
from openweek.look.doors import Door
from openweek.place.models import Place
from openweek.programme import queries as programme
from openweek.programme.queries import Moment
from openweek.publishing import queries as publishing
from openweek.publishing.models import Book, Edition
from openweek.publishing.queries import BookLine
from openweek.visits import queries as visits
from openweek.visits.queries import HostCard
from openweek.week import queries as weeks
from openweek.week.models import Week

SHOWN_NEXT = 5
SHOWN_HOSTS = 4
SHOWN_ON_SCREEN = 8
SHOWN_BOOKS = 6
SHOWN_PAST = 12


@dataclass(frozen=True)
class Home:
    now: list[Week]
    coming: list[Week]
    past: list[Week]


@dataclass(frozen=True)
class BookTile:
    """A book as its cover shows it; ``edition`` is None as long as it is being written."""

    title: str
    url: str
    book: Book
    edition: Edition | None


@dataclass(frozen=True)
class FormatLine:
    title: str
    url: str


@dataclass(frozen=True)
class PlaceShown:
    weeks: list[Week]
    books: list[BookTile]
    formats: list[FormatLine]
    description: SafeString


@dataclass(frozen=True)
class SessionLine:
    """A moment, with its day where it isn't today."""

    title: str
    url: str
    room: str
    starts_at: datetime
    ends_at: datetime
    day_shown: date | None = None


@dataclass(frozen=True)
class WeekShown:
    root: str
    state: str
    days: list[weeks.Day]
    doors: list[Door]
    description: SafeString | str
    now: list[SessionLine] = field(default_factory=list)
    next: list[SessionLine] = field(default_factory=list)
    hosts: list[HostCard] = field(default_factory=list)
    people_here: int = 0
    challenges: list[Challenge] = field(default_factory=list)
    books: list[PublishedBook] = field(default_factory=list)


@dataclass(frozen=True)
class RoomShown:
    name: str
    slug: str
    now: Moment | None
    next: Moment | None


@dataclass(frozen=True)
class ScreenShown:
    at: datetime
    today: date
    rooms: list[RoomShown]
    address: str
    hosts: list[HostCard] = field(default_factory=list)  # whom one may ask just now
    countdowns: list[Countdown] = field(default_factory=list)
    showcase: Showcase | None = None  # in the hour after a last day

    @property
    def short_address(self) -> str:
        """As somebody types it from the wall."""
        return self.address.split("://", 1)[-1].rstrip("/")


def home() -> Home:
    rows = list(weeks.weeks())
    now = [week for week in rows if week.is_running]
    coming = [week for week in rows if not week.is_over and not week.is_running]
    past = [week for week in rows if week.is_over]
    return Home(now=now, coming=coming[::-1], past=past[:SHOWN_PAST])


def place(place: Place) -> PlaceShown:
    lines = publishing.books_of_place(place, with_unpublished=False)
    return PlaceShown(
        weeks=list(weeks.weeks_of(place)),
        books=[_tile(line, place) for line in lines[:SHOWN_BOOKS]],
        formats=[
            FormatLine(each.title, reverse("format", args=[place.slug, each.slug]))
            for each in commons.formats_of(place)
        ],
        description=render_markdown(place.description),
    )


def _tile(line: BookLine, place: Place) -> BookTile:
    shown = line.edition or line.book
    return BookTile(
        title=shown.title,
        url=reverse("book", args=[place.slug, line.book.slug]),
        book=line.book,
        edition=line.edition,
    )


def week(week: Week) -> WeekShown:
    root = f"/{week.place.slug}/{week.slug}/"
    days = weeks.days_of(week)
    now = clock.now()
    upcoming = [] if week.is_over else programme.upcoming(week, SHOWN_NEXT + 10, now)
    return WeekShown(
        root=root,
        state=_state(week),
        days=days,
        doors=[Door(dates_label(day.date), day.state, _day_address(root, day)) for day in days],  # type: ignore[arg-type]  # its states are the door's
        description=render_markdown(week.description) if week.description else "",
        now=[_line(each, week) for each in upcoming if each.is_on(now)],
        next=[_line(each, week) for each in upcoming if each.starts_at > now][:SHOWN_NEXT],
        hosts=[] if week.is_over else visits.hosts_of(week)[:SHOWN_HOSTS],
        people_here=community.here_number(week.place) if week.is_running else 0,
        challenges=list(challenges.challenges_of(week)),
        books=challenges.books_of(week),
    )


def dates_label(day: date) -> str:
    """« lundi 19 » on a door."""
    return f"{weekday(day)} {day.day}"


def _day_address(root: str, day: weeks.Day) -> str:
    return f"{root}programme/?day={day.date.isoformat()}"


def _state(week: Week) -> str:
    """In a few words: when it is, seen from today."""
    if week.is_over:
        return _("over")
    if week.is_running:
        return _("the doors are open this week")
    days = (week.starts_on - week.today).days
    return ngettext("tomorrow", "in %(days)d days", days) % {"days": days}


def _line(moment: Moment, week: Week) -> SessionLine:
    day = moment.starts_at.astimezone(week.place.zone).date()
    return SessionLine(
        title=moment.title,
        url=moment.url,
        room=moment.room,
        starts_at=moment.starts_at,
        ends_at=moment.ends_at,
        day_shown=None if day == week.today else day,
    )


@dataclass(frozen=True)
class RoomScreenShown:
    """One room's own screen: what is on, for how long still, and what follows today."""

    at: datetime
    name: str
    now: Moment | None
    minutes_left: int
    next: Moment | None
    minutes_until: int
    later: list[Moment]
    address: str

    @property
    def short_address(self) -> str:
        return self.address.split("://", 1)[-1].rstrip("/")


def room_screen(week: Week, slug: str, *, origin: str) -> RoomScreenShown | None:
    """None when the week has no such room."""
    room = week.rooms.filter(slug=slug).first()
    if room is None:
        return None
    at = clock.now()
    today = [
        each
        for each in programme.upcoming_in(week, room, at)
        if each.starts_at.astimezone(week.place.zone).date() == week.today or each.is_on(at)
    ]
    now = next((each for each in today if each.is_on(at)), None)
    coming = [each for each in today if each.starts_at > at]
    following = coming[0] if coming else None
    return RoomScreenShown(
        at=at,
        name=room.name,
        now=now,
        minutes_left=_minutes(now.ends_at - at) if now else 0,
        next=following,
        minutes_until=_minutes(following.starts_at - at) if following else 0,
        later=coming[1 : 1 + SHOWN_NEXT],
        address=_programme_address(week, origin),
    )


def _minutes(length: timedelta) -> int:
    """Whole minutes, rounded up: what has not begun is never "in 0 minutes"."""
    return -(-length // timedelta(minutes=1))


def _programme_address(week: Week, origin: str) -> str:
    return f"{origin.rstrip('/')}/{week.place.slug}/{week.slug}/programme/"


def screen(week: Week, *, origin: str) -> ScreenShown:
    """Rooms where something is on or still comes today; when nothing does, all are silent.

    ``origin`` is the address by which the screen itself reached us: on a laptop in the place,
    that is the one which phones in the room can reach too.
    """
    rows = programme.now_and_next(week)
    rooms = [RoomShown(row.room or _("Elsewhere"), row.slug, row.now, row.next) for row in rows]
    if not any(room.now or room.next for room in rooms):
        rooms = []
    return ScreenShown(
        at=clock.now(),
        today=week.today,
        rooms=rooms,
        address=_programme_address(week, origin),
        hosts=visits.open_now(week)[:SHOWN_ON_SCREEN],
        countdowns=challenges.countdowns_of(week),
        showcase=challenges.showcase_on_screen(week, origin=origin),
    )

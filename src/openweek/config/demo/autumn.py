"""An earlier edition of the same place, finished, whose book was published on its last day."""

from datetime import datetime, time, timedelta

from openweek.challenges.actions import create_challenge
from openweek.challenges.models import Challenge
from openweek.config.demo import guests as said_by
from openweek.config.demo import together_words as said
from openweek.config.demo import words
from openweek.config.demo.alive import CLOSES, OPENS, SLUG, keeper
from openweek.config.demo.books import correct, write_book
from openweek.config.demo.expecting import (
    expect_visitors,
    leave_nothing_to_match,
    welcome_visitors,
)
from openweek.config.demo.past_books_words import AUTUMN_TEAM, CORRECTION, PAPY_TEAM
from openweek.config.demo.together import (
    add_lunch,
    before,
    come_together,
    let_in_a_newcomer,
    meet,
    somebody,
    wish_together,
    write_programme,
)
from openweek.ground import clock, deadlines
from openweek.place.models import Place
from openweek.programme.actions import improvise_session
from openweek.programme.models import Span
from openweek.publishing.actions import publish_book
from openweek.publishing.models import Edition
from openweek.week.actions import archive_week, create_week, set_opening_hours
from openweek.week.models import Week

WEEKS_AGO = 7
SUMMARIES = {
    "explorbook": words.CHALLENGE["summary"],
    "explopapycamp": "Ceux qui viennent au PapyCamp en écrivent la recette, avec des images.",
}


def make_autumn() -> Week:
    """Replayed at its own dates: the deadline passes, and the book publishes itself."""
    place = Place.objects.get(slug=SLUG)
    today = clock.today(place.zone)
    monday = today - timedelta(days=today.weekday(), weeks=WEEKS_AGO)
    opening = datetime.combine(monday, time(9), place.zone)
    deadline = datetime.combine(monday + timedelta(days=4), time(17), place.zone)
    with clock.at(opening - timedelta(weeks=2)):
        week = create_week(
            place=place,
            title="La première OpenWeek",
            slug="la-premiere",
            days=(monday, monday + timedelta(days=4)),
            by=keeper(),
            tagline="Celle où personne ne savait comment faire.",
            organisers="les habitués du Préau",
            move_commons="np-rp-rc.di-gr",
        )
        set_opening_hours(week=week, hours=dict.fromkeys(week.days, (OPENS, CLOSES)), by=keeper())
    _write_programme(week)
    _write_books(week, opening, deadline)
    _receive_visitors(week, deadline)
    with clock.at(deadline + timedelta(days=1)):
        archive_week(week=week, by=keeper())
    return week


def _write_books(week: Week, opening: datetime, deadline: datetime) -> None:
    """The pages only: their files are bound while somebody reads them, as on any last day."""
    with clock.at(opening):
        explorbook = _launch(week, "explorbook", deadline, words.CHALLENGE["title"])
        explopapycamp = _launch(week, "explopapycamp", deadline, "La recette de notre PapyCamp")
        keys = write_book(explorbook, AUTUMN_TEAM)
        write_book(explopapycamp, PAPY_TEAM)
    for wait in range(3):
        with clock.at(deadline + timedelta(seconds=wait)):
            deadlines.sweep_quick()
    with clock.at(deadline + timedelta(hours=18)):
        author = somebody(CORRECTION.who)
        keys.book.refresh_from_db()
        correct(keys.book, CORRECTION, by=author)
        publish_book(book=keys.book, by=author, reason=Edition.Reason.BY_HAND)


def _launch(week: Week, kind: str, closes_at: datetime, title: str) -> Challenge:
    return create_challenge(
        week=week, title=title, slug=kind, template=kind, closes_at=closes_at, by=keeper(),
        summary=SUMMARIES[kind],
    )  # fmt: skip


def _receive_visitors(week: Week, deadline: datetime) -> None:
    """They came, went home, and some left a word. Nobody had thought of hosts yet."""
    expect_visitors(week, said_by.AUTUMN_GUESTS)
    with clock.at(deadline + timedelta(hours=1, minutes=30)):
        welcome_visitors(week, said_by.AUTUMN_GUESTS, by=keeper())
    leave_nothing_to_match(week)


def _write_programme(week: Week) -> None:
    """What its figures count, a wish that came true and something that nobody had planned."""
    zone = week.place.zone
    with before(week, 7, time(10)):
        write_programme(week, said.AUTUMN_MOMENTS)
        add_lunch(week, week.days, by=keeper())
        wish_together(week, said.AUTUMN_WISH)
    with before(week, 5, time(18)):
        begins = datetime.combine(week.days[3], time(10), zone)
        room = week.rooms.get(name="Atelier")
        span = Span(begins, begins + timedelta(hours=1), room)
        meet(week, said.AUTUMN_WISH.title, "Jo", 60, [span])
        come_together(week, said.AUTUMN_COMERS)
        let_in_a_newcomer(week, said.AUTUMN_NEWCOMER, keeper=keeper())
    title, where = said.AUTUMN_IMPROVISED
    with clock.at(datetime.combine(week.days[2], time(16, 5), zone)):
        improvise_session(
            week=week, title=title, room=week.rooms.get(name=where), by=somebody("Jo"),
            facilitator="Jo",
        )  # fmt: skip

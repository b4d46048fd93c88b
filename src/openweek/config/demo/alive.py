"""The living edition: this week, with today inside it, at a place that does not exist."""

from datetime import date, datetime, time, timedelta

from django.utils.text import slugify

from openweek.challenges.actions import create_challenge
from openweek.challenges.models import Challenge
from openweek.commons.actions import adopt_recipes
from openweek.config.demo import guests as said
from openweek.config.demo import words
from openweek.config.demo.being_here import come_to_the_place
from openweek.config.demo.books import write_book
from openweek.config.demo.books_words import TEAMS
from openweek.config.demo.checking import note_checklist
from openweek.config.demo.conciergerie import keep_the_desk_of_today
from openweek.config.demo.expecting import (
    expect_today,
    expect_visitors,
    fill_one_half_day,
    let_somebody_in,
    match_everybody,
    welcome_today,
    welcome_visitors,
)
from openweek.config.demo.lending import lend_hands
from openweek.config.demo.school import launch_school
from openweek.config.demo.together import (
    add_lunch,
    before,
    set_recurrence,
    somebody,
    write_programme,
    write_together,
)
from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.place.actions import add_person, add_room, change_room, create_place, give_desk
from openweek.place.models import Membership, Person, Place
from openweek.programme.actions import improvise_session
from openweek.programme.models import Session, Span
from openweek.programme.queries import free_rooms
from openweek.visits.actions import become_host
from openweek.visits.queries import openings
from openweek.week.actions import create_week, extend_week, set_opening_hours
from openweek.week.models import Week

SLUG = "le-preau"
# Kinds of challenges.
KINDS = ["explorbook", "openschool", "explopapycamp"]
STILL_TO_COME = timedelta(hours=10)
OPENS, CLOSES = time(8, 30), time(19)
DEADLINE_HOUR = time(17)
LANGUAGES = {
    "français": "fr", "anglais": "en", "italien": "it", "arabe": "ar", "espagnol": "es",
    "langue des signes": "fsl",
}  # fmt: skip


def keeper() -> Author:
    """The concierge, as whom the place and its week are made."""
    person = Person.objects.get(handle="nadia-berthet")
    return Author(name=person.name, person_id=person.pk)


def make_place() -> Place:
    first = Author(name=words.PEOPLE[0].name)
    place = create_place(name="Le Préau", slug=SLUG, by=first, **words.PLACE)
    enrol(place, by=first)
    furnish(place)
    slugs = ["openweek", "wikischool", "papycamp", "assocamp", "jobcamp", "explorcamp", *KINDS]
    adopt_recipes(place=place, slugs=slugs, by=keeper())
    set_recurrence(place, keeper())
    return place


def enrol(place: Place, *, by: Author) -> None:
    """The people who are missing, also from an older demonstration; some keep the desk."""
    there = set(Membership.objects.filter(place=place).values_list("person__name", flat=True))
    for someone in words.PEOPLE:
        if someone.name in there:
            continue
        email = f"{slugify(someone.name.split()[0])}@example.org"
        person = add_person(place=place, name=someone.name, role=someone.role, by=by, email=email)
        if someone.keeps_desk:
            give_desk(membership=Membership.objects.get(place=place, person=person), by=by)


def furnish(place: Place) -> None:
    """The rooms that are missing, also from an older demonstration."""
    there = {room.name: room for room in place.rooms.all()}
    for name, seats, features in words.ROOMS:
        is_shared = name == words.SHARED
        if name not in there:
            add_room(
                place=place, name=name, by=keeper(), seats=seats, features=features,
                is_shared=is_shared,
            )  # fmt: skip
        elif is_shared and not there[name].is_shared:
            change_room(room=there[name], by=keeper(), is_shared=True)


def make_today() -> Week:
    """The week around today; on its last evening, and at the weekend, it lasts until tomorrow.

    So there always is an hour to come, at which something can be placed.
    """
    place = Place.objects.get(slug=SLUG)
    today = clock.today(place.zone)
    last = (clock.now() + STILL_TO_COME).astimezone(place.zone).date()
    monday = today - timedelta(days=today.weekday())
    ours = Week.objects.filter(place=place, title=words.TITLE, archived_at=None)
    begun = ours.filter(starts_on=monday).first()
    week = make_week(place, monday, last) if begun is None else last_longer(begun, last)
    make_day()
    return week


def this_week() -> Week:
    """The one that is on at the place; of several, the one that the demonstration made."""
    weeks = Week.objects.filter(place__slug=SLUG, archived_at=None).select_related("place")
    running = [week for week in weeks if week.is_running]
    return next((week for week in running if week.title == words.TITLE), running[0])


def make_day() -> None:
    """What is of today alone; each day on which the demonstration is begun has its own."""
    week = this_week()
    expect_today(week)
    let_somebody_in(week, by=keeper())
    welcome_visitors(week, said.GUESTS, by=keeper())
    welcome_today(week, by=keeper())
    improvise(week)
    lend_hands(week)
    come_to_the_place(week)
    keep_the_desk_of_today(week)
    match_everybody(week)


def last_longer(week: Week, last: date) -> Week:
    """It was made on a working day: the doors open once more."""
    planned = set(week.days)
    extend_week(week=week, days=(week.starts_on, last), by=keeper())
    set_opening_hours(week=week, hours=dict.fromkeys(week.days, (OPENS, CLOSES)), by=keeper())
    add_lunch(week, [day for day in week.days if day not in planned], by=keeper())
    return week


def make_week(place: Place, monday: date, last: date) -> Week:
    enrol(place, by=keeper())
    furnish(place)
    week = create_week(
        place=place,
        title=words.TITLE,
        slug=f"semaine-{monday.isocalendar().week}",
        days=(monday, max(monday + timedelta(days=4), last)),
        by=keeper(),
        tagline="Cinq jours pour pousser la porte, avec vos projets ou sans.",
        organisers="les habitués du Préau",
        capacity=40,
        move_commons="np-rp-rc.di-gr",
        principles="Nos comptes, nos règles et nos recettes sont à copier.",
        description=words.WEEK,
    )
    set_opening_hours(week=week, hours=dict.fromkeys(week.days, (OPENS, CLOSES)), by=keeper())
    # What was planned was planned before the week began, as it would have been.
    with before(week, 7, time(10)):
        write_programme(week, words.MOMENTS)
        add_lunch(week, week.days, by=keeper())
    write_together(week, keeper=keeper())
    with before(week, 8, time(17)):
        offer_hosts(week)
    expect_visitors(week, [said.GAVE_UP, *said.GUESTS])
    fill_one_half_day(week)
    note_checklist(week, keeper=keeper())
    challenge = launch_challenge(week)
    for team in TEAMS:
        write_book(challenge, team)
    launch_school(week, closes_at=challenge.closes_at, by=keeper())
    return week


def offer_hosts(week: Week) -> None:
    halves = [opening.half for opening in openings(week)]
    for someone in words.PEOPLE:
        if not someone.about:
            continue
        become_host(
            week=week,
            person=Person.objects.get(name=someone.name),
            about=someone.about,
            languages=[LANGUAGES[name] for name in someone.languages.split(", ")],
            need_codes=someone.need_codes,
            at_once=someone.at_once,
            halves=[half for half in halves if someone.part in {"", half.part}],
            by=somebody(someone.name),
        )


def launch_challenge(week: Week) -> Challenge:
    last_day = datetime.combine(week.ends_on, DEADLINE_HOUR, week.place.zone)
    # Whoever looks at the demonstration on its last evening still sees a book being written.
    closes_at = max(last_day, clock.now() + timedelta(hours=3))
    return create_challenge(
        week=week,
        title=words.CHALLENGE["title"],
        slug="explorbook",
        template="explorbook",
        closes_at=closes_at,
        by=keeper(),
        summary=words.CHALLENGE["summary"],
        rules=words.CHALLENGE["rules"],
    )


def improvise(week: Week) -> Session:
    """Somebody who runs nothing else has just begun something, wherever a room is free."""
    title, wished, able = words.IMPROVISED
    now = clock.now().replace(second=0, microsecond=0)
    until = now + timedelta(hours=1)
    free = free_rooms(week, [Span(now, until)])
    room = next((each for each in free if each.name == wished), free[0] if free else None)
    busy = Session.objects.filter(week=week, slots__starts_at__lt=until, slots__ends_at__gt=now)
    named = " ".join(busy.values_list("facilitator", flat=True))
    who = next((name for name in able if name not in named), able[0])
    return improvise_session(week=week, title=title, room=room, by=somebody(who), facilitator=who)

"""The living edition: this week, with today inside it, at a place that does not exist."""

import uuid
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from openweek.challenges.actions import create_challenge, sign_up_team
from openweek.challenges.models import Challenge, Team
from openweek.commons.actions import adopt_recipes
from openweek.commons.models import Format
from openweek.config.demo import words
from openweek.config.demo.words import Expected, Moment, TeamWords
from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.place.actions import add_person, add_room, create_place
from openweek.place.models import Person, Place, Role, Room
from openweek.place.rules import role_at
from openweek.programme.actions import improvise_session, propose_session
from openweek.programme.models import Session, Span
from openweek.programme.queries import free_rooms
from openweek.visits.actions import become_host, check_in, register_visit, set_light
from openweek.visits.models import Visit
from openweek.visits.queries import openings
from openweek.week.actions import create_week, set_opening_hours
from openweek.week.halves import Half, Part
from openweek.week.models import Week
from openweek.writing.actions import write_plain
from openweek.writing.queries import plain_of

SLUG = "le-preau"
OPENS, CLOSES = time(8, 30), time(19)
DEADLINE_HOUR = time(17)
LANGUAGES = {"français": "fr", "anglais": "en", "italien": "it", "arabe": "ar"}


def keeper() -> Author:
    """The concierge, as whom the place and its week are made."""
    person = Person.objects.get(handle="nadia-berthet")
    return Author(name=person.name, person_id=person.pk)


def author_named(name: str) -> Author:
    """One who has an account, or a name only."""
    person = Person.objects.filter(Q(name=name) | Q(name__startswith=f"{name} ")).first()
    return Author(name=name, person_id=person.pk if person else None)


def make_place() -> Place:
    first = Author(name=words.PEOPLE[0].name)
    place = create_place(name="Le Préau", slug=SLUG, by=first, **words.PLACE)
    for someone in words.PEOPLE:
        email = f"{someone.name.split()[0].lower()}@example.org"
        add_person(place=place, name=someone.name, role=someone.role, by=first, email=email)
    for name, seats, features in words.ROOMS:
        add_room(place=place, name=name, by=keeper(), seats=seats, features=features)
    slugs = ["openweek", "wikischool", "papycamp", "assocamp", "jobcamp", "explorcamp"]
    adopt_recipes(place=place, slugs=slugs, by=keeper())
    return place


def make_week() -> Week:
    """The week around today; on a Saturday or Sunday it lasts until then."""
    place = Place.objects.get(slug=SLUG)
    today = clock.today(place.zone)
    monday = today - timedelta(days=today.weekday())
    week = create_week(
        place=place,
        title="OpenWeek, la semaine des portes",
        slug=f"semaine-{monday.isocalendar().week}",
        days=(monday, max(monday + timedelta(days=4), today)),
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
    with clock.at(datetime.combine(monday - timedelta(days=7), time(10), place.zone)):
        write_programme(week)
        expect_visitors(week)
        offer_hosts(week)
    challenge = launch_challenge(week)
    for team in words.TEAMS:
        write_book(challenge, team)
    receive_today(week)
    improvise(week)
    return week


def write_programme(week: Week) -> None:
    rooms = {room.name: room for room in week.rooms.all()}
    formats = {row.slug: row for row in Format.objects.filter(place=week.place)}
    for moment in words.MOMENTS:
        propose_session(
            week=week,
            title=moment.title,
            by=author_named(moment.who),
            spans=_spans(week, moment, rooms),
            summary=moment.summary,
            description=moment.description,
            facilitator=moment.who,
            seats=moment.seats,
            format=formats.get(moment.format),
        )
    propose_session(
        week=week,
        title=words.UNPLACED.title,
        by=author_named(words.UNPLACED.who),
        summary=words.UNPLACED.summary,
    )


def _spans(week: Week, moment: Moment, rooms: dict[str, Room]) -> list[Span]:
    days = week.days if moment.every_day else [week.days[moment.day]]
    starts = [datetime.combine(day, moment.at, week.place.zone) for day in days]
    length = timedelta(minutes=moment.minutes)
    return [Span(start, start + length, rooms.get(moment.room)) for start in starts]


def expect_visitors(week: Week) -> None:
    for guest in words.VISITORS:
        _register(week, guest, week.days[guest.day])


def _register(week: Week, guest: Expected, day: date) -> None:
    part = Part.MORNING if guest.half == "morning" else Part.AFTERNOON
    register_visit(
        week=week,
        name=guest.name,
        halves=[Half(day, part)],
        once=uuid.uuid4(),
        by=Author(name=guest.name),
        party_size=guest.people,
        project=guest.project,
        needs=guest.needs,
        origin=guest.origin,
        email=f"{guest.name.split()[0].lower()}@example.net" if guest.project else "",
    )


def offer_hosts(week: Week) -> None:
    halves = [opening.half for opening in openings(week)]
    for someone in words.PEOPLE:
        if not someone.about:
            continue
        person = Person.objects.get(name=someone.name)
        host = become_host(
            week=week,
            person=person,
            about=someone.about,
            languages=[LANGUAGES[name] for name in someone.languages.split(", ")],
            halves=halves,
            by=author_named(someone.name),
        )
        set_light(host=host, light=someone.light, by=author_named(someone.name))


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


def write_book(challenge: Challenge, said: TeamWords) -> Team:
    """A team signs up, and each writes in the chapter that is theirs."""
    first = author_named(said.members[0])
    person = Person.objects.filter(name=said.members[0]).first()
    team = sign_up_team(
        challenge=challenge,
        name=said.name,
        members=said.members,
        once=uuid.uuid4(),
        by=first,
        person=person,
    ).team
    chapters = list(team.book.chapters.select_related("text"))
    for chapter in said.chapters:
        text = chapters[chapter.position].text
        write_plain(
            text=text, by=author_named(chapter.who), body=chapter.words, base=plain_of(text).base
        )
    return team


def receive_today(week: Week) -> None:
    """Two are here, two are on their way."""
    open_halves = [opening.half for opening in openings(week)]
    for guest in words.EXPECTED_TODAY:
        part = Part.MORNING if guest.half == "morning" else Part.AFTERNOON
        if Half(week.today, part) in open_halves:
            _register_early(week, guest)
    for visit in Visit.objects.filter(week=week, name__in=["Suzanne", "Idriss"]):
        check_in(visit=visit, by=keeper())


def _register_early(week: Week, guest: Expected) -> None:
    dawn = datetime.combine(week.today, time(0, 5), week.place.zone)
    with clock.at(dawn):
        _register(week, guest, week.today)


def improvise(week: Week) -> Session | None:
    """Somebody has just begun something, wherever a room is free."""
    title, wished = words.IMPROVISED
    now = clock.now().replace(second=0, microsecond=0)
    free = free_rooms(week, [Span(now, now + timedelta(hours=1))])
    room = next((each for each in free if each.name == wished), free[0] if free else None)
    author = author_named("Jo Marchetti")
    person = Person.objects.get(name="Jo Marchetti")
    if role_at(week.place, person) != Role.COWORKER:
        return None
    return improvise_session(week=week, title=title, room=room, by=author, facilitator="Jo")

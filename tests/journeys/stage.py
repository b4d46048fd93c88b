"""Scenes that journeys start from: ``python -m tests.journeys.stage SCENE JSON``.

It runs beside the server, on its data folder, and goes through the same actions as the pages.
The week of the demonstration follows the clock, and is over on a Sunday night; the week made here
has its doors open now, whatever the hour.
"""

import json
import sys
import uuid
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from openweek.challenges.actions import create_challenge, sign_up_team  # noqa: E402
from openweek.challenges.models import Challenge  # noqa: E402
from openweek.commons.queries import book_template  # noqa: E402
from openweek.ground import clock  # noqa: E402
from openweek.ground.authors import Author  # noqa: E402
from openweek.place.actions import add_room, give_access  # noqa: E402
from openweek.place.models import Person, Place  # noqa: E402
from openweek.programme.actions import (  # noqa: E402
    change_session,
    give_link,
    propose_session,
    remove_session,
    set_policy,
)
from openweek.programme.models import Span  # noqa: E402
from openweek.publishing.actions import create_book, publish_book  # noqa: E402
from openweek.publishing.models import Book, Chapter, Edition, EditionFile  # noqa: E402
from openweek.visits.actions import (  # noqa: E402
    become_host,
    cancel_visit,
    open_kiosk,
    register_visit,
)
from openweek.visits.actions.matching import assign_host  # noqa: E402
from openweek.visits.models import Visit  # noqa: E402
from openweek.visits.queries import current_half, expected, openings  # noqa: E402
from openweek.visits.rules import badge  # noqa: E402
from openweek.week.actions import choose_rooms, create_week, set_opening_hours  # noqa: E402
from openweek.week.models import Week  # noqa: E402
from openweek.writing.actions import (  # noqa: E402
    add_blocks,
    create_text,
    freeze_texts,
    grant,
    write_plain,
)
from openweek.writing.models import Text  # noqa: E402
from openweek.writing.queries import plain_of  # noqa: E402
from tests.factories.books import (  # noqa: E402
    bound,
    put_picture,
    put_recording,
    words_with,
    write,
)
from tests.factories.everything import a_book_of_everything  # noqa: E402
from tests.journeys.shelf import on_show  # noqa: E402

PLACE, WEEK = "le-preau", "semaine-d-essai"
ROOMS = ["La serre", "Le grenier", "La verrière"]
SOMEBODY = Author(name="Ida")


def keeper() -> Author:
    person = Person.objects.get(handle="nadia-berthet")
    return Author(name=person.name, person_id=person.pk)


def the_week() -> Week:
    return Week.objects.select_related("place").get(slug=WEEK)


def week() -> dict[str, Any]:
    """A week around today, open night and day, with rooms that no other week uses."""
    place = Place.objects.get(slug=PLACE)
    today = clock.today(place.zone)
    rooms = [add_room(place=place, name=name, seats=20, by=keeper()) for name in ROOMS]
    made = create_week(
        place=place,
        title="Semaine d’essai",
        slug=WEEK,
        days=(today - timedelta(days=1), today + timedelta(days=4)),
        tagline="Une semaine dont les portes ne ferment pas.",
        move_commons="np-rp-rc.di-gr",
        by=keeper(),
    )
    choose_rooms(week=made, rooms=rooms, by=keeper())
    hours = dict.fromkeys(made.days, (time(0), time(23, 59)))
    set_opening_hours(week=made, hours=hours, by=keeper())
    explorbook = launch(days=4, title="Notre lieu en trois chapitres", slug="explorbook")
    return {
        "root": f"/{PLACE}/{WEEK}/",
        "tomorrow": (today + timedelta(days=1)).isoformat(),
        "after": (today + timedelta(days=2)).isoformat(),
        "challenge": explorbook.url,
        "alive": f"/{PLACE}/{Week.objects.filter(place=place).exclude(pk=made.pk)[0].slug}/",
    }


def launch(*, title: str, slug: str = "", days: float = 0, seconds: float = 0) -> Challenge:
    return create_challenge(
        week=the_week(),
        title=title,
        slug=slug,
        template="explorbook",
        closes_at=clock.now() + timedelta(days=days, seconds=seconds),
        by=keeper(),
    )


def team(*, challenge: str = "explorbook", name: str = "Les essayeurs") -> dict[str, Any]:
    """A team with its link, its book and the texts of its chapters."""
    found = Challenge.objects.select_related("week__place").get(week__slug=WEEK, slug=challenge)
    signed_up = sign_up_team(
        challenge=found, name=name, members=["Ida", "Sacha"], once=uuid.uuid4(), by=SOMEBODY
    )
    book = signed_up.team.book
    texts = [f"/texts/{chapter.text_id}/" for chapter in book.chapters.order_by("position")]
    return {
        "link": f"{found.url}teams/{signed_up.secret}/",
        "book": f"/{PLACE}/books/{book.slug}/",
        "texts": texts,
    }


def last_day(*, seconds: float, title: str, words: str = "") -> dict[str, Any]:
    """A challenge that ends in a moment, with one team, which wrote these words."""
    ends = launch(title=title, seconds=seconds)
    made = team(challenge=ends.slug, name=f"L’équipe de {title}")
    if words:
        chapter = ends.teams.get().book.chapters.select_related("text").first()
        assert chapter is not None
        base = plain_of(chapter.text).base
        write_plain(text=chapter.text, by=SOMEBODY, body=words, base=base)
    return {**made, "challenge": ends.url, "closes_at": ends.closes_at.timestamp()}


def ends_soon(*, seconds: float, title: str) -> dict[str, Any]:
    """A challenge that ends in a moment, for which nobody has signed up yet."""
    ends = launch(title=title, seconds=seconds)
    return {"challenge": ends.url, "closes_at": ends.closes_at.timestamp()}


def pens_down(*, text: str) -> dict[str, Any]:
    """The end of one text, given by its address."""
    freeze_texts(texts=[Text.objects.get(pk=text.strip("/").rpartition("/")[2])], by=keeper())
    return {}


def links() -> dict[str, Any]:
    """One private link of each kind, with what it opens."""
    open_week = the_week()
    at = clock.now().replace(second=0, microsecond=0) + timedelta(days=2)
    span = Span(at, at + timedelta(hours=1), open_week.rooms.get(name=ROOMS[2]))
    session = propose_session(
        week=open_week, title="Accorder un vieux piano", by=SOMEBODY, spans=[span],
        summary="On écoute, on serre, on recommence.", description="- une clé\n- du temps",
    )  # fmt: skip
    _, session_secret = give_link(session=session, by=SOMEBODY)
    soon = next(opening.half for opening in openings(open_week) if opening.is_free)
    registered = register_visit(
        week=open_week, name="Anselme", halves=[soon], once=uuid.uuid4(), by=SOMEBODY,
        project="rencontrer du monde", needs="une chaise haute", origin="Feurs",
    )  # fmt: skip
    person = Person.objects.get(handle="odette-chazelle")
    paper = give_access(place=open_week.place, person=person, by=keeper())
    kiosk = open_kiosk(week=open_week, name="entrée", by=keeper())
    return {
        "session": f"programme/{session.slug}/",
        "private_link": f"programme/open/{session_secret}/",
        "slot": session.slots.get().pk,
        "visit": f"visit/{registered.secret}/",
        "code": registered.visit.code,
        "badge": f"welcome/c/{badge(registered.visit)}/",
        "paper": f"/enter/{paper}/",
        "kiosk": f"welcome/kiosk/{kiosk}/",
    }


def margin() -> dict[str, Any]:
    """A text that Lucie writes, and beside which Jo may only comment."""
    place = Place.objects.get(slug=PLACE)
    words = "Ici pousse le figuier, été comme hiver 🌳, contre le mur de la mairie."
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": words}]}
    text = create_text(
        place=place, title="Le jardin", language="fr", by=keeper(),
        tree={"type": "doc", "content": [paragraph]},
    )  # fmt: skip
    for handle, level in (("lucie-nguyen", "write"), ("jo-marchetti", "comment")):
        grant(text=text, level=level, by=keeper(), person=Person.objects.get(handle=handle))
    return {"address": f"/texts/{text.pk}/", "words": words}


def vandalism() -> dict[str, Any]:
    """A week of its own with thirty sessions, and what one visitor made of it."""
    place = Place.objects.get(slug=PLACE)
    today = clock.today(place.zone)
    # Later, so that nobody takes it for the week that is open now.
    days = (today + timedelta(days=30), today + timedelta(days=34))
    made = create_week(
        place=place, title="Semaine salie", slug="semaine-salie", days=days, by=keeper()
    )
    zorro = Author(name="Zorro", passer_by=uuid.uuid4().hex[:16])
    sessions = [
        propose_session(week=made, title=f"Atelier {number}", by=SOMEBODY)
        for number in range(1, 31)
    ]
    for session in sessions:
        change_session(session=session, title="ZORRO", by=zorro, why="ha")
    change_session(session=sessions[0], summary="Avec du fil et une aiguille.", by=SOMEBODY)
    for session in sessions[:10]:
        remove_session(session=session, by=zorro)
    for number in range(5):
        propose_session(week=made, title=f"Casino {number}", by=zorro)
    return {"root": f"/{PLACE}/{made.slug}/programme/"}


def looked_at() -> dict[str, Any]:
    """A week of its own, whose programme is looked at first, with one session in it."""
    place = Place.objects.get(slug=PLACE)
    today = clock.today(place.zone)
    number = Week.objects.filter(slug__startswith="semaine-relue").count()
    days = (today, today + timedelta(days=4))
    made = create_week(
        place=place, title="Semaine relue", slug=f"semaine-relue-{number}", days=days, by=keeper()
    )
    set_policy(week=made, mode="looked_at", holds_newcomers=False, by=keeper())
    propose_session(week=made, title="Pain au levain", by=keeper())
    return {"root": f"/{PLACE}/{made.slug}/programme/"}


def opening() -> dict[str, Any]:
    """All that the journeys share."""
    return {"week": week(), "links": links(), "team": team()}


def expected_by_karim() -> dict[str, Any]:
    """Two who come today: Karim was asked to receive both, and Jo is there too."""
    open_week = the_week()
    half = current_half(open_week)
    assert half is not None, "the doors of that week never close"
    people = {name: Person.objects.get(handle=name) for name in ("karim-saidi", "jo-marchetti")}
    hosts = {
        name: become_host(
            week=open_week, person=person, about="les logiciels libres", languages=["fr"],
            halves=[half], at_once=4, by=Author(name=person.name, person_id=person.pk),
        )
        for name, person in people.items()
    }  # fmt: skip
    visits = {}
    for name, project in (("Basile", "un ordinateur qui rame"), ("Clémence", "un site à refaire")):
        registered = register_visit(
            week=open_week, name=name, halves=[half], once=uuid.uuid4(), by=SOMEBODY,
            project=project, learn="les logiciels libres",
        )  # fmt: skip
        row = registered.visit.half_days.get()
        assign_host(half_day=row, host=hosts["karim-saidi"], by=keeper())
        visits[name] = f"visit/{registered.secret}/"
    return visits


def desk_day(*, names: list[str]) -> dict[str, Any]:
    """Those are expected today; a tablet stands at the door."""
    open_week = the_week()
    half = current_half(open_week)
    assert half is not None
    visits = {
        name: register_visit(
            week=open_week, name=name, halves=[half], once=uuid.uuid4(), by=SOMEBODY
        ).visit
        for name in names
    }
    secret = open_kiosk(week=open_week, name="porte", by=keeper())
    return {
        "root": f"/{PLACE}/{WEEK}/welcome/",
        "kiosk": f"/{PLACE}/{WEEK}/welcome/kiosk/{secret}/",
        "codes": {name: visit.code for name, visit in visits.items()},
    }


def cancels(*, code: str) -> dict[str, Any]:
    visit = Visit.objects.get(week=the_week(), code=code)
    visit.week = the_week()
    cancel_visit(visit=visit, by=SOMEBODY)
    return {}


def desk_counts() -> dict[str, Any]:
    """Whose rows the desk has, as often as it has them."""
    open_week = the_week()
    guests = expected(open_week, open_week.today)
    return {"here": sorted(guest.name for guest in guests if guest.is_here)}


def full_half_day() -> dict[str, Any]:
    """A week of its own with fifteen seats, of which a class has ten tomorrow morning."""
    place = Place.objects.get(slug=PLACE)
    today = clock.today(place.zone)
    days = (today, today + timedelta(days=2))
    made = create_week(
        place=place, title="Semaine comptée", slug="semaine-comptee", days=days, by=keeper(),
        capacity=15,
    )  # fmt: skip
    hours = dict.fromkeys(made.days, (time(0), time(23, 59)))
    set_opening_hours(week=made, hours=hours, by=keeper())
    half = next(o.half for o in openings(made) if o.half.date > today)
    class_of_ten = register_visit(
        week=made, name="La classe de Mme Roux", halves=[half], once=uuid.uuid4(), by=SOMEBODY,
        party_size=10,
    )  # fmt: skip
    root = f"/{PLACE}/{made.slug}/"
    return {"form": f"{root}visit/?half={half.key}", "half": half.key,
            "class": f"{root}visit/{class_of_ten.secret}/"}  # fmt: skip


def book_to_carry(*, film: str) -> dict[str, Any]:
    """A published book with a film that plays, a glossary, and words of several scripts."""
    book = create_book(
        place=Place.objects.get(slug=PLACE),
        title="Le musée de poche",
        template=book_template("explorbook", "fr"),
        language="fr",
        licence="CC-BY-SA-4.0",
        people=["Maud", "Yann"],
        move_commons="np-rp-rc.di-gr",
        by=keeper(),
    )
    Chapter.objects.filter(book=book, position=3).update(kind=Chapter.Kind.GLOSSARY)
    write(book, "Le Musee ouvre à midi. On y fait de la céramique.", by=SOMEBODY)
    put_picture(book, alt="La vitrine")
    write(book, "مرحبا بكم في المكان الثالث", chapter=2, by=SOMEBODY)
    write(book, "日本語を話します", chapter=2, by=SOMEBODY)
    put_recording(book, Path(film).read_bytes(), chapter=2)
    told = [words_with("Céramique", "bold"), words_with(" : de la terre passée par le feu.")]
    tree = {"type": "doc", "content": [{"type": "paragraph", "content": told}]}
    add_blocks(text=book.chapters.get(position=3).text, by=SOMEBODY, tree=tree)
    return _carried(book)


def everything_to_carry() -> dict[str, Any]:
    """The same of a book in which there is everything that a book can hold."""
    return _carried(a_book_of_everything(Place.objects.get(slug=PLACE), title="Tout & le reste"))


def _carried(book: Book) -> dict[str, Any]:
    edition = publish_book(book=book, by=keeper(), reason=Edition.Reason.BY_HAND)
    return {
        "zip": str(bound(edition, EditionFile.Kind.SITE)),
        "home": f"/{PLACE}/books/{book.slug}/editions/{edition.number}/site/",
    }


def shelf() -> dict[str, Any]:
    return on_show(the_week(), keeper())


SCENES = {
    each.__name__: each
    for each in (
        opening,
        team,
        last_day,
        ends_soon,
        pens_down,
        margin,
        vandalism,
        looked_at,
        full_half_day,
        expected_by_karim,
        desk_day,
        cancels,
        desk_counts,
        book_to_carry,
        everything_to_carry,
        shelf,
    )
}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(SCENES[sys.argv[1]](**json.loads(sys.argv[2]))))

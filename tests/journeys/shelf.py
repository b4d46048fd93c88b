"""Challenges, teams and books in every state that a page may show them in."""

import uuid
from datetime import timedelta
from typing import Any

from openweek.challenges.actions import (
    close_challenge,
    compose_teams,
    create_challenge,
    join_team,
    postpone_challenge,
    seek_team,
    sign_up_team,
    take_chapter,
)
from openweek.challenges.actions.composing import NewTeam
from openweek.challenges.models import Challenge, Team
from openweek.commons.actions import change_format
from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.place.models import Person, Place
from openweek.publishing.actions import publish_book, reopen_book, settle_prompt, withdraw_book
from openweek.publishing.models import Book, Edition, EditionFile
from openweek.week.models import Week
from openweek.writing.actions import grant
from tests.factories.books import bound, make_book, put_picture, write
from tests.factories.everything import a_book_of_everything

IDA = Author(name="Ida")
BUSY = "Les 3 & <b>Mousquetaires</b> de la rue de la Bienveillance"


def on_show(week: Week, by: Author) -> dict[str, Any]:
    """One of each, by its address."""
    return {
        **_alone(week, by),
        **_at_work(week, by),
        **_over(week, by),
        **_books(week.place, by),
    }


def _launch(week: Week, by: Author, title: str, *, hours: float, **said: Any) -> Challenge:
    return create_challenge(
        week=week,
        title=title,
        template=said.pop("template", "explorbook"),
        closes_at=clock.now() + timedelta(hours=hours),
        by=by,
        **said,
    )


def _sign_up(challenge: Challenge, name: str, **said: Any) -> tuple[Team, str]:
    made = sign_up_team(
        challenge=challenge, name=name, members=["Ida", "Sacha"], once=uuid.uuid4(), by=IDA, **said
    )
    return made.team, f"{challenge.url}teams/{made.secret}/"


def _seek(challenge: Challenge, name: str, **said: Any) -> tuple[int, str]:
    made = seek_team(challenge=challenge, name=name, once=uuid.uuid4(), by=Author(), **said)
    return made.seeker.pk, f"{challenge.url}seekers/{made.secret}/"


def _alone(week: Week, by: Author) -> dict[str, Any]:
    """Schools that mix: some have a team, the others wait."""
    school = _launch(week, by, "L’école en grand", hours=90, template="openschool")
    schools = ("Lycée Simone-Weil", "IUT de Roanne", "École d’art et de design")
    found, seated = _seek(school, "Noor", institution=schools[0], skills=["writer"])
    others = [_seek(school, name, institution=schools[1])[0] for name in ("Émile", "Tilda")]
    compose_teams(
        challenge=school, new=[NewTeam("Les mélangés", [found, *others])], joining={},
        once=uuid.uuid4(), by=by,
    )  # fmt: skip
    about = "Je dessine, et je voudrais savoir comment on fait du pain pour trente."
    _, waiting = _seek(school, "Ana", institution=schools[2], about=about, from_afar=True)
    for number, name in enumerate(("Basile", "Chloé", "Driss", "Élise")):
        _seek(school, name, institution=schools[number % 3], skills=["pictures"], language="fr")
    return {"school": school.url, "waiting": waiting, "seated": seated}


def _at_work(week: Week, by: Author) -> dict[str, Any]:
    """One that was put off, and one in its last hour."""
    put_off = _launch(week, by, "Notre lieu sous la neige", hours=3, summary="Trois pages.")
    team, link = _sign_up(put_off, BUSY, from_afar=True, place_name="La Fabrique du Lac")
    sacha = join_team(team=team, name="Sacha", role="writer", by=IDA)
    chapter = team.book.chapters.order_by("position")[0]
    take_chapter(member=sacha, chapter=chapter, by=IDA)
    settle_prompt(chapter=chapter, prompt=chapter.prompts[0], by=IDA)
    write(team.book, "La neige a tout couvert, et le four a tenu.", by=IDA)
    put_picture(team.book)
    postpone_challenge(
        challenge=put_off, closes_at=clock.now() + timedelta(hours=20),
        because="la neige, et deux trains qui ne roulent pas", by=by,
    )  # fmt: skip
    last_hour = _launch(week, by, "La dernière heure", hours=0.8)
    _sign_up(last_hour, "Les pressés")
    films = _launch(week, by, "La recette du PapyCamp", hours=70, template="explopapycamp")
    kind = films.format
    assert kind is not None
    chapters = [{**each, "title": f"{each['title']} !"} for each in kind.chapters]
    change_format(
        changed=kind, title=kind.title, purpose=kind.purpose, chapters=chapters, by=by,
        based_on=kind.version,
    )  # fmt: skip
    _sign_up(films, "Les doyens")
    return {
        "put_off": put_off.url,
        "busy_team": link,
        "member": sacha.pk,
        "text": f"/texts/{chapter.text_id}/",
        "last_hour": last_hour.url,
        "films": films.url,
    }


def _over(week: Week, by: Author) -> dict[str, Any]:
    """Pens are down; one team corrects its book, one wrote nothing."""
    over = _launch(week, by, "Trois livres en trois heures", hours=1)
    links, books = [], []
    for name in ("Les matinales", BUSY, "Les muets"):
        team, link = _sign_up(over, name)
        if name != "Les muets":
            write(team.book, "On a ouvert, on a écrit, on a rangé.", by=IDA)
        links.append(link)
        books.append(team.book)
    close_challenge(challenge=over, by=by)
    for book in books:
        publish_book(book=book, by=by, reason=Edition.Reason.DEADLINE)
    reopen_book(book=books[1], by=IDA)
    return {"over": over.url, "published": links[0], "correcting": links[1]}


def _books(place: Place, by: Author) -> dict[str, Any]:
    """One that holds everything, in two editions, and one that was taken back."""
    book = a_book_of_everything(place)
    publish_book(book=book, by=by, reason=Edition.Reason.BY_HAND)
    write(book, "Et une deuxième édition.", by=IDA)
    edition = publish_book(book=book, by=by, reason=Edition.Reason.BY_HAND)
    bound(edition, EditionFile.Kind.SITE)
    gone: Book = make_book(place, "Le livre repris")
    write(gone, "Un numéro de téléphone.", by=IDA)
    publish_book(book=gone, by=by, reason=Edition.Reason.BY_HAND)
    withdraw_book(book=gone, because="il disait l’adresse de quelqu’un", by=by)
    root, first = f"/{place.slug}/books", book.chapters.get(position=1).text
    grant(
        text=first,
        level="write",
        by=by,
        person=Person.objects.get(name=by.name, memberships__place=place),
    )
    return {
        "everything": f"{root}/{book.slug}/",
        "media": f"/texts/{first.pk}/media/all/",
        "withdrawn": f"{root}/{gone.slug}/",
    }

"""The OpenWeek of 19 to 23 March 2012 at the Comptoir Numérique, as a finished edition.

Facts are those of the page that announced it; the sentences are ours. The page gave no timetable,
so the moments have no hour; it named no team and no book. The one book there says of itself that it
was written afterwards, from that page.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from openweek.challenges.actions import create_challenge
from openweek.commons.actions import adopt_recipes
from openweek.commons.models import Format
from openweek.config.demo.books import write_book
from openweek.config.demo.past_books_words import MARCH_TEAM
from openweek.ground import clock, deadlines
from openweek.ground.authors import Author
from openweek.place.actions import add_room, create_place
from openweek.place.models import Place
from openweek.programme.actions import propose_session
from openweek.week.actions import archive_week, create_week, set_opening_hours
from openweek.week.models import Week

ORGANISERS = Author(name="Zoomacom et Openscop")
ANNOUNCED = datetime(2012, 3, 9, 9, 0, tzinfo=UTC)
FIRST, LAST = date(2012, 3, 19), date(2012, 3, 23)
ENDED = datetime(2012, 3, 24, 9, 0, tzinfo=UTC)
DEADLINE = datetime.combine(LAST, time(18), ZoneInfo("Europe/Paris"))
NO_HOUR_KEPT = "L’heure n’est pas parvenue jusqu’à nous."


@dataclass(frozen=True)
class Kept:
    """A moment of which the format is known and the hour is not."""

    title: str
    summary: str
    format: str = ""


MOMENTS = [
    Kept(
        "WikiSchool",
        "L’école mutuelle du lieu : chacun apprend aux autres ce qu’il sait.",
        "wikischool",
    ),
    Kept(
        "PapyCamp",
        "Des seniors se forment entre eux aux outils numériques.",
        "papycamp",
    ),
    Kept(
        "AssoCamp",
        "Les usages numériques des associations, entre associations.",
        "assocamp",
    ),
    Kept("JobCamp", "Le travail et l’emploi, à plusieurs.", "jobcamp"),
    Kept(
        "Travailler sur place avec les coworkeurs",
        "On vient avec ses projets, on s’installe, et les habitués répondent aux questions.",
    ),
    Kept(
        "Les petites tâches qu’on remet toujours",
        "Les coworkeurs font ensemble ce qui n’est ni important ni urgent, avant que cela le "
        "devienne.",
    ),
    Kept(
        "Le Comptoir Numérique virtuel",
        "La conciergerie fait visiter MyURM, l’outil des coworkeurs, à ceux qui viennent et à ceux "
        "qui suivent de loin.",
    ),
]

CHALLENGES: list[tuple[str, str, str, str]] = [
    (
        "ExplorBook des tiers-lieux",
        "explorbook",
        "Écrire à plusieurs, en cinq jours, l’histoire de son tiers-lieu.",
        (
            "Chaque équipe part du même support. Le dernier jour, son carnet de voyage est "
            "partagé sur le web, **quel que soit l’état d’avancement**. Il doit rendre le projet "
            "du lieu lisible et faciliter l’échange de son code source d’un lieu à un autre."
        ),
    ),
    (
        "OpenSchool",
        "openschool",
        "Un défi entre établissements d’enseignement supérieur.",
        "Des équipes d’établissements différents écrivent ensemble.",
    ),
    (
        "ExploPapyCamp",
        "explopapycamp",
        "Les seniors écrivent la recette du PapyCamp.",
        (
            "Les seniors de l’Espace de Pratiques Numériques rédigent eux-mêmes la recette du "
            "format, avec des contenus multimédias."
        ),
    ),
]


def make_past() -> Week:
    """Replay it at the dates at which it took place."""
    with clock.at(ANNOUNCED):
        week = _announce(_make_place())
        _write_programme(week)
        challenges = [
            create_challenge(
                week=week,
                title=title,
                template=template,
                closes_at=DEADLINE,
                by=ORGANISERS,
                summary=summary,
                rules=rules,
            )
            for title, template, summary, rules in CHALLENGES
        ]
        with_a_book, *_none = challenges
        write_book(with_a_book, MARCH_TEAM)
    for wait in range(3):
        with clock.at(DEADLINE + timedelta(seconds=wait)):
            deadlines.sweep_quick()
    with clock.at(ENDED):
        archive_week(week=week, by=ORGANISERS)
    return week


def _make_place() -> Place:
    place = create_place(
        name="Comptoir Numérique",
        by=ORGANISERS,
        tagline="Un tiers-lieu et un espace de coworking à Saint-Étienne.",
        address="7 place Maréchal Foch",
        city="Saint-Étienne",
        insee_code="42218",
        ink_ground="#1F3A5F",
        ink_doors="#F2A65A",
        description=(
            "Un espace public numérique et un espace de coworking, animés par l’association "
            "Zoomacom et la société coopérative Openscop. Cette page garde la mémoire de son "
            "OpenWeek de mars 2012."
        ),
    )
    for room in ("Espace de coworking", "Espace de Pratiques Numériques"):
        add_room(place=place, name=room, by=ORGANISERS)
    slugs = ["openweek", "wikischool", "papycamp", "assocamp", "jobcamp"]
    adopt_recipes(place=place, slugs=slugs, by=ORGANISERS)
    return place


def _announce(place: Place) -> Week:
    week = create_week(
        place=place,
        title="OpenWeek de mars 2012",
        slug="mars-2012",
        days=(FIRST, LAST),
        by=ORGANISERS,
        tagline="Cinq jours de portes ouvertes pour voir, comprendre et pratiquer le coworking.",
        organisers="l’association Zoomacom et la société coopérative Openscop",
        licence="CC-BY-NC-SA-3.0",
        move_commons="np-rp-rc.di-gr",
        how_to_come="7 place Maréchal Foch, à Saint-Étienne. Entrée libre et gratuite.",
        description=DESCRIPTION,
    )
    hours = dict.fromkeys(week.days, (time(9), time(18)))
    set_opening_hours(week=week, hours=hours, by=ORGANISERS)
    return week


DESCRIPTION = """\
Une semaine portes ouvertes pour **voir, comprendre et pratiquer** le coworking dans un tiers-lieu.
Après celle de février, qui avait fait venir du monde du Rhône, de l’Isère et de la Corse, c’est la
deuxième OpenWeek du Comptoir Numérique.

Les coworkeurs en profitent pour faire les petites tâches qu’ils remettent toujours, et pour être
plus disponibles. Chaque visiteur vient avec ses projets et travaille sur place, accompagné par des
habitués. On peut aussi participer de loin.

Le programme est écrit par tout le monde : des temps prévus, d’autres improvisés, et les formats
de la semaine qui font vivre le lieu. Ce que l’on y apprend sert à améliorer « le code source »
du tiers-lieu.
"""


def _write_programme(week: Week) -> None:
    formats = {row.slug: row for row in Format.objects.filter(place=week.place)}
    for moment in MOMENTS:
        propose_session(
            week=week,
            title=moment.title,
            by=ORGANISERS,
            summary=moment.summary,
            description=NO_HOUR_KEPT,
            format=formats.get(moment.format),
        )

"""The challenge between schools: people of four institutions who came alone, to be put together."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from openweek.challenges.actions import create_challenge, seek_team
from openweek.challenges.models import Challenge, TeamMember
from openweek.config.demo.together import somebody
from openweek.ground.authors import Author
from openweek.week.models import Week

_ROLE = TeamMember.Role
DESIGN, NURSES = "École de design", "Institut de soins infirmiers"
IUT, FARMERS = "IUT, génie mécanique", "Lycée agricole, BTS"


@dataclass(frozen=True)
class Alone:
    """Somebody who looks for a team."""

    name: str
    institution: str
    skills: tuple[str, ...]
    about: str = ""
    language: str = "fr"
    from_afar: bool = False


SEEKERS = [
    Alone("Awa", NURSES, (_ROLE.ASKS,), "J’aime écouter, et je prends peu de notes."),
    Alone("Matthieu", IUT, (_ROLE.TIME, _ROLE.WRITER), "Je soude, je mesure, je range."),
    Alone("Clémence", DESIGN, (_ROLE.PICTURES,), "Je dessine plus vite que je ne parle."),
    Alone("Thibault", FARMERS, (_ROLE.WRITER,), "Je connais les jardins d’en haut."),
    Alone("Rania", IUT, (_ROLE.LEAD,), "J’ai déjà tenu une équipe de douze au hand."),
    Alone("Émile", DESIGN, (_ROLE.READER, _ROLE.PICTURES), from_afar=True),
    Alone("Salomé", NURSES, (_ROLE.WRITER, _ROLE.READER), "Le matin surtout.", from_afar=True),
    Alone("Joaquim", FARMERS, (_ROLE.ASKS, _ROLE.PICTURES), "Une tronçonneuse et un micro."),
    Alone("Niamh", DESIGN, (_ROLE.LEAD, _ROLE.ASKS), "Here for a year; my French is slow.", "en"),
]


def launch_school(week: Week, *, closes_at: datetime, by: Author) -> Challenge:
    """Nobody is in a team yet: that is the concierge's to do."""
    challenge = create_challenge(
        week=week,
        title="OpenSchool : un banc pour la pente",
        slug="openschool",
        template="openschool",
        closes_at=closes_at,
        by=by,
        summary="La mairie demande pourquoi personne ne s’assoit entre le tramway et les jardins.",
        team_size=4,
    )
    for alone in SEEKERS:
        seek_team(
            challenge=challenge, name=alone.name, once=uuid.uuid4(), by=somebody(alone.name),
            institution=alone.institution, skills=[str(skill) for skill in alone.skills],
            about=alone.about, language=alone.language, from_afar=alone.from_afar,
        )  # fmt: skip
    return challenge

"""What the demonstration's people say and write. A place that does not exist, in a real town."""

from dataclasses import dataclass
from datetime import time

from openweek.place.models import Role

PLACE = {
    "tagline": "L’ancienne école du quartier, ouverte à tout le monde.",
    "address": "12 rue de la Montat",
    "city": "Saint-Étienne",
    "insee_code": "42218",
    "how_to_come": (
        "Tramway T3, arrêt Place du Peuple, puis cinq minutes à pied. Entrée de plain-pied par la "
        "cour ; un banc et un café vous attendent sous le préau."
    ),
    "description": (
        "Trois salles de classe, une cuisine, un atelier et un préau : des indépendants y "
        "travaillent, des associations s’y réunissent, des voisins y réparent leurs affaires.\n\n"
        "Le Préau n’existe pas : il sert à vous montrer OpenWeek."
    ),
}
TITLE = "OpenWeek, la semaine des portes"
WEEK = """\
Pendant cinq jours, le Préau ouvre toutes ses portes. **Venez avec ce que vous avez en cours** : un
dossier, un vélo, une idée de lieu, un téléphone qui refuse. Installez-vous, quelqu’un vous attend.

Le programme est à écrire : proposez un moment, ou commencez-le tout de suite. Ce que nous écrivons
ensemble paraît le dernier jour.
"""
ROOMS: list[tuple[str, int, list[str]]] = [
    ("Le préau", 60, ["step-free", "outdoors"]),
    ("Salle des cartes", 20, ["screen", "step-free"]),
    ("La petite classe", 15, ["quiet", "step-free", "computers"]),
    ("Atelier", 12, ["workbench"]),
    ("Cuisine", 15, ["kitchen", "step-free"]),
]
# Several things go on there at once.
SHARED = "Le préau"


@dataclass(frozen=True)
class Someone:
    """Who has a part in the place; who has something in ``about`` receives visitors."""

    name: str
    role: str
    about: str = ""
    languages: str = "français"
    need_codes: tuple[str, ...] = ()
    at_once: int = 2
    # Morning or afternoon, where not both.
    part: str = ""
    keeps_desk: bool = False


PEOPLE = [
    Someone(
        "Nadia Berthet", Role.CONCIERGE, "le lieu, ses règles, qui fait quoi", "français, espagnol",
        need_codes=("company", "step-free"), at_once=3,
    ),
    Someone(
        "Karim Saïdi", Role.COWORKER, "créer son site, les logiciels libres", "français, arabe",
        keeps_desk=True,
    ),
    Someone(
        "Hélène Fabre", Role.COWORKER, "la comptabilité d’une association, la généalogie",
        need_codes=("hearing", "company"), keeps_desk=True,
    ),
    Someone(
        "Jo Marchetti", Role.COWORKER, "réparer, souder, imprimer en 3D", "français, italien",
        need_codes=("child",), at_once=3,
    ),
    Someone(
        "Lucie Nguyen", Role.COWORKER, "écrire, corriger, mettre en page", "français, anglais",
        part="afternoon",
    ),
    Someone(
        "Inès Aubert", Role.COWORKER, "dessiner des cartes, les photos, OpenStreetMap",
        "français, anglais, espagnol",
    ),
    Someone(
        "Bernard Chol", Role.COWORKER, "les papiers à faire en ligne, les impôts, le téléphone",
        "français, langue des signes", need_codes=("hearing", "seeing", "step-free", "company"),
        at_once=3,
    ),
    Someone("Paul Vial", Role.CONTRIBUTOR),
    Someone("Kate Doyle", Role.CONTRIBUTOR),
    Someone("Odette Chazelle", Role.VISITOR),
]  # fmt: skip


@dataclass(frozen=True)
class Moment:
    """A moment of the living week; `day` counts the days it is open, from 0; -1 is the last."""

    title: str
    day: int
    at: time
    minutes: int
    room: str
    summary: str
    who: str
    format: str = ""
    every_day: bool = False
    seats: int | None = None
    description: str = ""
    remote_seats: int | None = None
    remote_url: str = ""


MOMENTS = [
    Moment(
        "Café du matin", 0, time(9), 30, "Le préau",
        "On se présente, on regarde le programme du jour, on l’écrit ensemble.",
        "Nadia", every_day=True,
    ),
    Moment(
        "WikiSchool : ce que je sais, ce que je voudrais savoir", 0, time(10), 90,
        "Salle des cartes", "L’école mutuelle : une question, une réponse, et on change de place.",
        "Karim", "wikischool",
    ),
    Moment(
        "Lancement du défi ExplorBook", 0, time(14), 60, "Le préau",
        "Les équipes se forment et ouvrent leur livre. Il sera publié le dernier jour, quel que "
        "soit son état.", "Lucie",
    ),
    Moment(
        "Les petites tâches qu’on remet toujours", 0, time(15, 30), 90, "Atelier",
        "Étiquettes, vis perdues, étagère qui penche : une heure et demie à plusieurs.", "Jo",
    ),
    Moment(
        "PapyCamp : mes photos ne tiennent plus dans mon téléphone", 1, time(10), 120,
        "Salle des cartes", "Entre seniors, on trie, on copie, on respire.", "Odette et Karim",
        "papycamp", seats=12,
    ),
    Moment(
        "Coudre un sac dans une vieille toile", 1, time(14), 150, "Atelier",
        "Deux machines, du fil, de la toile de parasol. Sans expérience.", "Samira", seats=6,
    ),
    Moment(
        "Faire ses comptes d’association sans pleurer", 1, time(14), 90, "Salle des cartes",
        "Apportez vos tickets : on range, on classe, on comprend.", "Hélène",
    ),
    Moment(
        "AssoCamp : une newsletter que les gens lisent", 2, time(10), 90, "Salle des cartes",
        "Six associations comparent les leurs, et en réécrivent une ensemble.", "Paul", "assocamp",
        seats=15, remote_seats=8, remote_url="https://visio.example.org/newsletter",
    ),
    Moment(
        "Soupe de légumes du marché", 2, time(11), 90, "Cuisine",
        "On épluche à dix, on mange à vingt.", "Mireille",
    ),
    Moment(
        "Réparons ensemble", 2, time(14), 180, "Atelier",
        "Lampe, grille-pain, vélo : on ouvre, on regarde, on essaie.", "Jo", seats=12,
    ),
    Moment(
        "Troc de graines et de livres", 2, time(16, 30), 90, "Le préau",
        "On pose, on feuillette, on emporte. Rien à rendre.", "Mireille",
    ),
    Moment(
        "Visite du Préau en vingt minutes", 2, time(17), 30, "Le préau",
        "Qui vient ici, pour quoi faire, et comment s’y installer.", "Nadia",
    ),
    Moment(
        "JobCamp : raconter son métier en trois phrases", 3, time(10), 120,
        "La petite classe",
        "Seul puis à deux puis devant les autres. On repart avec un texte.", "Hélène", "jobcamp",
    ),
    Moment(
        "OpenStreetMap : nos trottoirs, nos bancs, nos marches", 3, time(14), 150,
        "Salle des cartes", "On sort relever le quartier, on rentre le dessiner.", "Paul",
    ),
    Moment(
        "Relecture croisée des livres", -1, time(10), 120, "Salle des cartes",
        "Chaque équipe lit le livre d’une autre et écrit dans la marge.", "Lucie",
    ),
    Moment(
        "Clôture : les livres paraissent", -1, time(16, 30), 60, "Le préau",
        "On lit trois pages de chacun à voix haute, puis on trinque.", "tout le monde",
        remote_seats=30, remote_url="https://visio.example.org/cloture",
    ),
]  # fmt: skip
# In which room, and who could: the first of them who runs nothing else.
IMPROVISED = ("Une prise de courant nous résiste", "Cuisine", ("Jo", "Karim", "Hélène"))


CHALLENGE = {
    "title": "ExplorBook : l’histoire de notre lieu",
    "summary": "Écrire à plusieurs, en cinq jours, l’histoire de son tiers-lieu.",
    "rules": (
        "- Une équipe, c’est deux personnes ou plus, sur place ou de loin.\n"
        "- On part du support : *Communauté*, *Territoire*, *Processus*.\n"
        "- Le livre paraît le dernier jour, **quel que soit son état d’avancement**.\n"
        "- Ce qui est écrit est à tout le monde, sous la licence de la semaine."
    ),
}

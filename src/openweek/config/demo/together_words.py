"""What many people write into the living week's programme, each a little."""

from dataclasses import dataclass, field
from datetime import time

from openweek.config.demo.words import Moment


@dataclass(frozen=True)
class Wish:
    """Something that ``who`` would like, and those who said "me too"."""

    title: str
    summary: str
    who: str
    too: list[str]


@dataclass(frozen=True)
class Offer:
    """Something that ``who`` can teach or share; its hour is not known yet."""

    title: str
    summary: str
    who: str
    minutes: int
    needs: list[str] = field(default_factory=list)
    too: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Waiting:
    """A session without an hour; ``halves`` count days from the last one: -1 is that one."""

    title: str
    summary: str
    who: str
    minutes: int
    needs: list[str]
    halves: list[tuple[int, str]]
    seats: int | None = None
    too: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Comers:
    """Those who said that they come to a session; more than its seats, and the last ones wait."""

    title: str
    on_site: list[str]
    remote: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    who: str
    text: str
    answered: bool = False


LUNCH = ("Déjeuner partagé : chacun apporte quelque chose, ou rien", time(12, 30), time(13, 30))

BREAD = "Faire son pain, du levain à la croûte"
TUBE = "Changer une chambre à air sans se salir"
WISHES = [
    # An offer answers this one; nobody has brought them together yet.
    Wish(
        BREAD, "J’ai essayé trois fois. Trois briques.", "Yvonne",
        ["Ginette", "Théo", "Marie-Claude", "Odette", "Étienne"],
    ),
    Wish(
        "Comprendre sa facture d’électricité", "Pourquoi deux prix, et lequel est le mien ?",
        "Roger", ["Suzanne", "Yvonne", "Hélène"],
    ),
    Wish(
        "Une chorale d’un jour", "Qui saurait nous faire chanter ? Même faux, même bas.",
        "Odette", ["Mireille", "Paul"],
    ),
    # Jo takes this one up: see MET.
    Wish(
        TUBE, "On m’a dit que c’était facile.", "Théo", ["Idriss", "Salomé", "Lucie"],
    ),
]  # fmt: skip
MET = (TUBE, "Jo", 45)
OFFERS = [
    Offer(
        "Mon levain, comment je le nourris", "Il a neuf ans. J’en donne à qui veut.",
        "Mireille", 90, ["kitchen"], ["Odette"],
    ),
    Offer(
        "Dix phrases d’italien pour dix voyages", "Avec les mains, c’est la moitié du travail.",
        "Jo", 45, too=["Salomé", "Lucie"],
    ),
    Offer(
        "Lire un contrat de location ligne par ligne", "Apportez le vôtre, ou celui d’un ami.",
        "Hélène", 60,
    ),
]  # fmt: skip

TO_BE_PLACED = [
    Waiting(
        "Une affiche en linogravure", "On dessine, on creuse, on encre. Trois affiches au moins.",
        "Salomé", 120, ["workbench"], [(-2, "morning"), (-1, "morning"), (-1, "afternoon")],
        seats=8, too=["Étienne", "Odette", "Ginette"],
    ),
    Waiting(
        "Sauver une vieille cassette", "On la nettoie, on l’écoute, on la copie.",
        "Étienne", 90, ["computers"], [(-2, "afternoon"), (-1, "morning")],
        too=["Roger", "Yvonne", "Suzanne"],
    ),
    Waiting(
        "Lire à voix haute, tout doucement", "Une page chacun, de ce que vous voudrez.",
        "Marie-Claude", 45, ["quiet", "step-free"], [(-2, "afternoon"), (-1, "afternoon")],
        too=["Odette", "Yvonne"],
    ),
    Waiting(
        "Le goûter des confitures", "Neuf pots, aucune étiquette : on goûte et l’on devine.",
        "Mireille", 60, ["kitchen"], [(-2, "afternoon"), (-1, "afternoon")],
        too=["Ginette", "Suzanne", "Marie-Claude", "Roger"],
    ),
    Waiting(
        "Une cabane en carton pour les petits", "Vingt cartons, deux rouleaux, pas de plan.",
        "Famille Rey", 90, ["outdoors"], [(-1, "morning"), (-1, "afternoon")], seats=20,
    ),
]  # fmt: skip

# It waits for somebody to look at it.
NEWCOMER = Moment(
    "Tarot et tisane", -1, time(14), 90, "Cuisine",
    "Je viens d’arriver dans le quartier. J’apporte les cartes et le thym.", "Denise", seats=8,
)  # fmt: skip

SEWING = "Coudre un sac dans une vieille toile"
NEWSLETTER = "AssoCamp : une newsletter que les gens lisent"
MAPPING = "OpenStreetMap : nos trottoirs, nos bancs, nos marches"
WIKISCHOOL = "WikiSchool : ce que je sais, ce que je voudrais savoir"
PHOTOS = "PapyCamp : mes photos ne tiennent plus dans mon téléphone"
CLOSING = "Clôture : les livres paraissent"
COMERS = [
    Comers(WIKISCHOOL, ["Ginette", "Idriss", "Étienne", "Odette"]),
    Comers(PHOTOS, ["Suzanne", "Ginette", "Roger", "Yvonne", "Marie-Claude"]),
    # Six seats: the last two wait.
    Comers(
        SEWING,
        ["Ginette", "Yvonne", "Salomé", "Marie-Claude", "Suzanne", "Claire", "Odette", "Bastien"],
    ),
    Comers("Faire ses comptes d’association sans pleurer", ["Bastien", "Marie-Claude"]),
    Comers(NEWSLETTER, ["Idriss", "Hélène", "Étienne"], remote=["Ange", "Nour"]),
    Comers("Réparons ensemble", ["Roger", "Théo", "Claire", "Tom", "Odette"]),
    Comers(MAPPING, ["Étienne", "Bastien", "Odette"]),
    Comers(CLOSING, ["Lucie", "Paul", "Odette", "Salomé", "Suzanne"], remote=["Ange"]),
]
QUESTIONS = [
    Asked("Nour", "Faut-il demander leur accord à ceux qui la reçoivent depuis des années ?", True),
    Asked("Ange", "Nous sommes trois bénévoles : une fois par mois, est-ce déjà trop ?"),
]
NOTES = """\
# Avant de venir

Ajoutez ici une question, même toute petite. Quelqu’un saura.

- Pourquoi mon téléphone dit-il qu’il est plein ? (Ginette)
- Comment répond-on à une seule personne ? (Yvonne)

# Ce que je peux montrer

- faire une page pour son atelier (Karim)
- graisser une chaîne (Idriss)
"""
# Somebody found a private link on a poster. Hélène put things right in the morning.
MISCHIEF = ("Zorro", "TOUT EST ANNULÉ !!!", "Restez chez vous, il n’y a plus de lettre.")
MOVED_BECAUSE = "le bus de 14 h 20 laisse le temps d’arriver"

AUTUMN_MOMENTS = [
    Moment(
        "On ouvre la grille", 0, time(9, 30), 30, "Le préau",
        "Personne ne sait comment faire. On commence.", "Nadia",
    ),
    Moment(
        "WikiSchool : trois questions avant midi", 0, time(10, 30), 90, "Salle des cartes",
        "Trois questions, douze réponses, un café.", "Karim", "wikischool",
    ),
    Moment(
        "PapyCamp : la première photo envoyée", 1, time(10), 120, "Salle des cartes",
        "Elle est floue, elle est arrivée.", "Odette", "papycamp", seats=10,
    ),
    Moment(
        "Repeindre le portail", 1, time(14), 180, "Le préau",
        "Le vert a gagné à une voix près.", "Jo",
    ),
    Moment(
        "AssoCamp : qui a les clés de quoi", 2, time(10), 120, "Salle des cartes",
        "Vingt-deux clés, dix-neuf retrouvées.", "Hélène", "assocamp",
        remote_seats=6, remote_url="https://visio.example.org/cles",
    ),
    Moment(
        "Une soupe, premier essai", 2, time(11), 90, "Cuisine",
        "Trop de poireaux. On l’a finie.", "Mireille",
    ),
    Moment(
        "JobCamp : ce que je sais faire sans le savoir", 3, time(10), 120, "La petite classe",
        "À deux, puis à dix. Quatre annonces écrites.", "Lucie", "jobcamp",
    ),
    Moment(
        "Réparer la cafetière industrielle", 3, time(14), 120, "Atelier",
        "Elle a fumé, puis elle a coulé.", "Jo", seats=8,
    ),
    Moment(
        "On lit le livre à voix haute", 4, time(15, 30), 60, "Le préau",
        "Douze pages, publiées à dix-sept heures.", "Lucie",
        remote_seats=20, remote_url="https://visio.example.org/lecture",
    ),
]  # fmt: skip
AUTUMN_NEWCOMER = Moment(
    "Un vélo avec ce qui traîne", 4, time(10), 120, "Atelier",
    "Trois roues, deux cadres. Il roulait à midi.", "Théo",
)  # fmt: skip
AUTUMN_WISH = Wish(
    "Souder deux fils", "Une guirlande m’attend depuis Noël.", "Étienne",
    ["Roger", "Ginette", "Paul"],
)  # fmt: skip
AUTUMN_IMPROVISED = ("Pétanque entre deux averses", "Le préau")
AUTUMN_COMERS = [
    Comers("WikiSchool : trois questions avant midi", ["Ginette", "Étienne", "Mireille", "Paul"]),
    Comers("PapyCamp : la première photo envoyée", ["Ginette", "Roger", "Suzanne", "Yvonne"]),
    Comers("Repeindre le portail", ["Paul", "Étienne", "Théo"]),
    Comers("AssoCamp : qui a les clés de quoi", ["Nadia", "Mireille"], remote=["Ange", "Nour"]),
    Comers("JobCamp : ce que je sais faire sans le savoir", ["Théo", "Salomé", "Claire"]),
    Comers("Réparer la cafetière industrielle", ["Roger", "Tom", "Étienne", "Idriss"]),
    Comers("On lit le livre à voix haute", ["Mireille", "Hélène", "Odette"], remote=["Ange"]),
]

"""Realistic people of a week in France: who comes, with what, when; and who receives them."""

import random
from datetime import date, timedelta

from openweek.visits.matching import topics
from openweek.visits.matching.problem import Problem, Receiver, Stay, Visitor

DAYS = [date(2026, 11, 23) + timedelta(days=day) for day in range(5)]
HALVES = [f"{day.isoformat()}-{part}" for day in DAYS for part in ("morning", "afternoon")]
# Wednesday afternoon and Friday are busy, Monday morning is quiet.
CROWD = [3, 5, 5, 6, 6, 11, 5, 6, 8, 9]

FIRST_NAMES = [
    "Jeanne", "Louise", "Suzanne", "Odette", "Monique", "Nicole", "Michel", "Bernard", "Gérard",
    "Camille", "Léa", "Inès", "Fatima", "Yasmine", "Aïcha", "Karim", "Mehdi", "Idriss", "Mamadou",
    "Awa", "Nadia", "Lou", "Sacha", "Noé", "Gabriel", "Raphaël", "Hugo", "Jules", "Chloé", "Manon",
    "Zoé", "Solène", "Maëlle", "Gwenaël", "Yann", "Erwan", "Oksana", "Andriy", "Wei", "Ling",
    "João", "Ana", "Paolo", "Elif", "Mustafa", "Heike", "Jürgen", "Carmen", "Pedro", "Claire",
    "Sylvie", "Patricia", "Thierry", "Philippe", "Nathalie",
]  # fmt: skip
GROUPS = [
    "la classe de 4e B", "le club des aînés", "l’association Terre d’accueil", "les scouts",
    "la Mission locale", "un groupe de l’Esat", "l’amicale laïque", "le conseil des jeunes",
]  # fmt: skip
# What people speak of, the most common first, as they write it.
SUBJECTS = [
    "jardinage", "couture", "réparation de vélos", "informatique", "cuisine du monde",
    "photographie", "mon smartphone", "démarches en ligne", "menuiserie", "créer mon entreprise",
    "recherche d’emploi", "écrire des histoires", "logiciels libres", "permaculture",
    "site internet pour mon association", "impression 3D", "tricot", "yoga", "chorale",
    "demande de subvention", "zéro déchet", "jeux de société", "podcast", "Linux", "compost",
    "dessin", "poterie", "vidéo", "comptabilité", "pain au levain", "énergie solaire",
    "intelligence collective", "histoire locale", "électronique", "apiculture", "open data",
    "soudure", "théâtre", "habitat participatif", "programmer en Python", "reliure",
    "calligraphie", "tiers-lieux", "astronomie", "échecs", "OpenStreetMap", "savon",
    "monnaie locale", "broderie", "agroforesterie", "lutherie", "vannerie", "plantes sauvages",
    "typographie", "droit des associations", "aide aux devoirs", "Wikipédia", "danse folk",
]  # fmt: skip
PROJECTS = [
    "Je voudrais monter un atelier de {}.", "J’ai un projet autour de {} dans mon village.",
    "Nous cherchons un lieu pour {}.", "Juste voir, et parler de {}.", "Un podcast sur {}.",
    "Je me lance dans {} après ma retraite.", "",
]  # fmt: skip
NEEDS = [("company", 4), ("step-free", 5), ("child", 5), ("hearing", 3), ("seeing", 2)]
OTHER_LANGUAGES = [
    ("en", 30), ("ar", 12), ("es", 12), ("pt", 8), ("it", 7), ("de", 6), ("tr", 5), ("uk", 4),
    ("zh", 2), ("fsl", 3),
]  # fmt: skip


class People:
    """The same for the same seed; ``said`` tells of some of them in words."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self.said: list[str] = []
        self._stay = 0

    def _subjects(self, least: int, most: int) -> list[str]:
        weights = [1 / (2 + place) ** 0.7 for place in range(len(SUBJECTS))]
        wanted = self._chance.randint(least, most)
        return list(dict.fromkeys(self._chance.choices(SUBJECTS, weights, k=wanted)))

    def _some(self, kinds: list[tuple[str, int]], many: int) -> list[str]:
        names, weights = zip(*kinds, strict=True)
        return self._chance.choices(names, weights, k=many)

    def _languages(self) -> frozenset[str]:
        drawn = self._chance.random()
        if drawn < 0.25:  # nothing was said
            return frozenset()
        if drawn < 0.31:  # not French
            return frozenset(self._some(OTHER_LANGUAGES, self._chance.choice([1, 1, 2])))
        more = self._some(OTHER_LANGUAGES, 1) if drawn > 0.65 else []
        return frozenset(["fr", *more])

    def host(self, key: int, halves: list[str]) -> Receiver:
        """Two in three are there on half of the half-days, some always, some once."""
        chance = self._chance
        many = chance.choice([1, 2, 3, 4, 5, 5, 6, 6, 7, len(halves)])
        about = self._subjects(1, 4)
        can = [name for name, _often in NEEDS if chance.random() < 0.35]
        return Receiver(
            key=key,
            halves=frozenset(chance.sample(halves, min(many, len(halves)))),
            at_once=chance.choice([1, 2, 2, 2, 3, 3, 4]),
            topics=frozenset(topics.topics_of(about)),
            languages=frozenset(["fr", *self._some(OTHER_LANGUAGES, chance.choice([0, 1, 1, 2]))]),
            needs=frozenset(can),
        )

    def visitor(self, key: int, halves: list[str], hosts: list[Receiver]) -> Visitor:
        chance = self._chance
        crowd = CROWD[: len(halves)]
        many = chance.choice([1, 1, 1, 1, 2, 2, 2, 3, 4, 6])
        when = sorted(set(chance.choices(halves, crowd, k=many)))
        learn, show = self._subjects(0, 2), self._subjects(0, 1)
        project = chance.choice(PROJECTS).format(*self._subjects(1, 1))
        known = dict.fromkeys(topics.topics_of([*learn, *show]), 2)
        known |= {each: 1 for each in topics.topics_in(project) if each not in known}
        is_group = chance.random() < 0.06
        self.said.append(
            f"{chance.choice(GROUPS) if is_group else chance.choice(FIRST_NAMES)}: "
            f"{', '.join(learn + show)} {project}"
        )
        needy = chance.random() < 0.18 or (is_group and chance.random() < 0.5)
        return Visitor(
            key=key,
            stays=tuple(self._next_stay(half) for half in when),
            topics=known,
            languages=self._languages(),
            needs=frozenset(self._some(NEEDS, chance.choice([1, 1, 1, 2])) if needy else ()),
            wishes=frozenset([chance.choice(hosts).key] if chance.random() < 0.08 else ()),
            refused=frozenset([chance.choice(hosts).key] if chance.random() < 0.05 else ()),
        )

    def _next_stay(self, half: str) -> Stay:
        self._stay += 1
        return Stay(self._stay, half)


def make(visitors: int, hosts: int, halves: int = 10, seed: int = 1) -> Problem:
    people = People(seed)
    when = HALVES[:halves]
    receivers = [people.host(key, when) for key in range(1, hosts + 1)]
    guests = [people.visitor(key, when, receivers) for key in range(1, visitors + 1)]
    return Problem(tuple(guests), tuple(receivers))

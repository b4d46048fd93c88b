"""Move Commons: four principles that an initiative declares of itself; nobody certifies them.

A declaration is written ``np-rp-rc.di-gr``, each part being optional. Codes, labels and terms
stand in the tables below and nowhere else: those of the negative sides were never published in
full, and may have to be corrected.
"""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import get_language

NAMESPACE = "http://movecommons.org/ns#"
LATEST = "0.1"

Dimension = Literal["profit", "reproduction", "commons", "organisation"]
DIMENSIONS: list[Dimension] = ["profit", "reproduction", "commons", "organisation"]


class NotADeclaration(ValueError):
    """It cannot be read as Move Commons."""


@dataclass(frozen=True)
class Principle:
    """One side of one dimension. ``{area}`` in a label is filled by the area, when there is one."""

    code: str
    dimension: Dimension
    label_fr: str
    label_en: str
    means_fr: str
    means_en: str
    term: str = ""  # within NAMESPACE


@dataclass(frozen=True)
class Area:
    """Which commons are reinforced."""

    code: str
    label_fr: str
    label_en: str
    term: str


PRINCIPLES: dict[str, Principle] = {
    each.code: each
    for each in [
        Principle(
            "np", "profit", "À but non lucratif", "Non-Profit",
            "L’initiative ne recherche pas de bénéfice ; un excédent sert ses buts.",
            "The initiative seeks no economic benefit; a surplus serves its goals.",
            "NonProfit",
        ),
        Principle(
            "fp", "profit", "À but lucratif", "For-Profit",
            "L’initiative recherche aussi un bénéfice.",
            "The initiative seeks an economic benefit too.",
        ),
        Principle(
            "rp", "reproduction", "Reproductible", "Reproducible",
            "Ce qu’elle fait se voit en ligne, se comprend, se copie et s’adapte.",
            "What it does can be seen online, understood, copied and adapted.",
            "Reproducible",
        ),
        Principle(
            "ex", "reproduction", "Exclusif", "Exclusive",
            "Ce qu’elle fait n’est pas donné à copier.",
            "What it does is not offered to be copied.",
        ),
        Principle(
            "rc", "commons", "Renforçant les biens communs{area}",
            "Reinforcing the{area} Commons",
            "Ce qu’elle fait grossit ce qui appartient à tout le monde.",
            "What it does adds to what belongs to everybody.",
            "ReinforcesCommons",
        ),
        Principle(
            "oa", "commons", "Autres buts", "Other Aims",
            "Elle a d’autres buts que les biens communs.",
            "It has other aims than the commons.",
        ),
        Principle(
            "gr", "organisation", "Organisation horizontale", "Grassroots",
            "Personne n’y est au-dessus des autres ; on décide ensemble.",
            "Nobody stands above the others; decisions are taken together.",
            "GrassRoots",
        ),
        Principle(
            "rs", "organisation", "Organisation hiérarchique", "Representative",
            "On y élit ou nomme des responsables, dont les rôles sont définis.",
            "People are elected or named to roles that are defined.",
        ),
    ]
}  # fmt: skip

AREAS: dict[str, Area] = {
    each.code: each
    for each in [
        Area("di", "numériques", "Digital", "Digital"),
        Area("to", "de la cité", "Town", "Town"),
    ]
}
AREA_MEANS = {
    "di": (
        "Ici : l’espace numérique, les droits qu’on y a, la connaissance libre.",
        "Here: cyberspace, the rights that one has there, free knowledge.",
    ),
    "to": (
        "Ici : le quartier, la ville, la vie en société.",
        "Here: the neighbourhood, the town, life in society.",
    ),
}


@dataclass(frozen=True)
class Declared:
    """A principle as one initiative declares it, with its area."""

    principle: Principle
    area: Area | None = None

    @property
    def code(self) -> str:
        return f"{self.principle.code}.{self.area.code}" if self.area else self.principle.code

    @property
    def label(self) -> str:
        return self.label_in(get_language() or "fr")

    def label_in(self, language: str) -> str:
        english = language.startswith("en")
        label = self.principle.label_en if english else self.principle.label_fr
        area = (self.area.label_en if english else self.area.label_fr) if self.area else ""
        return label.replace("{area}", f" {area}" if area else "")

    @property
    def means(self) -> str:
        english = (get_language() or "fr").startswith("en")
        said = self.principle.means_en if english else self.principle.means_fr
        return f"{said} {AREA_MEANS[self.area.code][english]}" if self.area else said


@dataclass(frozen=True)
class Declaration:
    """What an initiative declares: at most one principle in each dimension, in their order."""

    principles: tuple[Declared, ...]

    @property
    def code(self) -> str:
        return "-".join(each.code for each in self.principles)

    @property
    def alternative_text(self) -> str:
        return self.alternative_text_in(get_language() or "fr")

    def alternative_text_in(self, language: str) -> str:
        """As the label's own picture said it."""
        return "Move Commons " + ", ".join(each.label_in(language) for each in self.principles)

    def identifier_in(self, language: str) -> str:
        """The address by which Move Commons named this declaration. It may answer no more: it
        identifies, and is neither fetched nor shown as a picture.
        """
        spoken = "en" if language.startswith("en") else "fr"
        return f"http://movecommons.org/{spoken}/{self.code}/{LATEST}/"

    def __bool__(self) -> bool:
        return bool(self.principles)


def parse(code: str) -> Declaration:
    """Each part may lack and may stand anywhere. Raises :class:`NotADeclaration`."""
    found: dict[Dimension, Declared] = {}
    for part in filter(None, code.strip().lower().split("-")):
        declared = _part(part)
        if declared.principle.dimension in found:
            raise NotADeclaration(f"{code}: {declared.principle.dimension} is said twice")
        found[declared.principle.dimension] = declared
    return Declaration(tuple(found[each] for each in DIMENSIONS if each in found))


def _part(part: str) -> Declared:
    code, dot, area = part.partition(".")
    if code not in PRINCIPLES:
        raise NotADeclaration(f"{code} is no principle of Move Commons")
    if dot and (code != "rc" or area not in AREAS):
        raise NotADeclaration(f"{part}: {area} is no area of the commons")
    return Declared(PRINCIPLES[code], AREAS[area] if dot else None)


def is_declaration(code: str) -> bool:
    """Whether that can be read, and says something."""
    try:
        return bool(parse(code))
    except NotADeclaration:
        return False

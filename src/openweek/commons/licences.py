"""Creative Commons licences: their names, and what may be made of what under which.

The rules are those of CC's own chart for adapters and of each licence's share-alike clause;
what CC allows but advises against is refused here unless asked for.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache

from django.utils.translation import get_language

# Families, as the chart names them; CC0 and works of the public domain behave alike as sources.
FAMILIES = ["BY", "BY-SA", "BY-NC", "BY-NC-SA", "BY-ND", "BY-NC-ND"]
VERSIONS = ["1.0", "2.0", "2.1", "2.5", "3.0", "4.0"]
PUBLIC_DOMAIN = "PD"

_ELEMENTS_EN = {
    "BY": "Attribution",
    "NC": "NonCommercial",
    "ND": "NoDerivatives",
    "SA": "ShareAlike",
}
_ELEMENTS_FR = {
    "BY": "Attribution",
    "NC": "Pas d'Utilisation Commerciale",
    "ND": "Pas de Modification",
    "SA": "Partage dans les Mêmes Conditions",
}
_SA_FR_UP_TO_3 = "Partage à l'Identique"
# Of a version without a port: "Unported" is what 3.0 calls it.
_KIND_EN = {"4.0": "International", "3.0": "Unported"}
_KIND_FR = {"4.0": "International", "3.0": "non transposé"}

_CODE = re.compile(
    r"(?:LicenseRef-)?CC-(?P<family>BY(?:-NC)?(?:-SA|-ND)?)-(?P<version>\d\.\d)"
    r"(?:-(?P<port>[A-Z]{2,8}))?"
)


class UnknownLicence(LookupError):
    """No Creative Commons licence has that code."""


@dataclass(frozen=True)
class Licence:
    """``code`` is SPDX's, or a ``LicenseRef-`` for a port that SPDX does not list."""

    code: str
    family: str
    version: str
    uri: str
    short: str
    title_fr: str
    title_en: str
    port: str = ""

    @property
    def title(self) -> str:
        """Its full name in the language of the page."""
        return self.title_in(get_language() or "fr")

    def title_in(self, language: str) -> str:
        return self.title_en if language.startswith("en") else self.title_fr

    @property
    def is_share_alike(self) -> bool:
        return self.family.endswith("-SA")

    @property
    def forbids_adaptations(self) -> bool:
        return self.family.endswith("-ND")

    @property
    def forbids_commerce(self) -> bool:
        return "-NC" in self.family


def _made(family: str, version: str, port: str, code: str) -> Licence:
    elements = family.split("-")
    french = dict(_ELEMENTS_FR)
    if version != "4.0":
        french["SA"] = _SA_FR_UP_TO_3
    kind_en = port or _KIND_EN.get(version, "Generic")
    kind_fr = port or _KIND_FR.get(version, "générique")
    # The oldest one says its elements the other way round.
    slug = "by-nd-nc" if (family, version) == ("BY-NC-ND", "1.0") else family.lower()
    tail = f"{port.lower()}/" if port else ""
    return Licence(
        code=code,
        family=family,
        version=version,
        port=port,
        uri=f"https://creativecommons.org/licenses/{slug}/{version}/{tail}",
        short=f"CC {family} {version}{f' {port}' if port else ''}",
        title_fr=f"{' - '.join(french[each] for each in elements)} {version} {kind_fr}",
        title_en=f"{'-'.join(_ELEMENTS_EN[each] for each in elements)} {version} {kind_en}",
    )


CC0 = Licence(
    code="CC0-1.0",
    family=PUBLIC_DOMAIN,
    version="1.0",
    uri="https://creativecommons.org/publicdomain/zero/1.0/",
    short="CC0 1.0",
    title_fr="CC0 1.0 universel",
    title_en="CC0 1.0 Universal",
)
PUBLIC_DOMAIN_MARK = Licence(
    code="CC-PDM-1.0",
    family=PUBLIC_DOMAIN,
    version="1.0",
    uri="https://creativecommons.org/publicdomain/mark/1.0/",
    short="PD",
    title_fr="Marque du domaine public 1.0",
    title_en="Public Domain Mark 1.0",
)

# What somebody may choose for what they make; older versions and ports are known as sources only.
LICENCES: dict[str, Licence] = {
    each.code: each
    for each in [
        *(_made(family, "4.0", "", f"CC-{family}-4.0") for family in FAMILIES),
        CC0,
        *(_made(family, "3.0", "", f"CC-{family}-3.0") for family in FAMILIES),
    ]
}


@cache
def licence(code: str) -> Licence:
    """Raises :class:`UnknownLicence`."""
    if code == PUBLIC_DOMAIN_MARK.code:
        return PUBLIC_DOMAIN_MARK
    if code in LICENCES:
        return LICENCES[code]
    found = _CODE.fullmatch(code)
    if found is None or found["version"] not in VERSIONS:
        raise UnknownLicence(code)
    if found["port"] and found["version"] == "4.0":
        raise UnknownLicence(f"{code}: there are no ports of 4.0")
    return _made(found["family"], found["version"], found["port"] or "", code)


def same_uri(one: str, other: str) -> bool:
    """Whether two addresses name one licence: http in old data, https in new."""
    return _bare(one) == _bare(other)


def _bare(uri: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", uri.strip().lower()).rstrip("/")


class Verdict(Enum):
    YES = "yes"
    DISCOURAGED = "discouraged"  # the law of the licence permits it, CC advises against it
    NO = "no"


# CC's chart for adapters: for each source, what the new one may be, and what it had better not be.
_YES: dict[str, set[str]] = {
    PUBLIC_DOMAIN: {*FAMILIES, PUBLIC_DOMAIN},
    "BY": set(FAMILIES),
    "BY-NC": {"BY-NC", "BY-NC-ND", "BY-NC-SA"},
    "BY-NC-SA": {"BY-NC-SA"},
    "BY-SA": {"BY-SA"},
    "BY-ND": set(),
    "BY-NC-ND": set(),
}
_DISCOURAGED: dict[str, set[str]] = {
    "BY": {PUBLIC_DOMAIN},
    "BY-NC": {"BY", "BY-ND", "BY-SA", PUBLIC_DOMAIN},
}


def verdict(source: Licence, new: Licence) -> Verdict:
    """Whether an adaptation of something under ``source`` may carry ``new``."""
    if new.family in _DISCOURAGED.get(source.family, set()):
        return Verdict.DISCOURAGED
    if new.family not in _YES[source.family]:
        return Verdict.NO
    if source.is_share_alike and not _later_enough(source, new):
        return Verdict.NO
    return Verdict.YES


def _later_enough(source: Licence, new: Licence) -> bool:
    """The share-alike clause: which versions of the same licence an adapter may take."""
    was, becomes = VERSIONS.index(source.version), VERSIONS.index(new.version)
    if source.version == "1.0":
        return becomes == was
    if source.version in {"2.0", "2.1", "2.5"}:
        return becomes >= was or bool(new.port)
    return becomes >= was


def may_adapt(source: Licence, new: Licence) -> bool:
    """What is discouraged is refused."""
    return verdict(source, new) is Verdict.YES


def compatible(sources: Iterable[Licence], new: Licence) -> bool:
    """Whether something made from all of these may carry ``new``."""
    return all(may_adapt(source, new) for source in sources)


def may_collect(parts: Iterable[Licence], *, for_sale: bool) -> bool:
    """Parts side by side, unmodified, each under its own licence: ND is no obstacle, NC may be."""
    return not (for_sale and any(part.forbids_commerce for part in parts))

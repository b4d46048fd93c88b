"""Makes the list of communes, départements, regions and countries that people come from.

    npm pack @etalab/decoupage-administratif@6.0.0 i18n-iso-countries@7.14.0
    python scripts/communes.py FOLDER-OF-THE-FIRST FOLDER-OF-THE-SECOND

Run it when communes have merged (each January); what it writes is committed. One line for each
name by which something is known, sorted by that name as one types it; see place/territory.py.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openweek.place.territory import (
    ARTICLES,
    COMMUNE,
    COUNTRY,
    DEPARTEMENT,
    FILE,
    FORMERLY,
    REGION,
    departement_of,
    fold,
)

# In the list of countries, but départements or regions here.
FRENCH = {"BL", "FR", "FX", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT"}


def read(folder: str, name: str) -> Any:
    return json.loads((Path(folder) / name).read_text(encoding="utf-8"))


def communes(folder: str) -> Iterator[tuple[str, ...]]:
    """Those of today, and the names of those that are now a part of one."""
    rows = read(folder, "data/communes.json")
    today = {row["code"]: row for row in rows if row["type"] == "commune-actuelle"}
    for row in rows:
        now = today.get(row.get("chefLieu") or row.get("commune") or row["code"])
        if now is None:
            continue
        kind = COMMUNE if row is now else FORMERLY
        if kind == FORMERLY and fold(row["nom"]) == fold(now["nom"]):
            continue
        if departement_of(now["code"]) != now["departement"]:
            raise SystemExit(f"{now['code']} is of {now['departement']}")
        posts = " ".join(row.get("codesPostaux", ()))
        people = str(now.get("population", 0))
        yield row["nom"], kind, now["code"], now["nom"], people, posts


def divisions(folder: str) -> Iterator[tuple[str, ...]]:
    for kind, name in ((DEPARTEMENT, "departements"), (REGION, "regions")):
        for row in read(folder, f"data/{name}.json"):
            yield row["nom"], kind, row["code"], row["nom"], "0", row.get("region", "")


def countries(folder: str) -> Iterator[tuple[str, ...]]:
    """In French and in English; « Belgique » and "Belgium" lead to the same."""
    french, english = (read(folder, f"langs/{each}.json")["countries"] for each in ("fr", "en"))
    for code in sorted(set(french) - FRENCH):
        names = [
            each if isinstance(each, list) else [each] for each in (french[code], english[code])
        ]
        for typed in sorted({name for those in names for name in those}):
            yield typed, COUNTRY, code, names[0][0], "0", names[1][0]


def lines(rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    for typed, *rest in rows:
        known = fold(typed)
        first, _, others = known.partition(" ")
        for key in {known, others} if first in ARTICLES and others else {known}:
            yield "\t".join([key, *rest])


if __name__ == "__main__":
    _, places, names = sys.argv
    found = {
        *lines(communes(places)), *lines(divisions(places)), *lines(countries(names)),
    }  # fmt: skip
    FILE.write_text("".join(f"{line}\n" for line in sorted(found)), encoding="utf-8")
    print(f"{len(found)} names, {FILE.stat().st_size / 1024:.0f} KiB")

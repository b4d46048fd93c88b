"""Makes the fonts for books in other scripts than ours, from packages pinned here.

    pip install fonttools brotli; python scripts/world_fonts.py

It needs npm, which checks each package against its digest. Japanese keeps the characters of JIS
X 0208 (bold: those in daily use), and emoji only single pictures, so that all together weigh less
than six megabytes. What it writes is committed; the same packages give the same bytes.
"""

import json
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

TARGET = Path(__file__).parent.parent / "src/openweek/look/fonts"
PACKAGES = {
    "noto-sans": (
        "5.3.0",
        "sha512-fBCog2PY7DiVVTEEqtI/Qdinx/knobHYfoGpjFXdfBX5RoJaBp1Prw2G75p0OIsdlMZg3cLo0c+YbIUYOxnQJw==",
    ),
    "noto-sans-arabic": (
        "5.3.0",
        "sha512-i3t6GR0LOReyJVEk+YfYCnxv53wuIelg7Y9NGNvOq4Diq/EP0YszaGXkQwfQNigLjfO4POrLaPGM0sNliGYk7A==",
    ),
    "noto-sans-hebrew": (
        "5.3.0",
        "sha512-7owtzuw9D+ipt0g8mcBGOm7MS/mv/REKsjSwEUe749UUsrnG54TSmusNn7oxv2GxbUORAzADLQ8ggdtt7oKkpg==",
    ),
    "noto-sans-jp": (
        "5.3.0",
        "sha512-OZbBzZ8LrFRs2RFT2Cc0HUV2C2ZeSfyEXhDJWR0EZuZaraJfRubpvrFmUnCljuBDEkw8Vn6CE/+nf9dj9b+0lg==",
    ),
    "noto-emoji": (
        "5.3.2",
        "sha512-N9CSzXJB04AVWYvFbuBgL2Dq964Zo91th/uOu/QLSuWBYuL9FWXGcEo6ZNwc/IJ7vmpm8KHaIKD7jF8pYm4taw==",
    ),
}


def jis(rows: range) -> set[int]:
    """Characters of those rows of JIS X 0208; from the 16th on they are kanji, by use."""
    found = set()
    for row in rows:
        for cell in range(1, 95):
            try:
                found.add(ord(bytes([row + 0xA0, cell + 0xA0]).decode("euc_jp")))
            except UnicodeDecodeError:  # nothing stands there
                continue
    return found - set(range(0x530))  # Latin, Greek and Cyrillic are others'


@dataclass(frozen=True)
class Font:
    """``parts`` of the package to put together, ``kept`` of their characters if not all."""

    package: str
    family: str
    parts: tuple[str, ...]
    weight: int = 400
    kept: set[int] = field(default_factory=set)
    with_features: bool = True

    @property
    def style(self) -> str:
        return {400: "Regular", 700: "Bold"}[self.weight]


_WORLD = ("greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese")
FONTS = [
    *(Font("noto-sans", "Noto Sans", _WORLD, weight) for weight in (400, 700)),
    *(Font("noto-sans-arabic", "Noto Sans Arabic", ("arabic",), weight) for weight in (400, 700)),
    *(Font("noto-sans-hebrew", "Noto Sans Hebrew", ("hebrew",), weight) for weight in (400, 700)),
    Font("noto-sans-jp", "Noto Sans JP", ("japanese", "[0-9]*"), 400, jis(range(1, 85))),
    Font("noto-sans-jp", "Noto Sans JP", ("japanese", "[0-9]*"), 700, jis(range(1, 48))),
    Font("noto-emoji", "Noto Emoji", ("emoji", "[0-9]*"), with_features=False),
]


def fetch(into: Path) -> dict[str, Path]:
    """The files of each package. SystemExit when one is not what it was."""
    named = [f"@fontsource/{name}@{version}" for name, (version, _) in PACKAGES.items()]
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    subprocess.run(["npm", "install", "--prefix", str(into), *quiet, *named], check=True)
    locked = json.loads((into / "package-lock.json").read_text())["packages"]
    folders = {}
    for name, (_, digest) in PACKAGES.items():
        place = f"node_modules/@fontsource/{name}"
        if locked[place]["integrity"] != digest:
            raise SystemExit(f"{name} is not the package that it was: {locked[place]['integrity']}")
        folders[name] = into / place / "files"
    return folders


def parts_of(font: Font, files: Path) -> Iterable[Path]:
    """Those that have characters that the ones before them lack."""
    seen: set[int] = set()
    for part in font.parts:
        for path in sorted(files.glob(f"{font.package}-{part}-{font.weight}-normal.woff2")):
            has = set(TTFont(path).getBestCmap())
            wanted = (has & font.kept if font.kept else has) - seen
            if wanted:
                seen |= wanted
                yield path


def reduced(path: Path, font: Font, taken: set[int]) -> TTFont:
    """Only what is wanted of it, and nothing that another part has already."""
    part = TTFont(path, recalcTimestamp=False)
    part.flavor = None
    has = set(part.getBestCmap()) - taken
    wanted = has & font.kept if font.kept else has
    taken |= wanted
    options = Options(
        hinting=False, desubroutinize=True, recalc_timestamp=False, notdef_outline=True
    )
    options.layout_features = ["*"] if font.with_features else []
    options.name_IDs = ["*"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(part)
    return part


def named(made: TTFont, font: Font) -> None:
    """Family, style and weight, as a program that chooses fonts looks for them."""
    texts = {
        1: font.family,
        2: font.style,
        4: f"{font.family} {font.style}",
        6: f"{font.family}-{font.style}".replace(" ", ""),
    }
    for number in [*texts, 16, 17]:
        for record in [each for each in made["name"].names if each.nameID == number]:
            made["name"].removeNames(number, record.platformID, record.platEncID, record.langID)
    for number, text in texts.items():
        made["name"].setName(text, number, 3, 1, 0x409)
    made["OS/2"].usWeightClass = font.weight


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folders = fetch(Path(scratch))
        for font in FONTS:
            taken: set[int] = set()
            paths = []
            for number, source in enumerate(list(parts_of(font, folders[font.package]))):
                path = Path(scratch) / f"part-{number}.ttf"
                reduced(source, font, taken).save(path)
                paths.append(str(path))
            made = Merger().merge(paths) if len(paths) > 1 else TTFont(paths[0])
            made.recalcTimestamp = False
            made["head"].modified = made["head"].created = TTFont(paths[0])["head"].created
            named(made, font)
            file = TARGET / f"{font.package}-{font.style.lower()}.ttf"
            made.save(file)
            print(f"{file.name}: {len(made.getBestCmap())} characters, {file.stat().st_size} bytes")


if __name__ == "__main__":
    main()

"""Makes the fonts for print from those of the pages: whole, of one weight, as typst reads them.

    pip install fonttools brotli; python scripts/print_fonts.py

Run it when the fonts of ``frontend/package.json`` move on; what it writes is committed.
"""

import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "frontend/node_modules/@fontsource-variable"
TARGET = ROOT / "src/openweek/look/fonts"
# Folder and axis as the packages call them, style, weight, name of the style.
FONTS = [
    ("atkinson-hyperlegible-next", "wght", "normal", 400, "Regular"),
    ("atkinson-hyperlegible-next", "wght", "normal", 700, "Bold"),
    ("atkinson-hyperlegible-next", "wght", "italic", 400, "Italic"),
    ("bricolage-grotesque", "wght", "normal", 700, "Bold"),
]
FAMILIES = {
    "atkinson-hyperlegible-next": "Atkinson Hyperlegible Next",
    "bricolage-grotesque": "Bricolage Grotesque",
}


def static(path: Path, weight: int) -> TTFont:
    font = TTFont(path)
    font.flavor = None
    return instantiateVariableFont(font, {"wght": weight}, inplace=False)


def named(font: TTFont, family: str, style: str, weight: int) -> None:
    """Family, style and weight, as a program that chooses fonts looks for them."""
    names = {1: family, 2: style, 4: f"{family} {style}", 16: family, 17: style}
    for number, text in names.items():
        for record in [each for each in font["name"].names if each.nameID == number]:
            font["name"].removeNames(number, record.platformID, record.platEncID, record.langID)
        font["name"].setName(text, number, 3, 1, 0x409)
    font["name"].setName(f"{family}-{style}".replace(" ", ""), 6, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight


def main() -> None:
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for folder, axis, slant, weight, style in FONTS:
            parts = []
            for letters in ("latin", "latin-ext"):
                source = SOURCE / folder / "files" / f"{folder}-{letters}-{axis}-{slant}.woff2"
                part = Path(scratch) / f"{letters}.ttf"
                static(source, weight).save(part)
                parts.append(str(part))
            font = Merger().merge(parts)
            named(font, FAMILIES[folder], style, weight)
            font.save(TARGET / f"{folder}-{style.lower()}.ttf")


if __name__ == "__main__":
    main()

"""What the folder is dressed in: our letters and style, and the inks of its cover."""

from pathlib import Path

from django.contrib.staticfiles import finders

from openweek.look.inks import Press
from openweek.publishing.archive import Content

_FONTS = (
    "atkinson-hyperlegible-next-latin-wght-normal",
    "atkinson-hyperlegible-next-latin-wght-italic",
    "atkinson-hyperlegible-next-latin-ext-wght-normal",
    "atkinson-hyperlegible-next-latin-ext-wght-italic",
    "bricolage-grotesque-latin-opsz-normal",
    "bricolage-grotesque-latin-ext-opsz-normal",
)


def files_of(press: Press) -> dict[str, Content]:
    names = [f"{font}.woff2" for font in _FONTS]
    files: dict[str, Content] = {f"look/{name}": _built(f"built/{name}") for name in names}
    # Words are pressed; letters are already.
    for name in ("book-site.css", "book-site.js"):
        files[f"look/{name}"] = _built(f"built/{name}").read_text(encoding="utf-8")
    files["look/inks.css"] = _inks(press)
    files["favicon.svg"] = _built("look/favicon.svg").read_text(encoding="utf-8")
    return files


def _built(name: str) -> Path:
    found = finders.find(name)
    if found is None:
        raise FileNotFoundError(f"{name} was not built")
    return Path(found)


def _inks(press: Press) -> str:
    return (
        f":root {{ --ground: {press.ground}; --on-ground: {press.words}; "
        f"--drawn: {press.doors}; }}\n"
    )

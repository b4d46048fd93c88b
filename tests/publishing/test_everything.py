"""The book of everything in each of its forms, before those who check such files for a living."""

import hashlib
import io
import json
import os
import pickle
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.db import transaction
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker

from openweek.ground.authors import SOFTWARE
from openweek.publishing import actions
from openweek.publishing.binding import BINDERS, Kind
from openweek.publishing.models import Book, Edition
from openweek.writing.models import Consent, Media
from tests.factories.books import make_book, put_picture, write
from tests.factories.everything import TITLE, a_book_of_everything
from tests.publishing.test_epub import faults
from tests.publishing.test_paper import bookmarks, fonts_of, is_accessible, is_tagged

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]
ACE = ROOT / "tests/ace/node_modules/.bin/ace-puppeteer"
ANYTHING_ELSE = {"minor", "moderate"}  # what Ace calls neither serious nor critical
BOOKS = ["everything", "pictured", "ordinary"]
PDFS = [Kind.PDF_A5, Kind.PDF_A4]


@dataclass(frozen=True)
class Bound:
    """A book in all its forms, in a folder of its own."""

    edition: Edition
    folder: Path

    def __getitem__(self, kind: str) -> Path:
        return self.folder / f"{kind}.{BINDERS[kind].ending}"

    def inside(self, kind: str) -> dict[str, bytes]:
        with zipfile.ZipFile(self[kind]) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    @property
    def digests(self) -> dict[str, str]:
        return {kind: hashlib.sha256(self[kind].read_bytes()).hexdigest() for kind in BINDERS}


def ordinary() -> Book:
    book = make_book(people=["Nadia"])
    write(book, "Tout a commencé dans une cuisine.")
    put_picture(book)
    return book


def pictured() -> Book:
    """The same, with a photograph as its cover."""
    book = a_book_of_everything()
    photographs = Media.objects.filter(width__gte=600, consent=Consent.AGREED)
    actions.choose_cover(book=book, picture=photographs.get(), by=SOFTWARE)
    return book


MAKERS = {"everything": a_book_of_everything, "pictured": pictured, "ordinary": ordinary}


@pytest.fixture(scope="module")
def shelf(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Bound]:
    """Bound once for all that is asked of them; the rows go away again."""
    shelf = {}
    for name, make in MAKERS.items():
        bound = Bound(Edition(), tmp_path_factory.mktemp(name))
        with django_db_blocker.unblock(), transaction.atomic():
            edition = actions.publish_book(book=make(), by=SOFTWARE, reason=Edition.Reason.BY_HAND)
            assert edition.book.place.name  # is at hand without its row
            shelf[name] = bound = Bound(edition, bound.folder)
            for kind, binder in BINDERS.items():
                with bound[kind].open("wb+") as to:
                    binder.build(edition, to)
            transaction.set_rollback(True)
    return shelf


# --- EPUB -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["everything", "pictured"])  # it takes its time
def test_the_checker_of_epubs_finds_nothing(shelf: dict[str, Bound], name: str) -> None:
    assert faults(shelf[name][Kind.EPUB]) == []


@pytest.mark.parametrize("name", BOOKS)
def test_ace_finds_nothing_serious(shelf: dict[str, Bound], name: str, tmp_path: Path) -> None:
    if not ACE.exists() and os.environ.get("CI") != "true":
        pytest.skip("Ace is not here: make tools brings it")
    report = ace(shelf[name][Kind.EPUB], tmp_path)
    found = [
        f"{page['earl:testSubject']['url']}: {each['earl:test']['dct:title']} "
        f"{each['earl:result'].get('html', '')}"
        for page in report["assertions"]
        for each in page["assertions"]
        if each["earl:test"].get("earl:impact") not in ANYTHING_ELSE
    ]
    assert found == []
    # Who certifies certifiers, and what they wrote about it, no machine can say.
    assert set(report["a11y-metadata"]["missing"]) <= {
        "a11y:certifierCredential", "a11y:certifierReport",
        "a11y:certifiedBy", "dcterms:conformsTo",
    }  # fmt: skip
    assert report["a11y-metadata"]["empty"] == []


def ace(epub: Path, folder: Path) -> dict[str, Any]:
    """What it says, and nothing that it leaves in anybody's home."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or ""
    home = folder / "home"
    home.mkdir()
    done = subprocess.run(
        [str(ACE), "--force", "--silent", "--outdir", str(folder / "report"), str(epub)],
        env={
            **os.environ,
            "PUPPETEER_EXECUTABLE_PATH": chromium,
            "ACE_TIMEOUT_INITIAL": "60000",
            "HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_STATE_HOME": str(home),
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    report = folder / "report/report.json"
    assert report.exists(), f"Ace ended with {done.returncode}: {done.stdout}{done.stderr}"
    told: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return told


@pytest.mark.parametrize("name", BOOKS)
def test_every_way_inside_an_epub_leads_somewhere(shelf: dict[str, Bound], name: str) -> None:
    files = shelf[name].inside(Kind.EPUB)
    pages = {
        path: _addresses(ET.fromstring(content))  # noqa: S314  our own pages
        for path, content in files.items()
        if path.endswith((".xhtml", ".svg", ".opf"))
    }
    assert len(pages) > 5
    assert lost(files, pages) == []


def _addresses(root: ET.Element) -> tuple[list[str], set[str]]:
    """Where a page leads, and where one can arrive in it."""
    leads = [
        value
        for each in root.iter()
        for name, value in each.items()
        if name.rpartition("}")[2] in {"href", "src", "poster"}
    ]
    return leads, {each.attrib["id"] for each in root.iter() if "id" in each.attrib}


def lost(files: dict[str, bytes], pages: dict[str, tuple[list[str], set[str]]]) -> list[str]:
    found = []
    for path, (leads, _) in pages.items():
        for address in leads:
            to = urlsplit(address)
            if to.scheme:
                continue
            target = (PurePosixPath(path).parent / unquote(to.path)) if to.path else path
            anchors = pages.get(str(target), ([], set()))[1]
            if str(target) not in files or (to.fragment and to.fragment not in anchors):
                found.append(f"{path} -> {address}")
    return found


# --- Site and Markdown ----------------------------------------------------------------------


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.leads: list[str] = []
        self.anchors: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.leads += [told[name] for name in ("href", "src", "poster") if name in told]
        self.leads += [each.split()[0] for each in told.get("srcset", "").split(",") if each]
        self.anchors |= {told["id"]} if "id" in told else set()


@pytest.mark.parametrize("name", BOOKS)
def test_every_way_inside_the_site_leads_somewhere(shelf: dict[str, Bound], name: str) -> None:
    files = shelf[name].inside(Kind.SITE)
    parsed = {path: Page(files[path].decode()) for path in files if path.endswith(".html")}
    pages = {path: (page.leads, page.anchors) for path, page in parsed.items()}
    assert len(pages) > 5
    assert lost(files, pages) == []


@pytest.mark.parametrize("name", BOOKS)
def test_every_way_inside_the_markdown_leads_somewhere(shelf: dict[str, Bound], name: str) -> None:
    files = shelf[name].inside(Kind.MARKDOWN)
    [path] = [each for each in files if each.endswith(".md")]
    words = files[path].decode()
    leads = re.findall(r"(?<!\\)\]\(<?([^)>\s]+)", words) + re.findall(r'src="([^"]+)"', words)
    anchors = set(re.findall(r'<a id="([^"]+)">', words))
    assert any(lead.startswith("media/") for lead in leads)
    assert lost(files, {path: (leads, anchors)}) == []


# --- PDF ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PDFS)
def test_the_pdf_is_tagged_named_and_has_its_fonts_inside(
    shelf: dict[str, Bound], kind: str
) -> None:
    file = shelf["everything"][kind].read_bytes()
    reader = PdfReader(io.BytesIO(file), strict=True)
    assert is_accessible(file)
    assert is_tagged(reader)
    assert str(reader.root_object["/Lang"]) == "fr"
    assert reader.metadata is not None
    assert reader.metadata.title == TITLE
    chapters = [each for each in bookmarks(reader) if each[:1].isdigit()]
    assert chapters == [
        "1 Communauté", "2 Communauté", "3 Processus <i>#show</i>", "4 العربية 日本語"
    ]  # fmt: skip
    fonts = fonts_of(reader)
    assert fonts
    assert all(fonts.values())


@pytest.mark.parametrize("kind", PDFS)
def test_pdfinfo_says_the_same(shelf: dict[str, Bound], kind: str) -> None:
    pdfinfo = shutil.which("pdfinfo")
    if pdfinfo is None and os.environ.get("CI") != "true":
        pytest.skip("pdfinfo is not here: make tools brings it")
    done = subprocess.run(
        [pdfinfo or "pdfinfo", str(shelf["everything"][kind])],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = dict(re.findall(r"^([\w ]+?):\s+(.*)$", done.stdout, re.MULTILINE))
    assert (told["Title"], told["Tagged"]) == (TITLE, "yes")


# --- The same, again ------------------------------------------------------------------------


def test_another_process_on_another_day_makes_the_same_bytes(
    shelf: dict[str, Bound], tmp_path: Path
) -> None:
    bound = shelf["pictured"]
    kept = tmp_path / "edition"
    kept.write_bytes(pickle.dumps(bound.edition))
    done = subprocess.run(
        [sys.executable, "-P", "-W", "ignore", "-c", _ELSEWHERE, str(kept)],
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == bound.digests


_ELSEWHERE = """
import django; django.setup()
import hashlib, io, json, pathlib, pickle, sys
from openweek.publishing.binding import BINDERS
edition = pickle.loads(pathlib.Path(sys.argv[1]).read_bytes())
digests = {}
for kind, binder in BINDERS.items():
    binder.build(edition, to := io.BytesIO())
    digests[str(kind)] = hashlib.sha256(to.getvalue()).hexdigest()
print(json.dumps(digests))
"""

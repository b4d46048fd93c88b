"""The folder of pages: every link in it leads somewhere in it, and it is the same each time."""

import hashlib
import io
import json
import os
import subprocess
import sys
import tracemalloc
import zipfile
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from openweek.ground.authors import SOFTWARE
from openweek.place.models import Place
from openweek.publishing import actions, bound_files, site
from openweek.publishing.models import Book, Chapter, Edition, EditionFile
from openweek.writing.actions import add_blocks
from tests.factories.books import make_book, put_picture, put_recording, text_of, write
from tests.publishing.test_epub import EVERYTHING
from tests.writing import recorded

pytestmark = pytest.mark.django_db


def published(book: Book) -> Edition:
    return actions.publish_book(book=book, by=SOFTWARE, reason=Edition.Reason.BY_HAND)


def packed(edition: Edition) -> bytes:
    to = io.BytesIO()
    site.build(edition, to)
    return to.getvalue()


def pages_of(edition: Edition) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(packed(edition))) as folder:
        return {
            name: folder.read(name).decode() if name.endswith((".html", ".js", ".css")) else ""
            for name in folder.namelist()
        }


def book_of_everything() -> Book:
    book = make_book(
        title="Les « veilleurs » & <script>alert(1)</script> 👋 مرحبا",
        subtitle='#import "x"',
        people=["Nadia", "نادية", "<b>Paul</b>"],
        summary="Deux lignes\n& des esperluettes",
        move_commons="np-rp-rc.di-gr",
    )
    add_blocks(text=text_of(book), by=SOFTWARE, tree={"type": "doc", "content": EVERYTHING})
    put_picture(book, chapter=2, alt='Une "salle" <claire>')
    for content in [recorded.mp3(), recorded.mp4()]:
        put_recording(book, content)
    return book


def with_glossary(book: Book, **terms: str) -> Book:
    """Its third chapter becomes the glossary: a bold word, then what it means."""
    Chapter.objects.filter(book=book, position=3).update(kind=Chapter.Kind.GLOSSARY)
    for term, words in terms.items():
        content = [
            {"type": "text", "text": term, "marks": [{"type": "bold"}]},
            {"type": "text", "text": f" : {words}"},
        ]
        tree = {"type": "doc", "content": [{"type": "paragraph", "content": content}]}
        add_blocks(text=text_of(book, 3), by=SOFTWARE, tree=tree)
    return book


class Seen(HTMLParser):
    """What a page leads to, what it is made of, and where in it one can arrive."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.parts: set[str] = set()
        self.anchors: list[str] = []
        self.inline: list[str] = []
        self.code = ""
        self._is_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.inline += [name for name in told if name == "style" or name.startswith("on")]
        self.anchors += [told["id"]] if "id" in told else []
        is_link = tag == "a" or told.get("rel") in {"license", "prev", "next"}
        if "href" in told:
            (self.links if is_link else self.parts).add(told["href"])
        self.parts |= {told["src"]} if "src" in told else set()
        for size in filter(None, told.get("srcset", "").split(", ")):
            self.parts.add(size.split()[0])
        self._is_code = tag == "script" and "src" not in told
        if self._is_code and told.get("type") != "application/ld+json":
            self.inline.append("script")

    def handle_data(self, data: str) -> None:
        if self._is_code:
            self.code = data

    def handle_endtag(self, tag: str) -> None:
        self._is_code = False


def seen(html: str) -> Seen:
    page = Seen()
    page.feed(html)
    return page


def lost_links(files: dict[str, str]) -> list[str]:
    """From each page to what is not there."""
    pages = {name: seen(html) for name, html in files.items() if name.endswith(".html")}
    lost = []
    for name, page in pages.items():
        for address in sorted(page.links | page.parts):
            to = urlsplit(address)
            if to.scheme:
                continue
            file = unquote(to.path) or name
            known = pages[file].anchors if file in pages else []
            if file not in files or (to.fragment and to.fragment not in known):
                lost.append(f"{name} -> {address}")
    return lost


def test_every_link_leads_somewhere_and_nothing_is_fetched_from_elsewhere() -> None:
    files = pages_of(published(with_glossary(book_of_everything(), lundi="Le jour où l’on ouvre.")))
    assert {
        "index.html", "chapter-1.html", "chapter-2.html", "glossary.html", "credits.html",
        "licence.html", "about.html", "book.html", "search-index.js",
    } <= set(files)  # fmt: skip
    assert lost_links(files) == []
    for name, html in files.items():
        page = seen(html) if name.endswith(".html") else Seen()
        assert [part for part in page.parts if urlsplit(part).scheme] == [], name
        assert [part for part in page.parts if part.startswith(("/", ".."))] == [], name
        assert page.inline == [], name
        assert len(page.anchors) == len(set(page.anchors)), name
        outside = {link for link in page.links if urlsplit(link).scheme}
        allowed = ("https://creativecommons.org/", "http://localhost", "https://example.org/")
        assert all(link.startswith(allowed) for link in outside), name


def test_style_and_fonts_are_inside_and_name_nothing_that_is_not() -> None:
    with zipfile.ZipFile(io.BytesIO(packed(published(make_book())))) as folder:
        names = set(folder.namelist())
        for style in (name for name in names if name.endswith(".css")):
            css = folder.read(style).decode()
            asked = [piece.split(")")[0].strip("\"'") for piece in css.split("url(")[1:]]
            inside = [each for each in asked if not each.startswith("data:")]
            assert all(f"look/{each.removeprefix('./')}" in names for each in inside), style
            assert "@import" not in css


def test_what_people_wrote_is_words_and_never_markup() -> None:
    files = pages_of(published(book_of_everything()))
    assert "<script>alert" not in "".join(files.values()).replace("\\u003C", "<_")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in files["chapter-1.html"]
    assert "<b>Paul" not in files["credits.html"]


def test_machines_read_who_made_it_and_under_which_licence() -> None:
    files = pages_of(published(book_of_everything()))
    told = json.loads(seen(files["licence.html"]).code)
    assert (told["@type"], told["name"][:5]) == ("Book", "Les «")
    assert told["license"].startswith("https://creativecommons.org/licenses/by-nc-sa/3.0/")
    assert 'property="cc:attributionName"' in files["licence.html"]
    assert 'rel="cc:attributionURL"' in files["licence.html"]
    assert 'resource="mc:NonProfit"' in files["licence.html"]


def test_the_first_mention_of_a_term_leads_to_the_glossary_and_back() -> None:
    book = make_book()
    write(book, "Le four du village chauffe. Le FOUR fume, le fourgon part.")
    write(book, "Personne n’en parle ici.", chapter=2)
    files = pages_of(published(with_glossary(book, Four="Il est de 1870.")))
    first, second = files["chapter-1.html"], files["chapter-2.html"]
    assert first.count('class="term"') == 1
    assert 'id="chapter-1-term-1" href="glossary.html#term-1">four</a> du village' in first
    assert 'class="term"' not in second
    assert 'href="chapter-1.html#chapter-1-term-1"' in files["glossary.html"]
    assert 'href="#term-1">four</a>' in files["book.html"]


def passages(files: dict[str, str]) -> list[list[Any]]:
    script = files["search-index.js"]
    found: list[list[Any]] = json.loads(
        script.removeprefix("window.bookPassages=").rstrip().removesuffix(";")
    )
    return found


def test_search_knows_titles_words_descriptions_and_transcripts() -> None:
    pages = {page[0]: page for page in passages(pages_of(published(book_of_everything())))}
    said = json.dumps(pages, ensure_ascii=False)
    for words in (
        "مرحبا بكم",
        "日本語",
        "lundi",
        'Une \\"salle\\" <claire>',
        "On rit.",
        "De & <Paul>.",
    ):
        assert words in said, words
    sections = {section[1]: section[0] for section in pages["chapter-1.html"][2:]}
    assert sections["Débuts"] == "chapter-1-section-1"
    assert "Note 1" not in said


def test_a_picture_comes_in_the_sizes_that_there_are_and_when_it_is_scrolled_to() -> None:
    book = make_book()
    media = str(put_picture(book).pk)
    edition = published(book)
    kept = edition.images[media]
    kept |= {"width": 2000, "height": 1500, "sizes": {"800": kept["file"], "print": kept["file"]}}
    files = pages_of(edition)
    page = files["chapter-1.html"]
    narrow, whole = f"media/{media}-800.webp", f"media/{media}.webp"
    assert f'srcset="{narrow} 800w, {whole} 2000w"' in page
    assert 'loading="lazy"' in page
    assert 'width="2000" height="1500"' in page
    assert {name for name in files if name.startswith("media/")} == {narrow, whole}
    assert 'loading="lazy"' not in files["book.html"], "what is printed must be there"


PLAIN = """
import django, hashlib, io; django.setup()
from tests.publishing.test_site import packed, plain_edition
print(hashlib.sha256(packed(plain_edition())).hexdigest())
"""


def plain_edition() -> Edition:
    """Without any table, for another process."""
    place = Place(name="Le Préau", slug="le-preau", city="Ambert")
    book = Book(
        place=place, title="Le four", slug="four", language="fr", licence="CC-BY-SA-4.0",
        identifier=UUID(int=7),
    )  # fmt: skip
    terms = [{"type": "heading", "content": [{"type": "text", "text": "lundi"}]}]
    return Edition(
        book=book,
        number=1,
        published_at=datetime(2026, 11, 27, 16, tzinfo=UTC),
        title="Le four",
        licence=book.licence,
        credits=["Nadia", "Paul"],
        content=[
            {"title": "Un", "prompts": [], "tree": {"type": "doc", "content": EVERYTHING}},
            {
                "title": "Mots",
                "prompts": [],
                "kind": "glossary",
                "tree": {"type": "doc", "content": terms},
            },
        ],
        dress={"move_commons": "np-rp", "language": "fr"},
    )


def test_the_same_edition_gives_the_same_bytes_in_another_process() -> None:
    digests = {hashlib.sha256(packed(plain_edition())).hexdigest()}
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", PLAIN],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        digests.add(done.stdout.strip())
    assert len(digests) == 1


def test_a_long_film_is_never_held_in_memory(tmp_path: Path) -> None:
    book = make_book()
    put_recording(book, recorded.mp4() + recorded.box(b"free", bytes(40 << 20)))
    edition = published(book)
    with (tmp_path / "site.zip").open("wb") as to:
        tracemalloc.start()
        site.build(edition, to)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert (tmp_path / "site.zip").stat().st_size > 40 << 20
    assert peak < 8 << 20


def test_a_place_lends_its_inks_and_a_book_its_cover() -> None:
    book = make_book()
    book.place.ink_ground, book.place.ink_doors = "#123456", "#F0B429"
    media = put_picture(book)
    actions.choose_cover(book=book, picture=media, by=SOFTWARE)
    files = pages_of(published(book))
    assert "--ground: #123456; --on-ground: #FBF6EC;" in files["look/inks.css"]
    assert f'href="media/{media.pk}.webp"' in files["index.html"]


# --- Served, out of its zip -----------------------------------------------------------------


def bind_site(edition: Edition) -> None:
    """Its folder alone: the other forms take their time."""
    bound_files.keep_file(edition, EditionFile.Kind.SITE)
    for file in bound_files.kept_files(edition, [EditionFile.Kind.SITE]):
        file.save()


def bound_site(book: Book) -> str:
    """The address of its first page."""
    edition = published(book)
    bind_site(edition)
    return reverse("edition_site", args=[book.place.slug, book.slug, edition.number])


def test_it_is_read_online_straight_out_of_its_zip(client: Client) -> None:
    book = book_of_everything()
    home = bound_site(book)
    page = client.get(home)
    assert page["Content-Type"] == "text/html; charset=utf-8"
    assert "script-src 'self'" in page["Content-Security-Policy"]
    for name, kind in [
        ("chapter-1.html", "text/html; charset=utf-8"),
        ("look/book-site.css", "text/css; charset=utf-8"),
        ("search-index.js", "text/javascript; charset=utf-8"),
        ("look/bricolage-grotesque-latin-opsz-normal.woff2", "font/woff2"),
    ]:
        answer = client.get(f"{home}{name}")
        assert (answer.status_code, answer["Content-Type"]) == (200, kind)
        assert answer.getvalue()
    assert client.get(home, headers={"If-None-Match": page["ETag"]}).status_code == 304


def test_a_film_is_given_in_parts_as_players_ask(client: Client) -> None:
    book = make_book()
    content = recorded.mp4()
    media = put_recording(book, content)
    film = f"{bound_site(book)}media/{media.pk}.mp4"
    whole = client.get(film)
    assert whole.getvalue() == content
    part = client.get(film, headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.getvalue()) == (206, content[4:8])
    assert part["Content-Range"] == f"bytes 4-7/{len(content)}"
    last = client.get(film, headers={"Range": "bytes=-3"})
    assert last.getvalue() == content[-3:]
    assert client.get(film, headers={"Range": "bytes=99999999-"}).status_code == 416


@pytest.mark.parametrize(
    "name", ["nothing.html", "../index.html", "..%2f..%2fopenweek.sqlite3", "/etc/passwd", "media/"]
)
def test_no_name_leads_out_of_the_book(client: Client, name: str) -> None:
    assert client.get(f"{bound_site(make_book())}{name}").status_code == 404


def test_it_is_not_there_before_it_is_bound_nor_once_it_is_withdrawn(client: Client) -> None:
    book = make_book()
    address = reverse("edition_site", args=[book.place.slug, book.slug, 1])
    assert client.get(address).status_code == 404
    edition = published(book)
    assert client.get(address).status_code == 404
    bind_site(edition)
    assert client.get(address).status_code == 200
    actions.withdraw_book(book=book, because="Une photo sans accord.", by=SOFTWARE)
    assert client.get(address).status_code == 410
    assert client.get(f"{address}chapter-1.html").status_code == 410

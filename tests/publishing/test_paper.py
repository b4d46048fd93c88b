"""The PDFs: whole, tagged, in their language, deaf to what people type, and small in memory."""

import hashlib
import io
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import BooleanObject, DictionaryObject

from openweek.place.models import Place
from openweek.publishing import paper
from openweek.publishing.models import Book, Edition
from tests.publishing.test_epub import EVERYTHING

HOSTILE = '#import "/etc/passwd": * $x$ <pages> @nobody \\ #panic("no") */ "quoted" 👋'
A5, A4 = (420, 595), (595, 842)  # points
NUMBER = UUID(int=7)


def chapter(title: str, *blocks: dict[str, Any], kind: str = "", prompts: Any = ()) -> Any:
    tree = {"type": "doc", "content": list(blocks)}
    return {"title": title, "prompts": list(prompts), "kind": kind, "tree": tree}


def words(said: str, *marks: str) -> dict[str, Any]:
    given = {"marks": [{"type": mark} for mark in marks]} if marks else {}
    return {"type": "text", "text": said, **given}


def paragraph(*said: str | dict[str, Any]) -> dict[str, Any]:
    content = [words(each) if isinstance(each, str) else each for each in said]
    return {"type": "paragraph", "content": content}


def edition(*content: Any, title: str = "Le Préau raconté", **given: Any) -> Edition:
    """One that no database has seen."""
    book = Book(slug="livre", title=title, language="fr", licence="CC-BY-SA-4.0")
    book.place, book.identifier = Place(name="Le Préau", slug="le-preau"), NUMBER
    dress = {"language": given.pop("language", "fr"), "unwritten": "invite", "cover": ""}
    return Edition(
        book=book,
        number=1,
        published_at=datetime(2026, 11, 27, 16, 0, tzinfo=UTC),
        title=title,
        licence=book.licence,
        credits=given.pop("credits", ["Nadia", "Paul"]),
        content=list(content) or [chapter("Débuts", paragraph("Une cour."))],
        dress={**dress, **given.pop("dress", {})},
        **given,
    )


def photograph(made: Edition, size: tuple[int, int] = (60, 40), colour: str = "#0B6B70") -> str:
    """A picture of the edition that lies where editions have theirs; its id."""
    media = f"picture-{len(made.images)}"
    folder = settings.OPENWEEK_DATA / "published/le-preau/livre/images"
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{media}-{size[0]}-{colour[1:]}.jpg"
    Image.new("RGB", size, colour).save(folder / name)
    known = {"file": name, "content_type": "image/jpeg", "width": size[0], "height": size[1]}
    made.images = {**made.images, media: known}
    return media


def picture(media: str, alt: str = "La cour") -> dict[str, Any]:
    return {"type": "image", "attrs": {"media": media, "alt": alt}}


def printed(made: Edition, size: str = "a5") -> bytes:
    to = io.BytesIO()
    paper.build(made, to, size=size)
    return to.getvalue()


def read(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made), strict=True)


def text_of(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(made).pages)


def is_accessible(made: bytes) -> bool:
    return b"pdfuaid:part" in made


def is_tagged(reader: PdfReader) -> bool:
    marks = reader.root_object["/MarkInfo"]
    assert isinstance(marks, DictionaryObject)
    marked = marks["/Marked"]
    return isinstance(marked, BooleanObject) and bool(marked.value)


def title_and_author(reader: PdfReader) -> tuple[str | None, str | None]:
    assert reader.metadata is not None
    return reader.metadata.title, reader.metadata.author


def bookmarks(reader: PdfReader) -> dict[str, int]:
    """Of the highest level: what each is called, and on which page it is."""
    return {
        str(each.title): (reader.get_destination_page_number(each) or 0) + 1
        for each in reader.outline
        if not isinstance(each, list)
    }


def fonts_of(reader: PdfReader) -> dict[str, bool]:
    """Each font by its name, and whether it is inside."""
    found = {}
    for each in reader.xref_objStm or reader.xref[0]:
        font = reader.get_object(each)
        if isinstance(font, DictionaryObject) and font.get("/Type") == "/FontDescriptor":
            found[str(font["/FontName"])] = bool({"/FontFile2", "/FontFile3"} & set(font))
    return found


@pytest.mark.parametrize(("size", "points"), [("a5", A5), ("a4", A4)])
def test_a_book_is_tagged_named_in_its_language_and_has_its_fonts(
    size: str, points: tuple[int, int]
) -> None:
    content = [chapter("Débuts", *EVERYTHING), chapter("Suite", paragraph("Encore."))]
    made = printed(edition(*content, title="Les « veilleurs »"), size)
    reader = read(made)

    assert is_accessible(made)
    assert is_tagged(reader)
    assert str(reader.root_object["/Lang"]) == "fr"
    assert title_and_author(reader) == ("Les « veilleurs »", "Nadia, Paul")
    assert {tuple(round(each) for each in page.mediabox[2:]) for page in reader.pages} == {points}
    assert list(bookmarks(reader)) == [
        "Table des matières", "1 Débuts", "2 Suite", "À propos de ce livre",
    ]  # fmt: skip
    fonts = fonts_of(reader)
    assert len(fonts) > 3
    assert all(fonts.values())


def test_arabic_and_japanese_stand_in_one_book_and_can_be_found_in_it() -> None:
    content = chapter(
        "Langues",
        paragraph("مرحبا بكم في المكان الثالث"),
        paragraph("ここは誰でも入れる場所です。"),
        paragraph("Ελληνικά, русский, עברית, tiếng Việt"),
        paragraph("👩‍👩‍👧‍👦 🏡 👍🏽 ☕ → ✓ ½ \u200b\x0b\ufeff"),
    )
    made = printed(edition(content))
    said = text_of(made)

    assert is_accessible(made)  # which no book with a letter that is in no font may say
    assert "ここは誰でも入れる場所です" in said
    assert "русский" in said
    assert {"NotoSansArabic", "NotoSansJP", "NotoEmoji"} <= {
        name.split("+")[-1].split("-")[0] for name in fonts_of(read(made))
    }


def test_whatever_people_typed_is_only_words_on_paper() -> None:
    content = chapter(HOSTILE, paragraph(HOSTILE), prompts=[HOSTILE])
    made = printed(edition(content, title=HOSTILE, subtitle=HOSTILE, credits=[HOSTILE]))

    assert is_accessible(made)
    assert title_and_author(read(made))[0] == HOSTILE
    assert text_of(made).count('#panic("no")') > 2


def test_chapters_begin_on_the_right_and_a_leaflet_folds_to_whole_sheets() -> None:
    content = [chapter(f"Chapitre {each}", paragraph("mot " * 900)) for each in range(3)]
    a5, a4 = (read(printed(edition(*content), size)) for size in ("a5", "a4"))
    begins = bookmarks(a5)

    assert len(begins) == 5
    assert all(begins[f"{each + 1} Chapitre {each}"] % 2 for each in range(3))
    assert (len(a5.pages) % 4, len(a4.pages) % 2) == (0, 0)


def test_the_glossary_says_on_which_pages_its_terms_stand() -> None:
    said = chapter("Débuts", paragraph("Puis la Halle aux grains a ouvert."))
    glossary = chapter(
        "Personnes et lieux",
        paragraph(words("Halle aux grains", "bold"), " : en brique."),
        kind="glossary",
    )
    pages = [page.extract_text() for page in read(printed(edition(said, glossary))).pages]
    place = next(number for number, page in enumerate(pages, start=1) if "Puis la Halle" in page)
    entry = next(page for page in pages if "en brique" in page)

    assert f"p.\N{NO-BREAK SPACE}{place}" in entry


def test_a_chapter_that_nobody_wrote_leaves_room_to_write() -> None:
    made = printed(edition(chapter("Débuts", prompts=["Qui a ouvert ?"])))

    assert "Qui a ouvert" in text_of(made)


def test_pictures_are_in_it_as_they_lie_on_the_disk() -> None:
    made = edition()
    first, second = photograph(made, colour="#D63E22"), photograph(made, (30, 90))
    tree = [picture(first), picture(second, alt=""), picture(first), picture("lost", "Perdue")]
    made.content = [chapter("Images", *tree)]
    done = printed(made)
    folder: Path = settings.OPENWEEK_DATA / "published/le-preau/livre/images"
    files = [(folder / made.images[each]["file"]).read_bytes() for each in (first, second)]

    assert [done.count(each) for each in files] == [1, 1]
    shown = [image for page in read(done).pages for image in page.images]
    assert {image.image.size for image in shown if image.image} == {(60, 40), (30, 90)}
    assert "Perdue" in text_of(done)
    assert b"openweek picture" not in done


def test_a_picture_makes_a_cover_unless_it_is_a_blot() -> None:
    made = edition()
    large, blot = photograph(made, (600, 400)), photograph(made, (1, 1))
    covers = []
    for media in (large, blot):
        made.dress = {**made.dress, "cover": media}
        covers.append(list(read(printed(made)).pages[0].images))

    assert [len(cover) for cover in covers] == [1, 0]


def test_a_wide_table_lies_on_its_side_and_its_head_comes_again() -> None:
    def row(kind: str, said: str) -> dict[str, Any]:
        cells = [{"type": kind, "content": [paragraph(f"{said} {n}")]} for n in range(12)]
        return {"type": "tableRow", "content": cells}

    table = {
        "type": "table",
        "content": [row("tableHeader", "Tête"), *[row("tableCell", "case")] * 60],
    }
    pages = read(printed(edition(chapter("Tableau", table)))).pages
    turned = [page for page in pages if page.mediabox.width > page.mediabox.height]

    assert len(turned) > 1
    assert all("Tête" in page.extract_text() for page in turned)


def test_letters_of_no_font_still_make_a_tagged_book() -> None:
    made = printed(edition(chapter("Adlam", paragraph("𞤀𞤣𞤤𞤢𞤥"))))

    assert is_tagged(read(made))
    assert not is_accessible(made)


_PIECES = st.sampled_from(
    ["text", "hardBreak", "footnote", "image", "paragraph", "heading", "blockquote", "bulletList",
     "listItem", "taskItem", "callout", "table", "tableRow", "tableHeader", "codeBlock", "sound"]
)  # fmt: skip
_ATTRS = {"text": "note", "colspan": 40, "rowspan": 3, "level": 4, "alt": "", "words": "a\nb"}
_NODES = st.recursive(
    st.text("aé #*\u200b\x00م日", min_size=1, max_size=9).map(words),
    lambda inner: st.builds(
        lambda kind, content: {"type": kind, "attrs": _ATTRS, "content": content},
        _PIECES,
        st.lists(inner, max_size=3),
    ),
    max_leaves=25,
)


@hypothesis_settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_NODES, max_size=6))
def test_whatever_is_nested_in_whatever_is_an_accessible_book(nodes: list[Any]) -> None:
    made = printed(edition(chapter("Tout", paragraph("a"), *nodes)))

    assert is_accessible(made)


def test_blocks_nested_as_deep_as_can_be_stay_on_the_page() -> None:
    deep: dict[str, Any] = paragraph("au fond")
    for _each in range(60):
        deep = {"type": "blockquote", "content": [deep]}

    assert "au fond" in text_of(printed(edition(chapter("Profond", deep))))


def test_two_machines_make_the_same_bytes() -> None:
    """Two processes, with other hashes of words, at other times."""
    digests = {
        subprocess.run(
            [sys.executable, "-P", "-W", "ignore", "-c", _APART],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(_ROOT)},
            capture_output=True, text=True, check=True, cwd=_ROOT,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }  # fmt: skip

    assert digests == {hashlib.sha256(printed(_for_two())).hexdigest()}


def _for_two() -> Edition:
    made = edition()
    made.content = [chapter("Débuts", *EVERYTHING, picture(photograph(made)))]
    return made


_ROOT = Path(__file__).parents[2]
_APART = """
import django; django.setup()
import hashlib
from tests.publishing.test_paper import _for_two, printed
print(hashlib.sha256(printed(_for_two())).hexdigest(), end="")
"""

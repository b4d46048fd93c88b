"""What was written as HTML: right for what the editor makes, harmless for anything else."""

from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openweek.writing.html import Recording, render_tree, safe_link

Node = dict[str, Any]


def doc(*nodes: Node) -> Node:
    return {"type": "doc", "content": list(nodes)}


def text(words: str, *marks: str, link: str = "") -> Node:
    told: list[Node] = [{"type": mark} for mark in marks]
    if link:
        told.append({"type": "link", "attrs": {"href": link}})
    return {"type": "text", "text": words, "marks": told}


def block(kind: str, /, *content: Node, **attrs: object) -> Node:
    return {"type": kind, "attrs": attrs, "content": list(content)}


def paragraph(words: str) -> Node:
    return block("paragraph", text(words))


def heading(level: object, words: str) -> Node:
    return block("heading", text(words), level=level)


def shown(*nodes: Node, **options: Any) -> str:
    options = {"image_url": lambda media: f"/media/{media}/", "language": "en", **options}
    return render_tree(doc(*nodes), **options)


def test_the_editor_s_blocks_come_out_as_they_were_written() -> None:
    item = block("listItem", paragraph("pain"))
    html = shown(
        heading(2, "Le marché"),
        block("paragraph", text("Un "), text("lieu", "bold"), {"type": "hardBreak"}, text("vif.")),
        block("bulletList", item),
        block("orderedList", item, start=3),
        block("blockquote", paragraph("« On parle »")),
        block("horizontalRule"),
    )

    assert html == (
        "<h2>Le marché</h2><p>Un <strong>lieu</strong><br/>vif.</p><ul><li><p>pain</p></li></ul>"
        '<ol start="3"><li><p>pain</p></li></ol><blockquote><p>« On parle »</p></blockquote><hr/>'
    )


def test_a_link_with_a_bold_word_is_one_link() -> None:
    address = "https://example.org/"
    html = shown(block("paragraph", text("voir ", link=address), text("ici", "bold", link=address)))

    assert html.count("<a ") == 1
    assert "voir <strong>ici</strong></a>" in html


def test_empty_blocks_are_not_read() -> None:
    assert shown(block("paragraph"), block("heading", level=2), block("bulletList")) == ""


def test_a_picture_has_its_words_and_without_its_file_leaves_them() -> None:
    image = {"type": "image", "attrs": {"media": "a-1", "alt": 'Deux "mains"'}}

    assert shown(image) == (
        '<figure><img src="/media/a-1/" alt="Deux &quot;mains&quot;"/></figure>'
    )
    assert render_tree(doc(image), image_url=lambda _: "") == "<p>Deux &quot;mains&quot;</p>"


def test_a_picture_from_elsewhere_is_not_fetched() -> None:
    image = {"type": "image", "attrs": {"src": "https://tracker.example/p.gif", "alt": "un point"}}

    assert shown(image) == "<p>un point</p>"


@pytest.mark.parametrize(
    ("levels", "first", "expected"),
    [
        ([2, 3, 4], 2, [2, 3, 4]),
        ([2, 3], 3, [3, 4]),
        ([4, 4, 2], 2, [2, 3, 2]),
        ([1, 9], 2, [2, 3]),
        (["x", None], 5, [5, 5]),
        ([2, 3, 4], 5, [5, 6, 6]),
    ],
)
def test_titles_start_where_asked_and_skip_no_level(
    levels: list[object], first: int, expected: list[int]
) -> None:
    html = shown(*[heading(level, "T") for level in levels], first_heading=first)

    assert html == "".join(f"<h{level}>T</h{level}>" for level in expected)


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "\x01javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "//example.org/",
        "/account/",
        "http://[",
        "https://user:pass@bank.example/",
        "https:///nowhere",
        "mailto:nobody",
        42,
        None,
    ],
)
def test_a_link_that_no_page_should_carry_leaves_its_words(href: object) -> None:
    assert safe_link(href) == ""
    node = {"type": "text", "text": "mot", "marks": [{"type": "link", "attrs": {"href": href}}]}
    assert shown(block("paragraph", node)) == "<p>mot</p>"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://example.org", "https://example.org"),
        ("http://localhost:8000/a?b=1&c=2#d", "http://localhost:8000/a?b=1&c=2#d"),
        ("https://fr.wikipedia.org/wiki/Été", "https://fr.wikipedia.org/wiki/%C3%89t%C3%A9"),
        ("https://exämple.org/a b", "https://xn--exmple-cua.org/a%20b"),
        ('https://example.org/"><script>', "https://example.org/%22%3E%3Cscript%3E"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("mailto:camille@example.org", "mailto:camille@example.org"),
    ],
)
def test_a_link_is_made_fit_for_an_address(href: str, expected: str) -> None:
    assert safe_link(href) == expected


def test_blocks_that_stand_where_none_can_give_their_words() -> None:
    html = shown(
        text("seul"),
        block("paragraph", text("a"), paragraph("b"), block("bulletList", paragraph("c"))),
        block("bulletList", paragraph("sans puce"), text("nu")),
        block("listItem", paragraph("sans liste")),
        block("marquee", paragraph("inconnu")),
    )

    assert html == (
        "<p>seul</p><p>abc</p><ul><li><p>sans puce</p></li><li><p>nu</p></li></ul>"
        "<p>sans liste</p><p>inconnu</p>"
    )


def test_a_document_made_to_exhaust_us_ends() -> None:
    nested = paragraph("au fond")
    for _ in range(900):
        nested = block("blockquote", nested)

    assert shown(nested) == ""


# --- tables, media, notes, call-outs, checklists ---------------------------------------------


def cells(kind: str, *words: str) -> Node:
    return block("tableRow", *[block(kind, paragraph(each)) for each in words])


def test_a_head_reaches_over_no_more_columns_than_there_are() -> None:
    head = block("tableRow", block("tableHeader", paragraph("Semaine"), colspan=9))
    html = shown(block("table", head, cells("tableCell", "lundi", "mardi", "mercredi")))
    assert '<th scope="col" colspan="3">Semaine</th>' in html


def test_a_table_says_what_its_heads_are_heads_of() -> None:
    row = block("tableRow", block("tableHeader", paragraph("lundi")), block("tableCell"))
    html = shown(block("table", cells("tableHeader", "Jour", "Qui"), row))

    assert html == (
        '<div class="table-scroll" role="group" tabindex="0" aria-label="Table"><table>'
        '<thead><tr><th scope="col">Jour</th><th scope="col">Qui</th></tr></thead>'
        '<tbody><tr><th scope="row">lundi</th><td></td></tr></tbody></table></div>'
    )


def test_a_picture_may_have_a_caption() -> None:
    image = {"type": "image", "attrs": {"media": "a-1", "alt": "Un four", "caption": "Le <four>"}}

    assert shown(image) == (
        '<figure><img src="/media/a-1/" alt="Un four"/>'
        "<figcaption>Le &lt;four&gt;</figcaption></figure>"
    )


def test_sound_and_film_are_there_with_their_words() -> None:
    told = {"media": "m", "words": "Bonjour.\nOn rit.", "caption": "L’accueil"}
    sound, film = {"type": "sound", "attrs": told}, {"type": "film", "attrs": told}

    def found(media: str) -> Recording:
        return Recording(f"/media/{media}/", "audio/mpeg")

    assert shown(sound, recording_of=found) == (
        '<figure class="sound"><audio src="/media/m/" controls="controls" preload="metadata" '
        'aria-label="L’accueil">This sound cannot be heard here.</audio>'
        "<details><summary>What is heard</summary><p>Bonjour.</p><p>On rit.</p></details>"
        "<figcaption>L’accueil</figcaption></figure>"
    )
    assert shown(film, recording_of=found) == "<p>Bonjour.</p><p>On rit.</p><p>L’accueil</p>"


def test_notes_are_numbered_and_lead_there_and_back() -> None:
    def note(words: str) -> Node:
        return {"type": "footnote", "attrs": {"text": words}}

    html = shown(
        block("paragraph", text("Un"), note("<1>"), text(" deux"), note(" "), note("2")),
        prefix="chapter-3-",
    )

    assert [html.count(f'id="chapter-3-note-{n}"') for n in (1, 2, 3)] == [1, 1, 0]
    assert html.startswith(
        '<p>Un<sup class="footnote-call"><a id="chapter-3-note-1-call" href="#chapter-3-note-1" '
        'role="doc-noteref" aria-label="Note 1">1</a></sup> deux'
    )
    assert '<li id="chapter-3-note-1"><p>&lt;1&gt; <a class="footnote-back" ' in html
    assert 'href="#chapter-3-note-1-call" role="doc-backlink"' in html


def test_a_call_out_says_its_kind_in_the_language_of_the_text() -> None:
    callout = block("callout", paragraph("Fermez à clé."), kind="warning")

    assert shown(callout) == (
        '<aside class="callout callout-warning" role="note">'
        '<p class="callout-kind">Warning</p><p>Fermez à clé.</p></aside>'
    )


def test_a_checklist_reads_well_without_style_and_without_eyes() -> None:
    inner = block("taskList", block("taskItem", paragraph("le pain"), checked=True))
    html = shown(block("taskList", block("taskItem", paragraph("Courses"), inner, checked=False)))

    assert html == (
        '<ul class="tasks"><li class="task"><p><span class="task-box" role="img" '
        'aria-label="to do">☐</span> Courses</p><ul class="tasks"><li class="task task-done"><p>'
        '<span class="task-box" role="img" aria-label="done">☑</span> le pain</p></li></ul></li>'
        "</ul>"
    )


KINDS = [
    "doc", "paragraph", "heading", "bulletList", "orderedList", "listItem", "blockquote",
    "codeBlock", "image", "horizontalRule", "hardBreak", "script", "style", "table", "tableRow",
    "tableHeader", "tableCell", "sound", "film", "footnote", "callout", "taskList", "taskItem",
    "<b>",
]  # fmt: skip
NASTY = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["<script>alert(1)</script>", '" onerror="x', "]]>", "&amp;", "\x00\x0b\ud800", "\u202e"]
    ),
)
VALUES = st.one_of(NASTY, st.none(), st.integers(), st.floats(), st.booleans())
MARKS = st.lists(
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(["link", "bold", "italic", "strike", "code", "blink"]),
            "attrs": st.one_of(
                st.none(), st.fixed_dictionaries({"href": VALUES}),
                st.just({"href": "https://example.org/?a=1&b='\""}),
            ),
        }
    ),
    max_size=4,
)  # fmt: skip
TEXTS = st.fixed_dictionaries({"type": st.just("text"), "text": VALUES, "marks": MARKS})
ATTRS = st.one_of(
    st.none(),
    st.dictionaries(
        st.sampled_from(["level", "start", "media", "alt", "words", "caption"]), VALUES
    ),
    st.dictionaries(st.sampled_from(["colspan", "rowspan", "colwidth"]), st.integers(-9, 99)),
    st.dictionaries(st.sampled_from(["text", "kind", "checked"]), VALUES),
)
TREES = st.recursive(
    TEXTS,
    lambda children: st.fixed_dictionaries(
        {"type": st.sampled_from(KINDS), "attrs": ATTRS},
        optional={"content": st.lists(children, max_size=4)},
    ),
    max_leaves=25,
)
PHRASING = {"a", "strong", "em", "s", "code", "br", "img", "sup", "span"}
ALLOWED = PHRASING | {
    "div", "p", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "hr", "figure",
    "figcaption", "audio", "video", "details", "summary", "section", "aside", "table", "thead",
    "tbody", "tr", "th", "td",
}  # fmt: skip
GIVEN = {
    "href", "rel", "src", "alt", "start", "class", "id", "role", "tabindex", "aria-label", "scope",
    "colspan", "rowspan", "controls", "preload", "playsinline", "{urn:ops}type",
}  # fmt: skip
INSIDE = {"table": {"thead", "tbody"}, "thead": {"tr"}, "tbody": {"tr"}, "tr": {"th", "td"}}


class Tags(HTMLParser):
    """What a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, set[str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, {name for name, _ in attrs}))


def recorded(media: str) -> Recording | None:
    """For any name: sound under some, film under others."""
    if not media.isalnum():
        return None
    return Recording(f"/m/{media}", "video/mp4" if media.isdecimal() else "audio/mpeg")


@given(st.lists(TREES, max_size=4), st.booleans())
def test_whatever_the_tree_the_page_is_sound_and_runs_nothing(
    nodes: list[Node], in_book: bool
) -> None:
    html = render_tree(
        doc(*nodes), image_url=lambda media: f"/m/{media}" if media.isalnum() else "",
        recording_of=recorded, first_heading=3, language="en", prefix="c1-", in_book=in_book,
    )  # fmt: skip

    page = ET.fromstring(f'<div xmlns:epub="urn:ops">{html}</div>')  # noqa: S314  our own
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)
    assert all(each.startswith("c1-") for each in ids if each)
    for element in page.iter():
        assert element.tag in ALLOWED
        assert set(element.attrib) <= GIVEN
        address = element.get("href", "https:")
        assert address.startswith("https:") or address.removeprefix("#") in ids
        inside = {child.tag for child in element}
        if element.tag in {"p", "h3", "h4", "h5", "h6", "pre", "summary", *PHRASING}:
            assert inside <= PHRASING
        if element.tag == "a":
            assert "a" not in {below.tag for below in element.iter() if below is not element}
        if element.tag in {"ul", "ol"}:
            assert inside == {"li"}
        assert inside <= INSIDE.get(element.tag, inside)
        assert inside or element.tag not in INSIDE
    for tag, attributes in Tags(html).seen:
        assert tag in ALLOWED
        assert not any(name.startswith("on") for name in attributes)


@given(
    st.lists(
        st.lists(
            st.tuples(st.booleans(), st.integers(-2, 4), st.integers(-2, 4)), max_size=5
        ),
        max_size=6,
    )
)  # fmt: skip
def test_no_cell_of_a_table_covers_another(rows: list[list[tuple[bool, int, int]]]) -> None:
    def cell(is_head: bool, wide: int, high: int) -> Node:
        name = "tableHeader" if is_head else "tableCell"
        return block(name, paragraph("x"), colspan=wide, rowspan=high)

    table = block("table", *[block("tableRow", *[cell(*each) for each in row]) for row in rows])
    page = ET.fromstring(f"<div>{shown(table)}</div>")  # noqa: S314  our own

    assert len(list(page.iter("th"))) + len(list(page.iter("td"))) == sum(map(len, rows))
    for section in [*page.iter("thead"), *page.iter("tbody")]:
        taken = set()
        for y, row in enumerate(section):
            x = 0
            for each in row:
                while (x, y) in taken:
                    x += 1
                for across in range(int(each.get("colspan", 1))):
                    for down in range(int(each.get("rowspan", 1))):
                        assert (x + across, y + down) not in taken
                        assert y + down < len(section)
                        taken.add((x + across, y + down))

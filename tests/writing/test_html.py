"""What was written as HTML: right for what the editor makes, harmless for anything else."""

from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openweek.writing.html import render_tree, safe_link

Node = dict[str, Any]


def doc(*nodes: Node) -> Node:
    return {"type": "doc", "content": list(nodes)}


def text(words: str, *marks: str, link: str = "") -> Node:
    told: list[Node] = [{"type": mark} for mark in marks]
    if link:
        told.append({"type": "link", "attrs": {"href": link}})
    return {"type": "text", "text": words, "marks": told}


def block(kind: str, *content: Node, **attrs: object) -> Node:
    return {"type": kind, "attrs": attrs, "content": list(content)}


def paragraph(words: str) -> Node:
    return block("paragraph", text(words))


def heading(level: object, words: str) -> Node:
    return block("heading", text(words), level=level)


def shown(*nodes: Node, **options: Any) -> str:
    return render_tree(doc(*nodes), image_url=lambda media: f"/media/{media}/", **options)


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


KINDS = [
    "doc", "paragraph", "heading", "bulletList", "orderedList", "listItem", "blockquote",
    "codeBlock", "image", "horizontalRule", "hardBreak", "script", "style", "table", "<b>",
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
    st.fixed_dictionaries(
        {}, optional={"level": VALUES, "start": VALUES, "media": VALUES, "alt": VALUES}
    ),
)
TREES = st.recursive(
    TEXTS,
    lambda children: st.fixed_dictionaries(
        {"type": st.sampled_from(KINDS), "attrs": ATTRS},
        optional={"content": st.lists(children, max_size=4)},
    ),
    max_leaves=25,
)
PHRASING = {"a", "strong", "em", "s", "code", "br", "img"}
ALLOWED = PHRASING | {
    "div", "p", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "hr", "figure",
}  # fmt: skip


class Tags(HTMLParser):
    """What a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, set[str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, {name for name, _ in attrs}))


@given(st.lists(TREES, max_size=4))
def test_whatever_the_tree_the_page_is_sound_and_runs_nothing(nodes: list[Node]) -> None:
    html = render_tree(
        doc(*nodes), image_url=lambda media: f"/m/{media}" if media.isalnum() else "",
        first_heading=3,
    )  # fmt: skip

    page = ET.fromstring(f"<div>{html}</div>")  # noqa: S314  our own, just made
    for element in page.iter():
        assert element.tag in ALLOWED
        assert set(element.attrib) <= {"href", "rel", "src", "alt", "start"}
        assert element.get("href", "https:").startswith("https:")
        if element.tag in {"p", "h3", "h4", "h5", "h6", "pre", *PHRASING}:
            assert {child.tag for child in element} <= PHRASING
        if element.tag in {"ul", "ol"}:
            assert {child.tag for child in element} == {"li"}
    for tag, attributes in Tags(html).seen:
        assert tag in ALLOWED
        assert not any(name.startswith("on") for name in attributes)

"""Texts that go out in the formats of others, and come back."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from openweek.writing.crdt import document, encoded
from openweek.writing.formats import (
    UnreadableError,
    checked_update,
    markdown_of,
    page_of,
    tree_of_html,
    tree_of_json,
    tree_of_markdown,
)
from openweek.writing.html import Recording
from openweek.writing.tree import seed_of, tree_of
from tests.writing.conftest import document as tree_with
from tests.writing.test_html import TREES
from tests.writing.test_tree import normal, trees, written

Node = dict[str, Any]
HERE = "https://here.example/"


def address_of(media: str) -> str:
    return f"{HERE}{media}"


def media_of(address: str) -> str:
    return address.removeprefix(HERE) if address.startswith(HERE) else ""


def recording_of(media: str) -> Recording:
    return Recording(address_of(media), "audio/mpeg")


def page(tree: Node) -> str:
    return page_of(tree, title="T", language="fr", image_url=address_of, recording_of=recording_of)


def words_of(node: Node) -> list[str]:
    """Everything that is said, in its order, signs and spaces apart."""
    told = node.get("attrs") or {}
    said = [told.get(name) for name in ("alt", "text", "words", "caption")]
    here = [node["text"]] if node["type"] == "text" else [each for each in said if each]
    inside = [word for child in node.get("content") or [] for word in words_of(child)]
    return " ".join([*here, *inside]).split()


# --- Markdown -----------------------------------------------------------------------------

BROKEN_LINE: Node = {"type": "paragraph", "content": [{"type": "hardBreak"}]}


def bullets(*blocks: Node) -> Node:
    return {"type": "bulletList", "content": [{"type": "listItem", "content": list(blocks)}]}


def bold(words: str) -> Node:
    text = {"type": "text", "text": words, "marks": [{"type": "bold"}]}
    return {"type": "paragraph", "content": [text]}


@given(written)
@example({"type": "doc", "content": [bullets(BROKEN_LINE, bullets(BROKEN_LINE, bold("un")))]})
def test_markdown_reads_back_as_what_was_written(tree: Node) -> None:
    sound = tree_of_html(page(tree).partition("</h1>")[2], media_of=media_of)
    back = tree_of_markdown(markdown_of(tree, address_of=address_of), media_of=media_of)

    assert "".join(words_of(back)) == "".join(words_of(sound))


@given(st.lists(st.text(max_size=12), min_size=1, max_size=4))
def test_no_word_means_anything_to_another_reader(said: list[str]) -> None:
    words = "".join(said)
    markdown = markdown_of(tree_with(words, "fin"), address_of=address_of)
    inline = [each for each in MarkdownIt("commonmark").parse(markdown) if each.type == "inline"]
    shown = "".join(
        child.content for token in inline for child in token.children or [] if child.content
    )

    assert "".join(shown.split()) == "".join(
        words_of(tree_of_html(page(tree_with(words, "fin")).partition("</h1>")[2]))
    )
    assert {child.type for each in inline for child in each.children or []} <= {"text"}


EVERYTHING = """\
## Le marché

Un **lieu** vif[^1] et [un *lien*](<https://example.org/a>)\\
suite, `code`.

- du pain

  - blanc

- du vin

3. trois
4. quatre

- [x] fait
- [ ] à faire

> On parle.

> [!TIP]
>
> Fermez à clé.

| Jour | Qui |
| --- | --- |
| lundi | Ada<br>Nadia |

![Un four](<https://here.example/m-1> "Le four")

<figure class="sound"><audio src="https://here.example/m-2" controls></audio>\
<details><p>On rit.</p></details><figcaption>La fête</figcaption></figure>

***

[^1]: Depuis 1998.
"""


def test_markdown_that_we_write_is_what_we_read() -> None:
    tree = tree_of_markdown(EVERYTHING, media_of=media_of)

    assert [node["type"] for node in tree["content"]] == [
        "heading", "paragraph", "bulletList", "orderedList", "taskList", "blockquote", "callout",
        "table", "image", "sound", "horizontalRule",
    ]  # fmt: skip
    assert {"type": "footnote", "attrs": {"text": "Depuis 1998."}} in tree["content"][1]["content"]
    assert markdown_of(tree, address_of=address_of) == EVERYTHING


def test_markdown_of_others_is_taken_with_good_will() -> None:
    tree = tree_of_markdown(
        "Titre\n=====\n\n![un chat](https://example.org/chat.png)\n\n"
        "* [X] fait\n* rien\n\n```\na < b\n```\n\n<b>gras</b> \\[^1] [^2]\n\n[^2]: là\n    bas\n"
        "\n[^3]: seul\n"
    )

    title, picture, tasks, code, bold, alone = tree["content"]
    assert title == {"type": "heading", "attrs": {"level": 2}, "content": [said("Titre")]}
    link = {"type": "link", "attrs": {"href": "https://example.org/chat.png"}}
    assert picture["content"] == [{**said("un chat"), "marks": [link]}]
    assert [item["attrs"]["checked"] for item in tasks["content"]] == [True, False]
    assert code["content"] == [{**said("a < b"), "marks": [{"type": "code"}]}]
    assert bold["content"] == [
        {**said("gras"), "marks": [{"type": "bold"}]},
        said(" [^1] "),
        {"type": "footnote", "attrs": {"text": "là bas"}},
    ]
    assert alone["content"] == [said("seul")]


def said(words: str) -> Node:
    return {"type": "text", "text": words}


@given(st.text(max_size=60) | st.text("-*#>`[]()!|~_\\ \n1.x^:<", max_size=60))
def test_any_markdown_gives_a_text(words: str) -> None:
    tree = tree_of_markdown(words)
    assert normal(tree_of(seed_of(tree))) == normal(tree)


# --- HTML ---------------------------------------------------------------------------------


@given(written)
def test_html_that_we_write_is_what_we_read(tree: Node) -> None:
    once = tree_of_html(page(tree).partition("</h1>")[2], media_of=media_of)
    again = tree_of_html(page(once).partition("</h1>")[2], media_of=media_of)
    assert again == once


@pytest.mark.parametrize(
    ("html", "kinds", "words"),
    [
        ("<p>a<p>b<div>c<b>d</b></div>e", ["paragraph"] * 4, "abcde"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", ["bulletList"], "abc"),
        ("<table><tr><td>a<td>b<tr><th>c</table>", ["table"], "abc"),
        ("<script>x</script><style>y</style><p onclick=z>a</p>", ["paragraph"], "a"),
        ("<h1>a</h1><h6>b</h6>c<hr>", ["heading", "heading", "paragraph", "horizontalRule"], "abc"),
        ("<ul><li><input type=checkbox checked>a</ul>", ["taskList"], "a"),
        ('<p>a<img src="x" alt="b"></p><figure><img alt="c"></figure>', ["paragraph"] * 2, "abc"),
        ("a</p></div></b>b", ["paragraph"], "ab"),
    ],
)  # fmt: skip
def test_html_of_others_is_taken_with_good_will(html: str, kinds: list[str], words: str) -> None:
    tree = tree_of_html(html)

    assert [node["type"] for node in tree["content"]] == kinds
    assert "".join(words_of(tree)) == words


@given(st.text("<>/ pbliutdrhaq=\"'&;x", max_size=80))
def test_any_html_gives_a_text(html: str) -> None:
    tree = tree_of_html(html)
    assert normal(tree_of(seed_of(tree))) == normal(tree)


@given(st.lists(TREES, max_size=3))
def test_hostile_trees_become_markdown_that_runs_nothing(nodes: list[Node]) -> None:
    markdown = markdown_of({"type": "doc", "content": nodes}, address_of=address_of)
    assert "<script" not in MarkdownIt("commonmark").render(markdown)
    assert tree_of_markdown(markdown)["type"] == "doc"


# --- JSON and Yjs -------------------------------------------------------------------------


@given(trees)
def test_json_comes_back_with_what_we_do_not_know(tree: Node) -> None:
    assert normal(tree_of(seed_of(tree_of_json(json.dumps(tree).encode())))) == normal(tree)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{", "no JSON"),
        (b"[]", "begins with"),
        (b'{"type": "doc", "content": [{"kind": "p"}]}', "without a type"),
        (b'{"type": "doc", "content": [{"type": "text"}]}', "no words"),
        (b'{"type": "doc", "content": [{"type": "p", "content": 1}]}', "no list"),
        (b'{"type": "doc", "content": [{"type": "p", "marks": ["b"]}]}', "mark"),
    ],
)
def test_what_is_no_document_is_refused_with_the_reason(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        tree_of_json(content)


ELSEWHERE = Path(__file__).parent / "elsewhere"


def test_a_text_made_by_tiptap_elsewhere_reads_and_writes_back_equal() -> None:
    """Made by ``elsewhere/make.mjs`` with Tiptap and Yjs themselves."""
    update = (ELSEWHERE / "text.yjs").read_bytes()
    told = json.loads((ELSEWHERE / "text.json").read_text(encoding="utf-8"))

    state = encoded(document([checked_update(update)]))

    assert normal(tree_of(state)) == normal(told)
    assert normal(tree_of(seed_of(tree_of_json(json.dumps(told).encode())))) == normal(told)
    assert tree_of(encoded(document([update, state]))) == tree_of(update)


@pytest.mark.parametrize("content", [b"", b"\x00", b"hello", b"\x00\x00", b"\xff" * 40])
def test_what_is_no_update_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        checked_update(content)

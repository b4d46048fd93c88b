"""The plain-text way in: what is not touched stays, what others write meanwhile stays too."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from openweek.ground.text import clean_prose
from openweek.writing.crdt import document, encoded, root, transaction
from openweek.writing.plain import plain_of, tree_of_plain, update_for
from openweek.writing.tree import insert_nodes, seed_of, tree_of
from tests.writing.conftest import document as tree_with
from tests.writing.conftest import paragraph
from tests.writing.test_tree import trees, written

RICH: dict[str, Any] = {
    "type": "doc",
    "content": [
        {**paragraph("Le lieu"), "type": "heading", "attrs": {"level": 2}},
        {
            "type": "paragraph",
            "content": [
                {"type": "text", "text": "Un "},
                {"type": "text", "text": "café", "marks": [{"type": "bold"}]},
                {"type": "text", "text": " chaud 🌻 pour tous."},
            ],
        },
        {"type": "paragraph"},
        {
            "type": "bulletList",
            "content": [
                {"type": "listItem", "content": [paragraph("du pain")]},
                {"type": "listItem", "content": [paragraph("du vin")]},
            ],
        },
        {"type": "image", "attrs": {"src": "/media/1", "alt": "La façade"}},
        {"type": "blockquote", "content": [paragraph("Bonjour."), paragraph("Bonsoir.")]},
    ],
}


def after(seed: bytes, *bodies: str) -> dict[str, Any]:
    """As if each body had come from a form that showed the seed."""
    return tree_of(encoded(document([seed, *(update_for(seed, body) for body in bodies)])))


def test_rich_text_reads_as_plain_text() -> None:
    assert plain_of(RICH) == (
        "## Le lieu\n\nUn café chaud 🌻 pour tous.\n\n- du pain\n- du vin\n\n"
        "[image: La façade]\n\n> Bonjour.\n>\n> Bonsoir."
    )


def test_plain_text_becomes_titles_lists_and_paragraphs() -> None:
    body = "# Titre\r\nJuste dessous\r\n\r\n1. un\r\n2. deux\r\n\r\n* trois\r\n\r\nligne\r\nsuite"
    kinds = [node["type"] for node in tree_of_plain(body)["content"]]
    assert kinds == ["heading", "paragraph", "orderedList", "bulletList", "paragraph"]
    assert plain_of(tree_of_plain(body)) == (
        "# Titre\n\nJuste dessous\n\n1. un\n2. deux\n\n- trois\n\nligne\nsuite"
    )


@given(trees | written)
def test_a_form_sent_back_as_it_was_changes_nothing(tree: dict[str, Any]) -> None:
    seed = seed_of(tree)
    assert update_for(seed, clean_prose(plain_of(tree_of(seed)))) == b""


@given(written, st.data())
def test_a_word_put_into_one_line_leaves_all_the_others_as_they_were(
    tree: dict[str, Any], data: Any
) -> None:
    seed = seed_of(tree)
    lines = plain_of(tree_of(seed)).split("\n")
    chosen = [n for n, line in enumerate(lines) if line and line[-1].isalpha()]
    if not chosen:
        return
    lines[data.draw(st.sampled_from(chosen))] += " neuf"
    was, now = leaves(tree_of(seed)), leaves(after(seed, "\n".join(lines)))
    assert len(was) == len(now)
    changed = [(one, other) for one, other in zip(was, now, strict=True) if one != other]
    assert len(changed) == 1
    assert said(changed[0][1]).replace(" neuf", "", 1) == said(changed[0][0])


def leaves(node: dict[str, Any]) -> list[Any]:
    """Each paragraph and each thing, with what it stands in."""
    inside = node.get("content") or []
    if node["type"] in {"paragraph", "heading", "text"} or not inside:
        return [node]
    told = (node["type"], node.get("attrs"))
    return [told, *(leaf for child in inside for leaf in leaves(child))]


def said(node: dict[str, Any]) -> str:
    return "".join(child.get("text", "") for child in node["content"])


def test_what_plain_text_cannot_say_stays_moves_and_comes_back_whole() -> None:
    cell = {"type": "tableCell", "attrs": {"colspan": 2}, "content": [paragraph("lundi")]}
    table = {"type": "table", "content": [{"type": "tableRow", "content": [cell]}]}
    callout = {"type": "callout", "attrs": {"kind": "tip"}, "content": [paragraph("Fermez.")]}
    film = {"type": "film", "attrs": {"media": "m", "words": "On\nrit.", "caption": "Fête [1]"}}
    seed = seed_of({"type": "doc", "content": [table, callout, film, paragraph("Fin.")]})
    shown = plain_of(tree_of(seed))

    assert shown == "[table: lundi]\n\n[callout: tip Fermez.]\n\n[film: On rit. Fête (1)]\n\nFin."
    lines = shown.split("\n\n")
    moved = after(seed, "\n\n".join([lines[3], lines[2], lines[0], lines[1]]))
    assert moved["content"] == [paragraph("Fin."), film, table, callout]


def test_a_note_stays_in_its_line_and_one_can_be_written() -> None:
    note = {"type": "footnote", "attrs": {"text": "Depuis [1998]."}}
    break_ = {"type": "hardBreak"}
    line = {**paragraph("Le café"), "content": [
        {"type": "text", "text": "Le "},
        {"type": "text", "text": "café", "marks": [{"type": "bold"}]},
        note, {"type": "text", "text": " est chaud."}, break_, {"type": "text", "text": "Venez."},
    ]}  # fmt: skip
    seed = seed_of({"type": "doc", "content": [line]})
    shown = plain_of(tree_of(seed))
    assert shown == "Le café[note: Depuis (1998).] est chaud.\nVenez."

    written = after(
        seed, shown.replace("café", "thé").replace("chaud", "chaud[note: Très.] et bon")
    )
    content = written["content"][0]["content"]
    assert content[:3] == [
        {"type": "text", "text": "Le "},
        {"type": "text", "text": "thé", "marks": [{"type": "bold"}]},
        note,
    ]
    assert content[4] == {"type": "footnote", "attrs": {"text": "Très."}}
    assert plain_of(written) == (
        "Le thé[note: Depuis (1998).] est chaud[note: Très.] et bon.\nVenez."
    )


def test_a_box_is_ticked_and_what_is_nested_stays_nested() -> None:
    inner = {
        "type": "bulletList",
        "content": [{"type": "listItem", "content": [paragraph("lait")]}],
    }
    tasks = {"type": "taskList", "content": [
        {"type": "taskItem", "attrs": {"checked": False}, "content": [paragraph("Courses"), inner]},
        {"type": "taskItem", "attrs": {"checked": False}, "content": [paragraph("Ménage")]},
    ]}  # fmt: skip
    seed = seed_of({"type": "doc", "content": [tasks]})
    shown = plain_of(tree_of(seed))
    assert shown == "- [ ] Courses\n  - lait\n- [ ] Ménage"

    done = after(seed, shown.replace("[ ] C", "[x] C").replace("lait", "lait frais"))
    tasks["content"][0]["attrs"]["checked"] = True
    inner["content"][0]["content"] = [paragraph("lait frais")]
    assert done == {"type": "doc", "content": [tasks]}


def test_a_corrected_word_leaves_bold_words_and_pictures_alone() -> None:
    seed = seed_of(RICH)
    shown = plain_of(tree_of(seed))
    corrected = after(seed, shown.replace("chaud", "brûlant").replace("du vin", "du jus"))
    wanted = tree_of(seed)
    wanted["content"][1]["content"][2]["text"] = " brûlant 🌻 pour tous."
    wanted["content"][3]["content"][1] = {"type": "listItem", "content": [paragraph("du jus")]}
    assert corrected == wanted


def test_two_forms_that_change_different_paragraphs_both_count() -> None:
    seed = seed_of(tree_with("Un.", "Deux.", "Trois."))
    both = after(seed, "Un, dit Ada.\n\nDeux.\n\nTrois.", "Un.\n\nDeux.\n\nTrois.\n\nQuatre.")
    assert both == tree_with("Un, dit Ada.", "Deux.", "Trois.", "Quatre.")


def test_two_forms_that_change_the_same_paragraph_both_count() -> None:
    seed = seed_of(tree_with("Il fait beau dehors."))
    assert after(seed, "Il fait très beau dehors.", "Il fait beau dehors aussi.") == tree_with(
        "Il fait très beau dehors aussi."
    )


def test_what_the_editor_writes_meanwhile_stays() -> None:
    seed = seed_of(tree_with("Un.", "Deux."))
    doc = document([seed])
    with transaction(doc) as txn:
        insert_nodes(root(doc, txn), txn, 1, tree_with("Entre.")["content"])
    form = update_for(seed, "Un !\n\nDeux.")
    assert tree_of(encoded(document([encoded(doc), form]))) == tree_with("Un !", "Entre.", "Deux.")


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("Un.\n\nTrois.", ["Un.", "Trois."]),
        ("", []),
        ("Trois.\n\nUn.", ["Trois.", "Un."]),
        ("Un. Deux. Trois.", ["Un. Deux. Trois."]),
        ("Zéro.\n\nUn.\n\nDeux.\n\nTrois.", ["Zéro.", "Un.", "Deux.", "Trois."]),
    ],
)
def test_a_form_has_the_last_word_where_nobody_else_writes(body: str, wanted: list[str]) -> None:
    assert after(seed_of(tree_with("Un.", "Deux.", "Trois.")), body) == tree_with(*wanted)


BOLD_BEHIND_A_BREAK = {
    "type": "doc",
    "content": [
        {
            "type": "paragraph",
            "content": [
                {"type": "hardBreak"},
                {"type": "text", "text": "0", "marks": [{"type": "bold"}]},
            ],
        },
    ],
}


@given(trees, st.lists(st.sampled_from(["Un mot.", "# Titre", "- a\n- b", "é 🌻\nsuite", "1. x"])))
@example(BOLD_BEHIND_A_BREAK, ["é 🌻\nsuite"])
def test_whatever_a_form_says_is_what_the_text_says(tree: dict[str, Any], said: list[str]) -> None:
    seed = seed_of(tree)
    body = "\n\n".join(said)
    assert plain_of(after(seed, body)) == plain_of(tree_of_plain(body))

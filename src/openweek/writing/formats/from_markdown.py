"""Markdown, through the HTML that it stands for: CommonMark, pipe tables, checklists, footnotes,
call-outs as ``> [!TIP]``.
"""

import re
from collections.abc import Iterable

from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.token import Token

from openweek.writing.formats.from_html import MediaOf, no_media, tree_of_html
from openweek.writing.tree import Node

# What stands behind a backslash must stay apart: it is never a sign of ours.
_markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]{1,60})\]:[ \t]*(.*)$")
_CALL = re.compile(r"\[\^([^\]\s]{1,60})\]")
_TASK = re.compile(r"\[([ xX])\](?:\s+|$)")
_CALLOUT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*", re.IGNORECASE)
_KINDS = {"tip": "tip", "warning": "warning", "caution": "warning"}
_FENCE = re.compile(r"^ {0,3}(```|~~~)")


def tree_of_markdown(words: str, *, media_of: MediaOf = no_media) -> Node:
    body, notes = _without_notes(words.replace("\r\n", "\n").replace("\r", "\n"))
    tokens = _markdown.parse(body)
    _mark_blocks(tokens)
    for token in tokens:
        if token.type == "inline":
            token.children = list(_called(token.children or [], notes))
    html = str(_markdown.renderer.render(tokens, _markdown.options, {}))
    listed = "".join(
        f'<p id="note-{escape(name)}">{escape(said)}</p>' for name, said in notes.items()
    )
    return tree_of_html(html + listed, media_of=media_of)


def _without_notes(words: str) -> tuple[str, dict[str, str]]:
    """Lines apart from the notes below them; what looks like a note inside code is none."""
    kept: list[str] = []
    notes: dict[str, str] = {}
    name = ""
    is_code = False
    for line in words.split("\n"):
        is_code = is_code != bool(_FENCE.match(line))
        found = None if is_code else _NOTE.match(line)
        if found and found[1] not in notes:
            name = found[1]
            notes[name] = _unescaped(found[2])
        elif name and line.startswith("    ") and line.strip():
            notes[name] += " " + _unescaped(line.strip())
        else:
            name = ""
            kept.append(line)
    return "\n".join(kept), notes


def _unescaped(words: str) -> str:
    """The words of a line without its signs."""
    inline = _markdown.parseInline(words)[0].children or []
    return "".join(each.content for each in inline)


def _called(tokens: Iterable[Token], notes: dict[str, str]) -> Iterable[Token]:
    for token in tokens:
        if token.type != "text":
            token.type = "text" if token.type == "text_special" else token.type
            if token.children:  # the words of a picture
                token.children = list(_called(token.children, {}))
            yield token
            continue
        for place, piece in enumerate(_CALL.split(token.content)):
            is_name = place % 2
            if is_name and piece in notes:
                call = f'<a role="doc-noteref" href="#note-{escape(piece)}"></a>'
                yield Token("html_inline", "", 0, content=call)
            elif piece:
                yield Token("text", "", 0, content=f"[^{piece}]" if is_name else piece)


def _mark_blocks(tokens: list[Token]) -> None:
    """Tell checklists and call-outs by how their first line begins."""
    for place, token in enumerate(tokens[2:], start=2):
        if token.type != "inline" or not token.children or token.children[0].type != "text":
            continue
        first, around = token.children[0], tokens[place - 2]
        task, callout = _TASK.match(first.content), _CALLOUT.match(first.content)
        if around.type == "list_item_open" and task:
            around.attrSet("data-checked", "false" if task[1] == " " else "true")
            first.content = first.content[task.end() :]
        elif around.type == "blockquote_open" and callout:
            kind = _KINDS.get(callout[1].lower(), "note")
            _become_callout(tokens, place - 2, kind)
            first.content = first.content[callout.end() :]


def _become_callout(tokens: list[Token], place: int, kind: str) -> None:
    opening = tokens[place]
    closing = next(
        each for each in tokens[place:]
        if each.type == "blockquote_close" and each.level == opening.level
    )  # fmt: skip
    opening.tag = closing.tag = "aside"
    opening.attrSet("class", f"callout callout-{kind}")

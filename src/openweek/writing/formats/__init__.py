"""A text in the formats of others: Tiptap's JSON, Yjs, HTML, Markdown."""

from openweek.writing.formats.from_html import tree_of_html
from openweek.writing.formats.from_json import UnreadableError, tree_of_json
from openweek.writing.formats.from_markdown import tree_of_markdown
from openweek.writing.formats.from_yjs import checked_update
from openweek.writing.formats.to_html import page_of
from openweek.writing.formats.to_markdown import markdown_of, plain_words, sound_tree

__all__ = [
    "UnreadableError",
    "checked_update",
    "markdown_of",
    "page_of",
    "plain_words",
    "sound_tree",
    "tree_of_html",
    "tree_of_json",
    "tree_of_markdown",
]

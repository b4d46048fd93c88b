"""Footnotes: numbered as they come in one rendering, and listed at its end."""

from django.utils.translation import gettext as _

from openweek.writing.html.nodes import Node, attrs, escaped


class Notes:
    """``prefix`` keeps the ids of several texts on one page apart."""

    def __init__(self, prefix: str, *, in_book: bool) -> None:
        self._prefix = prefix
        self._in_book = in_book
        self._words: list[str] = []

    def call(self, node: Node) -> str:
        """The number that stands in the line, or nothing for a note that says nothing."""
        words = escaped(attrs(node).get("text")).strip()
        if not words:
            return ""
        self._words.append(words)
        number = len(self._words)
        book = ' epub:type="noteref"' if self._in_book else ""
        told = escaped(_("Note %(number)d") % {"number": number})
        return (
            f'<sup class="footnote-call"><a id="{self._back(number)}" href="#{self._id(number)}" '
            f'role="doc-noteref" aria-label="{told}"{book}>{number}</a></sup>'
        )

    def listed(self) -> str:
        if not self._words:
            return ""
        notes = enumerate(self._words, start=1)
        if self._in_book:
            return "".join(self._aside(number, words) for number, words in notes)
        items = "".join(self._item(number, words) for number, words in notes)
        name = escaped(_("Notes"))
        return (
            f'<section class="footnotes" role="doc-endnotes" aria-label="{name}">'
            f"<ol>{items}</ol></section>"
        )

    def _item(self, number: int, words: str) -> str:
        back = escaped(_("Back to note %(number)d in the text") % {"number": number})
        return (
            f'<li id="{self._id(number)}"><p>{words} <a class="footnote-back" '
            f'href="#{self._back(number)}" role="doc-backlink" aria-label="{back}">↩</a></p></li>'
        )

    def _aside(self, number: int, words: str) -> str:
        """As readers of books know it: many show it beside the line."""
        back = escaped(_("Back to note %(number)d in the text") % {"number": number})
        return (
            f'<aside class="footnote" id="{self._id(number)}" epub:type="footnote" '
            f'role="doc-footnote"><p><a href="#{self._back(number)}" role="doc-backlink" '
            f'aria-label="{back}">{number}.</a> {words}</p></aside>'
        )

    def _id(self, number: int) -> str:
        return f"{self._prefix}note-{number}"

    def _back(self, number: int) -> str:
        return f"{self._prefix}note-{number}-call"

"""What the pages of a text's history show."""

from collections import defaultdict
from functools import cached_property

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from openweek.writing.differences import Section, compared, sections
from openweek.writing.hands import Dressing, Hand, hands_in, name_of
from openweek.writing.models import Text
from openweek.writing.queries import versions as queries
from openweek.writing.reader import html_of
from openweek.writing.tree import Node


class View:
    """A text at a mark; with ``hands``, by author, and with ``only`` one of them stands out."""

    def __init__(self, text: Text, mark: int, *, hands: bool, only: int | None) -> None:
        self._text = text
        self._past = queries.past_of(text, mark)
        self.mark = mark
        self.at = self._past.at
        self.shows_hands = hands
        self.only = only if hands else None

    @cached_property
    def hands(self) -> list[Hand]:
        return hands_in(self._past.tree, self._past.claims, self._past.names)

    @cached_property
    def html(self) -> SafeString:
        if not self.shows_hands:
            return html_of(self._text, self._past.tree)
        shown = [hand for hand in self.hands if self.only in (None, hand.number)]
        return Dressing(shown, self._name, self._rendered).authors(self._past.tree)

    def _name(self, number: int) -> str:
        return name_of(number, self._past.claims, self._past.names)

    def _rendered(self, tree: Node) -> str:
        return html_of(self._text, tree)


class Comparison:
    """Two moments of a text; where its reader may, with a button for each section that changed."""

    def __init__(
        self, text: Text, old: int, new: int, *, may_restore: bool, request: HttpRequest
    ) -> None:
        self._text = text
        self._request = request
        self._may_restore = may_restore
        self._old = queries.past_of(text, old, deleted=True)
        self._new = queries.past_of(text, new)
        self.old, self.new = old, new
        self.old_at, self.new_at = self._old.at, self._new.at
        self._found = compared(self._old.tree, self._new.tree)
        self.is_same = not any("change" in block for block in self._found)

    @cached_property
    def hands(self) -> list[Hand]:
        """Of the later text; those who only deleted have no words in it."""
        return hands_in(self._new.tree, self._new.claims, self._new.names)

    @cached_property
    def html(self) -> SafeString:
        dressing = Dressing(self.hands, self._name, self._rendered)
        return dressing.changes(self._found, self._buttons() if self._may_restore else {})

    def _name(self, number: int) -> str:
        return name_of(number, self._new.claims, self._new.names)

    def _rendered(self, tree: Node) -> str:
        return html_of(self._text, tree)

    def _buttons(self) -> dict[int, list[SafeString]]:
        """At the first change in each section of the earlier text, but for those whose changes
        are all in sections inside them.
        """
        places = [block["old"] for block in self._found if "change" in block]
        found = sections(self._old.tree["content"])
        inmost: set[int] = set()
        for place in places:
            around = [n for n, each in enumerate(found) if each.start <= place < each.stop]
            inmost.update(around[-1:])
        buttons: dict[int, list[SafeString]] = defaultdict(list)
        for number in sorted(inmost):
            section = found[number]
            first = next(place for place in places if section.start <= place < section.stop)
            buttons[first].append(self._button(number, section))
        return buttons

    def _button(self, number: int, section: Section) -> SafeString:
        context = {
            "text": self._text, "mark": self.old, "base": self.new, "part": number,
            "section": section,
        }  # fmt: skip
        html = render_to_string("writing/restore_part.html", context, self._request)
        return mark_safe(" ".join(html.split()))  # noqa: S308  a template of ours

"""Writers of whom it is known what they wrote, what was promised to them, and what they keep."""

import random
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from pycrdt import Doc, TransactionEvent, XmlElement, XmlText
from websockets.exceptions import ConnectionClosed

from openweek.writing import crdt
from openweek.writing.live import protocol
from tests.writing.client import Writer
from tests.writing.proofs.line import Line, RefusedError, frame

# One letter of the private planes (four bytes, two UTF-16 units) marks each edit and nothing else.
FIRST_MARK = 0xF0000
# What fingers and input methods do before a letter stands: each stage replaces the one before.
COMPOSED = (
    ("´", "é"),
    ("e", "e\u0301"),
    ("^", "ê", "ế"),
    ("ㅎ", "하", "한"),
    ("n", "ni", "你"),
    ("👩", "👩\u200d", "👩\u200d👩\u200d👧\u200d👦"),
    ("🇫", "🇫🇷"),
    ("👍", "👍🏽"),
    ("❤", "❤\ufe0f\u200d🔥"),
    ("Z", "Z\u0351\u036b\u0343", "Z\u0351\u036b\u0343A\u0329\u0348"),
)
WORDS = ("cœur ", "naïve ", "où ", "«\u00a0l’été\u00a0» ", "🌻 ", "عربى ", "👨\u200d🌾 ", "mot ")


class Marks:
    """Gives each edit a mark that no other has."""

    def __init__(self) -> None:
        self._given = 0

    def new(self) -> str:
        self._given += 1
        return chr(FIRST_MARK + self._given)


def marks_in(words: str) -> Counter[str]:
    return Counter(letter for letter in words if ord(letter) > FIRST_MARK)


@dataclass(frozen=True, slots=True)
class Edit:
    """One change, as it was sent or kept to be sent."""

    update: bytes
    mark: str = ""


@dataclass
class Composition:
    mark: str
    stages: tuple[str, ...]
    reached: int = 0


@dataclass
class Promise:
    """Updates that the server said are saved, and the marks that belong to them."""

    updates: list[bytes] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)


class Pen(Writer):
    """A writer whose line can break anywhere, and whose device keeps what it saw."""

    def __init__(self, name: str, marks: Marks) -> None:
        self.kept: list[Edit] = []  # what the device holds, everybody's
        self.made: list[Edit] = []  # what was ever written here
        self.promised = Promise()
        self.line: Line | None = None
        self.composing: Composition | None = None
        self._marks = marks
        self._on_the_way: list[tuple[bytes, set[str]]] = []  # aligned with ``sent``
        self._settled = 0  # how many of those were promised
        super().__init__(name)

    # --- the line ---------------------------------------------------------------------

    def connect(self, address: str, **headers: str) -> "Pen":
        """Stays without a line when nobody opens."""
        self.hang_up()
        try:
            self.line = self._socket = Line(address)  # type: ignore[assignment]
        except (OSError, RefusedError):
            self.line = self._socket = None
            return self
        self.saved, self.sent, self.notices, self.closed_with = 0, [], [], None
        self._on_the_way, self._settled = [], 0
        self.send(protocol.sync(protocol.STEP_1, self.doc.get_state()))
        return self

    def hang_up(self) -> None:
        if self.line:
            self.line.close()
        self.line = self._socket = None

    def cut(self, chance: random.Random) -> None:
        """Both ways, with what is on its way; perhaps in the middle of a frame."""
        if self.line is None:
            return
        if chance.random() < 0.5:
            whole = frame(protocol.sync(protocol.STEP_1, self.doc.get_state()))
            with suppress(ConnectionClosed):
                self.line.send_bytes(whole[: chance.randrange(1, len(whole))])
        self.line.reset()
        self.line = self._socket = None

    @property
    def is_connected(self) -> bool:
        return self._socket is not None

    def hear_all(self) -> None:
        """What has come until now."""
        while self._socket is not None:
            try:
                message = self._socket.recv(timeout=0)
            except TimeoutError:
                return
            except ConnectionClosed as closed:
                self.closed_with = closed.rcvd.code if closed.rcvd else None
                self.hang_up()
                return
            assert isinstance(message, bytes)
            self._take(protocol.Reader(message))

    def _take(self, reader: protocol.Reader) -> None:
        super()._take(reader)
        assert self.saved <= len(self.sent), "more is called saved than was sent"
        for update, marks in self._on_the_way[self._settled : self.saved]:
            self.promised.updates.append(update)
            self.promised.marks |= marks
        self._settled = max(self._settled, self.saved)

    def _send_update(self, step: int, update: bytes, about: str) -> None:
        if self._socket is not None:
            # An answer carries all that the server lacks, whatever was refused before.
            is_answer = step == protocol.STEP_2
            marks = {edit.mark for edit in self.made} if is_answer else {about}
            self._on_the_way.append((update, marks - {""}))
        super()._send_update(step, update, about)

    # --- the device -------------------------------------------------------------------

    def _changed(self, event: TransactionEvent) -> None:
        edit = Edit(event.update, "" if self._is_hearing else self._about)
        self.kept.append(edit)
        if not self._is_hearing:
            self.made.append(edit)
        super()._changed(event)

    def reopen(self, forget: int = 0) -> None:
        """Another process on the same device, which may not have kept the last few changes."""
        self.hang_up()
        lost = self.kept[len(self.kept) - forget :]
        self.kept = self.kept[: len(self.kept) - forget]
        self.made = [edit for edit in self.made if edit not in lost]
        self.doc = Doc()
        self._watching = None  # type: ignore[assignment]
        self._is_hearing = True
        for edit in self.kept:
            self.doc.apply_update(edit.update)
        self._is_hearing = False
        self._watching = self.doc.observe(self._changed)
        self.composing = None

    # --- writing ----------------------------------------------------------------------

    def _texts(self) -> list[XmlText]:
        return [
            child
            for block in self.fragment.children
            if isinstance(block, XmlElement)
            for child in block.children
            if isinstance(child, XmlText)
        ]

    def marked(self, words: str) -> str:
        """Mark the next change."""
        self._about = self._marks.new()
        return words + self._about

    def begin_paragraph(self, words: str, place: int) -> str:
        words = self.marked(words)
        children = self.fragment.children
        children.insert(place % (len(children) + 1), XmlElement("paragraph", {}, [XmlText(words)]))
        return self._about

    def put(self, words: str, place: int, at: int) -> str:
        """Somewhere in some paragraph."""
        texts = self._texts()
        if not texts:
            return self.begin_paragraph(words, place)
        text = texts[place % len(texts)]
        told = str(text)
        text.insert(len(told[: at % (len(told) + 1)].encode()), self.marked(words))
        return self._about

    def take_out(self, place: int, at: int, size: int) -> None:
        texts = self._texts()
        if not texts:
            return
        text = texts[place % len(texts)]
        told = str(text)
        if told:
            at %= len(told)
            self._about = ""
            del text[len(told[:at].encode()) : len(told[: at + size].encode())]

    def take_out_paragraph(self, place: int) -> None:
        if len(self.fragment.children):
            self._about = ""
            del self.fragment.children[place % len(self.fragment.children)]

    def compose(self, place: int, at: int, stages: tuple[str, ...]) -> None:
        """The first stage; :meth:`compose_on` replaces it by the next."""
        mark = self.put(stages[0], place, at)
        self.composing = Composition(mark, stages)

    def compose_on(self) -> None:
        now = self.composing
        if now is None:
            return
        before = now.stages[now.reached]
        for text in self._texts():
            told = str(text)
            at = told.find(before + now.mark)
            if at < 0:
                continue
            start = len(told[:at].encode())
            self._about = ""
            with self.doc.transaction():
                del text[start : start + len(before.encode())]
                text.insert(start, now.stages[now.reached + 1])
            now.reached += 1
            if now.reached + 1 == len(now.stages):
                self.composing = None
            return
        self.composing = None  # somebody wrote into it, or took it out


def is_contained(state: bytes, promises: Iterable[bytes]) -> bool:
    """Whether a document in that state already says all of these updates."""
    updates = list(promises)
    doc = crdt.document([state])
    vector = crdt.state(doc)
    if any(crdt.lacks(vector, update) for update in updates):
        return False
    return crdt.is_same(doc, crdt.document([state, *updates]))


def words_of(state: bytes) -> str:
    return words_in(crdt.document([state]))


def words_in(doc: Any) -> str:
    """All that stands in it, a line for each paragraph."""
    with crdt.transaction(doc) as txn:
        blocks = crdt.root(doc, txn).children(txn)
        return "\n".join(
            "".join(str(words) for child in block.children(txn) for words, _ in child.diff(txn))
            for block in blocks
        )

"""A writer who is no browser: pycrdt and websockets, speaking y-sync and counting what is saved."""

import json
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import Any

from pycrdt import Doc, TransactionEvent, XmlElement, XmlFragment, XmlText
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from openweek.writing.live import protocol
from openweek.writing.live.protocol import Presence, Reader

SOON = 10.0


class Writer:
    """Keeps its document over lost connections, as a browser does."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.doc: Doc[Any] = Doc()
        self.notices: list[dict[str, Any]] = []
        self.presences: dict[int, dict[str, Any] | None] = {}
        self.saved = 0
        self.sent: list[str] = []  # what each update of this connection was about
        self.acknowledged: set[str] = set()
        self.closed_with: int | None = None
        self._about = ""
        self._is_hearing = False
        self._socket: ClientConnection | None = None
        self._line = ExitStack()
        self._watching = self.doc.observe(self._changed)

    # --- the line ---------------------------------------------------------------------

    def connect(self, address: str, **headers: str) -> "Writer":
        line = connect(
            address, additional_headers=headers, compression=None, max_size=None, proxy=None
        )
        self._line.close()
        self._socket = self._line.enter_context(line)
        self.saved, self.sent, self.notices, self.closed_with = 0, [], [], None
        self.send(protocol.sync(protocol.STEP_1, self.doc.get_state()))
        return self

    def send(self, message: bytes | str) -> None:
        """What is sent to a line that broke is lost; the break is heard when listening."""
        if self._socket is not None:
            with suppress(ConnectionClosed):
                self._socket.send(message)

    def hang_up(self) -> None:
        self._socket = None
        self._line.close()

    def hear(self, until: Callable[[], object], seconds: float = SOON) -> "Writer":
        """Take what comes until that is so; fail when it does not become so."""
        give_up_at = time.monotonic() + seconds
        while not until():
            left = give_up_at - time.monotonic()
            assert left > 0, f"{self.name} waited in vain: {self.notices} {self.words}"
            assert self.hear_one(left), f"{self.name} was hung up on: {self.closed_with}"
        return self

    def hear_one(self, seconds: float) -> bool:
        """Whether the line still stands."""
        if self._socket is None:
            return False
        try:
            message = self._socket.recv(timeout=seconds)
        except TimeoutError:
            return True
        except ConnectionClosed as closed:
            self.closed_with = closed.rcvd.code if closed.rcvd else None
            self._socket = None
            return False
        assert isinstance(message, bytes)
        self._take(Reader(message))
        return True

    def hear_the_end(self) -> int | None:
        """The code with which the server hangs up."""
        give_up_at = time.monotonic() + SOON
        while self.hear_one(0.2):
            assert time.monotonic() < give_up_at, "nobody hung up"
        return self.closed_with

    def _take(self, reader: Reader) -> None:
        kind = reader.number()
        if kind == protocol.SYNC:
            step, data = reader.number(), reader.block()
            if step == protocol.STEP_1:
                self._send_update(protocol.STEP_2, self.doc.get_update(data), "answer")
            else:
                self._merge(data)
        elif kind == protocol.AWARENESS:
            self._take_awareness(Reader(reader.block()))
        elif kind == protocol.SAVED:
            self.saved = reader.number()
            self.acknowledged.update(self.sent[: self.saved])
        elif kind == protocol.NOTICE:
            self.notices.append(json.loads(reader.block()))

    def _merge(self, update: bytes) -> None:
        self._is_hearing = True
        self.doc.apply_update(update)
        self._is_hearing = False

    def _take_awareness(self, reader: Reader) -> None:
        for _ in range(reader.number()):
            client, _clock = reader.number(), reader.number()
            self.presences[client] = json.loads(reader.block())

    # --- writing ----------------------------------------------------------------------

    def _changed(self, event: TransactionEvent) -> None:
        if not self._is_hearing:
            self._send_update(protocol.UPDATE, event.update, self._about)

    def _send_update(self, step: int, update: bytes, about: str) -> None:
        if self._socket is None:
            return
        self.sent.append(about)
        self.send(protocol.sync(step, update))

    def pass_on(self, update: bytes, about: str) -> "Writer":
        """Send what somebody else made."""
        self._send_update(protocol.UPDATE, update, about)
        return self

    @property
    def fragment(self) -> XmlFragment:
        return self.doc.get("default", type=XmlFragment)

    def write(self, words: str) -> "Writer":
        """A paragraph of its own."""
        self._about = words
        self.fragment.children.append(XmlElement("paragraph", {}, [XmlText(words)]))
        return self

    def type(self, words: str) -> "Writer":
        """Behind the last paragraph's words."""
        self._about = words
        text = self.fragment.children[len(self.fragment.children) - 1].children[0]
        assert isinstance(text, XmlText)
        text.insert(len(text), words)
        return self

    def show(self, state: dict[str, Any] | None, *, client: int = 7, clock: int = 1) -> "Writer":
        self.send(protocol.awareness([Presence(client, clock, json.dumps(state))]))
        return self

    @property
    def words(self) -> list[str]:
        return [str(block.children[0]) for block in self.fragment.children if block.children]

    @property
    def all_is_saved(self) -> bool:
        return bool(self.sent) and self.saved == len(self.sent)

    @property
    def kinds(self) -> list[str]:
        return [told["kind"] for told in self.notices]


def hear_together(*writers: Writer, until: Callable[[], object]) -> None:
    """Each hears in turn, since one may wait for what another has not answered yet."""
    give_up_at = time.monotonic() + SOON
    while not until():
        assert time.monotonic() < give_up_at, [(w.name, w.saved, w.sent) for w in writers]
        for writer in writers:
            assert writer.hear_one(0.002), f"{writer.name} was hung up on: {writer.closed_with}"


def are_settled(*writers: Writer) -> bool:
    """All say the same, and all of it is saved."""
    same = all(writer.words == writers[0].words for writer in writers)
    return same and all(writer.all_is_saved for writer in writers)

"""One browser on one text: reads its messages, and never lets it hold up the others."""

from openweek.writing.live import protocol
from openweek.writing.live.access import Admission
from openweek.writing.live.measures import COUNTS
from openweek.writing.live.protocol import BadMessageError, Reader
from openweek.writing.live.room import Room, Update
from openweek.writing.live.ticket import Standing
from openweek.writing.live.wire import BAD_DATA, TRY_LATER, Wire, frame
from openweek.writing.live.writer import Writer

PATIENCE_ROUNDS = 4  # rounds of the hub without a sign of life, or without reading


class Connection(Wire):
    """Silent until :meth:`start`; after that every message goes to its room."""

    def __init__(self) -> None:
        super().__init__()
        self.author = self.name = self.level = ""
        self.may_write = False
        self.standing = Standing()
        self._room: Room | None = None
        self._writer: Writer | None = None
        self._received = 0  # updates, for which 101 will say how many are durable
        self.merged = 0  # how many of those are in the document
        self._saved = 0
        self._owes_word = False  # that so many are saved, and it was not told yet
        self._is_past_quota = False
        self._missed: bytes | None = None  # what a slow reader has: the state when it fell behind
        self._asked: bytes | None = None  # a step 1 that came meanwhile
        self._slow_rounds = 0

    def start(self, admission: Admission, room: Room, writer: Writer) -> None:
        self.author, self.name = admission.author, admission.name
        self.standing = admission.standing
        self.level, self.may_write = admission.level, admission.may_write
        self._room, self._writer = room, writer
        room.join(self)

    def gone(self) -> None:
        if self._room:
            self._room.leave(self)

    # --- in ---------------------------------------------------------------------------

    def message(self, payload: bytes) -> None:
        if self._room is None:
            return
        try:
            self._read(Reader(payload), self._room)
        except (BadMessageError, ValueError) as bad:
            self.close(BAD_DATA, str(bad))

    def _read(self, reader: Reader, room: Room) -> None:
        kind = reader.number()
        if kind == protocol.SYNC:
            step, data = reader.number(), reader.block()
            if step == protocol.STEP_1:
                self._answer(data, room)
            elif step in (protocol.STEP_2, protocol.UPDATE):
                self._write(data, room, is_answer=step == protocol.STEP_2)
            else:
                raise BadMessageError("no such step")
        elif kind == protocol.AWARENESS:
            presences = protocol.read_awareness(reader.block(), author=self.author, name=self.name)
            room.present(self, presences)
        elif kind == protocol.QUERY_AWARENESS:
            self.send(room.presences.message())
        else:
            raise BadMessageError("no such message")

    def _answer(self, state: bytes, room: Room) -> None:
        if self._missed is None:
            try:
                room.answer(self, state)
            except (KeyboardInterrupt, SystemExit):
                raise
            except BaseException as bad:
                raise BadMessageError("no state vector") from bad
        else:
            self._asked = state

    def _write(self, update: bytes, room: Room, *, is_answer: bool) -> None:
        """A reader's editor answers step 1 too: that is refused without a word."""
        if not (self.may_write and room.takes_pens):
            if not is_answer:
                COUNTS.refused_updates += 1
                self.send(protocol.notice("refused" if room.takes_pens else "frozen"))
            return
        if self._writer and self._writer.is_full:
            self.close(TRY_LATER, "the disk does not follow")
            return
        # What follows a refused update would be counted in its place: it is refused as well.
        self._is_past_quota = self._is_past_quota or not room.has_space(update, is_answer=is_answer)
        if self._is_past_quota:
            COUNTS.refused_updates += 1
            self.send(protocol.notice("full"))
            return
        self._received += 1
        COUNTS.received(update)
        room.receive(
            Update(
                update,
                self.author,
                self.name,
                sender=self,
                number=self._received,
                may_be_known=is_answer,
            )
        )

    # --- out --------------------------------------------------------------------------

    def send(self, message: bytes) -> None:
        self.send_frame(frame(message))

    def send_frame(self, framed: bytes) -> None:
        """Nothing piles up for a reader who does not read: it gets the difference later."""
        if self._missed is None and not self.is_closing:
            self.transport.write(self._owed_word() + framed)

    def saved(self, count: int) -> None:
        """It goes with the next message, or is told a moment later: alone it costs as much to
        send as a message to a reader does.
        """
        self._saved = count
        self._owes_word = True

    def tell_saved(self) -> None:
        if self._owes_word and self._missed is None and not self.is_closing:
            self.transport.write(self._owed_word())

    def _owed_word(self) -> bytes:
        if not self._owes_word:
            return b""
        self._owes_word = False
        return frame(protocol.saved(self._saved))

    def close(self, code: int, why: str = "") -> None:
        self.tell_saved()
        super().close(code, why)

    def pause_writing(self) -> None:
        if self._room and self._missed is None:
            self._missed = self._room.state()

    def resume_writing(self) -> None:
        missed, asked = self._missed, self._asked
        self._missed = self._asked = None
        self._slow_rounds = 0
        if self._room is None or missed is None or self.is_closing:
            return
        if not self._room.takes_pens:
            self.send(protocol.notice("frozen"))
        self.saved(self._saved)
        self.send(self._room.presences.message())
        if asked is None:
            self._room.answer(self, missed)
        else:
            self._answer(asked, self._room)

    def round(self) -> None:
        """Every some seconds: is it alive, does it read?"""
        self.quiet_rounds += 1
        self._slow_rounds += self._missed is not None
        if max(self.quiet_rounds, self._slow_rounds) > PATIENCE_ROUNDS:
            COUNTS.dropped_readers += self._slow_rounds > PATIENCE_ROUNDS
            self.transport.abort()
        elif self.quiet_rounds > 1:
            self.ping()

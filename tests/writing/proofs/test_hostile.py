"""A hundred thousand broken frames, and what else somebody may try."""

import random
import signal
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from openweek.writing.live import protocol
from openweek.writing.live.access import BAD_PASS
from openweek.writing.log.paths import handover_socket
from openweek.writing.log.reading import state_of
from openweek.writing.models import Text
from tests.writing.conftest import House, soon
from tests.writing.proofs.conftest import HASTE, times
from tests.writing.proofs.line import PING, Line, frame, hand_over
from tests.writing.proofs.pens import COMPOSED, WORDS, Marks, Pen, is_contained, marks_in, words_of

MUTANTS = 100_000
ATTACKERS = 8
DEEP, SHALLOW = 15, 6  # mutants along one line
WAVES = 10  # of the attack, each on another text
MOST_GROWTH = 300 << 20
DEAF = 500


def memory(process: int) -> int:
    """The most that the process ever held in memory, in bytes."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) << 10


class Typing(threading.Thread):
    """Types and waits to hear that it is saved, again and again; counts how long that took."""

    def __init__(self, house: House, text: Text, name: str) -> None:
        super().__init__(daemon=True)
        self.pen = Pen(name, Marks())
        self.address = house.address(text, who=name)
        self.pen.connect(self.address)
        soon(lambda: self.pen.hear_all() or self.pen.words)
        self.waits: list[float] = []
        self.trouble: BaseException | None = None
        self._is_over = threading.Event()

    def run(self) -> None:
        try:
            while not self._is_over.wait(0.02):
                begun = time.monotonic()
                self.pen.put("mot ", len(self.waits), 3 * len(self.waits))
                self.pen.hear(lambda: self.pen.all_is_saved)
                self.waits.append(time.monotonic() - begun)
        except BaseException as trouble:  # noqa: BLE001  told by stop
            self.trouble = trouble

    def stop(self) -> None:
        self._is_over.set()
        self.join()
        if self.trouble:
            raise self.trouble


def real_messages(chance: random.Random) -> list[bytes]:
    """What a browser sends in an hour of writing, one of a kind and more."""
    pen = Pen("Mallory", Marks())
    state = pen.doc.get_state()
    for number in range(60):
        if number % 3:
            pen.put(chance.choice(WORDS), chance.randrange(99), chance.randrange(99))
        else:
            pen.compose(chance.randrange(99), chance.randrange(99), chance.choice(COMPOSED))
            pen.compose_on()
        pen.take_out(chance.randrange(99), chance.randrange(99), 3)
    updates = [edit.update for edit in pen.made]
    answers = [pen.doc.get_update(), pen.doc.get_update(state)]
    caret = protocol.Presence(7, 1, '{"user": {"name": "M", "color": "#aabbcc"}, "cursor": [3]}')
    return [
        *(protocol.sync(protocol.UPDATE, update) for update in updates),
        *(protocol.sync(protocol.STEP_2, answer) for answer in answers),
        protocol.sync(protocol.STEP_1, pen.doc.get_state()),
        protocol.awareness([caret]),
        protocol.awareness([caret, protocol.Presence(8, 2, "null")]),
        protocol.number(protocol.QUERY_AWARENESS),
        protocol.saved(3),
        protocol.notice("frozen"),
    ]


def mutated(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Bits turned, bytes put in, taken out, doubled, cut off, or joined to another's."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        at = chance.randrange(len(changed) + 1)
        match chance.randrange(7):
            case 0 | 1 if at < len(changed):
                changed[at] ^= 1 << chance.randrange(8)
            case 2 if at < len(changed):
                changed[at] = chance.choice((0, 1, 127, 128, 255))
            case 3:
                changed[at:at] = chance.randbytes(chance.randint(1, 9))
            case 4:
                del changed[at : at + chance.randint(1, 9)]
            case 5:
                del changed[at:]
            case _:
                changed[at:] = chance.choice(others)[-chance.randint(1, 40) :]
    return bytes(changed)


def resized(message: bytes, chance: random.Random) -> bytes:
    """A mutant inside a message that is whole, so that it goes as deep as the library."""
    kind = bytes((protocol.SYNC, chance.choice((protocol.UPDATE, protocol.STEP_2))))
    return kind + protocol.block(message)


class Attack:
    """``read`` counts the mutants that the live process has certainly read."""

    def __init__(self, house: House, chance: random.Random) -> None:
        self.house, self.chance = house, chance
        self.real = real_messages(chance)
        self.updates = [message[3:] for message in self.real if message[:2] == b"\x00\x02"]
        self.read = self.hung_up = 0
        self.door = handover_socket()

    def go_on(self, text: Text, number: int) -> None:
        """Until the live process has read so many more."""
        last = self.read + number
        lines: list[tuple[Line, int]] = []
        while self.read < last:
            address = self.house.address(text, who="Mallory")
            while len(lines) < ATTACKERS:
                line = hand_over(address, self.door)
                mutants = self.volley()
                line.send_bytes(b"".join(mutants))
                line.end_sending()
                lines.append((line, len(mutants)))
            self.hear_the_end(*lines.pop(0))
        for left in lines:
            self.hear_the_end(*left)

    def volley(self) -> list[bytes]:
        """Broken inside updates, so that they go as deep as the library; or broken as messages,
        which ends the line soon. Behind each comes a ping: who answers it has read the mutant. The
        last one is broken as a frame.
        """
        ping = frame(b"", PING)
        if self.chance.random() < 0.4:
            broken = [resized(self.mutant_of(self.updates), self.chance) for _ in range(DEEP)]
        else:
            broken = [self.mutant_of(self.real) for _ in range(SHALLOW)]
        last = mutated(frame(self.chance.choice(self.real)), [ping], self.chance)
        return [*(frame(each) + ping for each in broken), last]

    def mutant_of(self, real: list[bytes]) -> bytes:
        return mutated(self.chance.choice(real), real, self.chance)

    def hear_the_end(self, line: Line, sent: int) -> None:
        with suppress(ConnectionClosed), line:
            while True:
                line.recv(timeout=10)
        self.read += min(line.pongs + 1, sent)
        self.hung_up += line.closed_with is not None


def test_a_hundred_thousand_broken_frames_harm_nobody(house: House, chance: random.Random) -> None:
    house.constants = HASTE | {"openweek.writing.live.hub.FOLD_AFTER_ROWS": 500}
    house.start_live()
    elsewhere = house.text("Ailleurs.")
    typing = [Typing(house, elsewhere, "Ada"), Typing(house, elsewhere, "Blaise")]
    live = house.live_process
    before = memory(live)
    for one in typing:
        one.start()
    attack = Attack(house, chance)
    witnesses = []
    for _ in range(WAVES * times()):
        text = house.text("Début.")
        witness = Pen("Chloé", Marks())
        for _ in range(3):
            write_as_witness(house, text, witness)
            attack.go_on(text, MUTANTS // WAVES // 3 + 1)
        write_as_witness(house, text, witness)
        assert is_contained(state_of(text), witness.promised.updates)
        witnesses.append((text, witness))
        assert memory(live) - before < MOST_GROWTH
    for one in typing:
        one.stop()
    assert attack.read >= MUTANTS
    assert attack.hung_up > WAVES
    assert house.live_process == live
    # Elsewhere nobody noticed.
    waits = sorted(wait for one in typing for wait in one.waits)
    assert waits[len(waits) // 2] < 1.0, waits[len(waits) // 2]
    state = state_of(elsewhere)
    for one in typing:
        assert one.pen.is_connected
        assert is_contained(state, one.pen.promised.updates)
        one.pen.hang_up()
    # And whoever wrote amid the attack has all of it, also after a restart.
    house.end_live(signal.SIGKILL)
    house.start_live()
    for text, witness in witnesses:
        witness.connect(house.address(text, who="Chloé"))
        soon(lambda one=witness: one.hear_all() or one.all_is_saved)
        state = state_of(text)
        assert is_contained(state, witness.promised.updates)
        assert words_of(state) == words_of(witness.doc.get_update())
        witness.hang_up()


def write_as_witness(house: House, text: Text, witness: Pen) -> None:
    """A word amid the attack, and the word that it is saved."""
    witness.hear_all()
    if not witness.is_connected:
        witness.connect(house.address(text, who=witness.name))
    witness.begin_paragraph("témoin ", 0)
    soon(lambda: witness.hear_all() or not witness.is_connected or witness.all_is_saved)


@pytest.mark.parametrize(
    "message",
    [
        protocol.sync(protocol.STEP_1, bytes.fromhex("ffffffff01")),
        protocol.sync(protocol.UPDATE, bytes.fromhex("ffffff7f00")),
        protocol.sync(protocol.STEP_2, bytes.fromhex("ffffffff0700")),
        protocol.sync(protocol.UPDATE, bytes.fromhex("01ffffffff070100")),
        protocol.sync(protocol.UPDATE, bytes.fromhex("0001ffffffff0f")),
        protocol.awareness([])[:1] + protocol.block(bytes.fromhex("ffffffff7f")),
    ],
    ids=["state", "update", "answer", "changes", "deletions", "awareness"],
)
def test_a_few_bytes_that_promise_billions_cost_nothing(live: House, message: bytes) -> None:
    text = live.text("Début.")
    ada, mallory = live.writer(text), live.writer(text, "Mallory")
    ada.hear(lambda: ada.words)
    before = memory(live.live_process)
    mallory.send(message)
    assert mallory.hear_the_end() == 1007
    ada.write("Après.").hear(lambda: ada.all_is_saved)
    assert memory(live.live_process) - before < 50 << 20


# --- abuses 22, 25, 26 (of design: a state of 10 MB, 500 deaf readers, a long sleep) ------


def test_ten_megabytes_of_presence_are_not_even_taken(live: House) -> None:
    text = live.text("Début.")
    ada = live.writer(text)
    ada.hear(lambda: ada.words)
    before = memory(live.live_process)
    for said in (bytes(10 << 20), bytes(1 << 20)):
        state = b'{"cursor": "' + said.replace(b"\0", b"x") + b'"}'
        one = b"\x01\x07\x01" + protocol.block(state)
        with Line(live.address(text, who="Mallory")) as mallory:
            with suppress(ConnectionClosed):
                mallory.send(bytes((protocol.AWARENESS,)) + protocol.block(one))
            with suppress(ConnectionClosed):
                while mallory.recv(timeout=10):
                    pass
            assert mallory.closed_with == 1009
    ada.write("Toujours là.").hear(lambda: ada.all_is_saved)
    assert not ada.presences
    assert memory(live.live_process) - before < 20 << 20


def test_five_hundred_readers_who_do_not_read_are_dropped_and_hold_up_nobody(
    house: House,
) -> None:
    house.constants = HASTE
    house.start_live()
    text = house.text("Début.")
    ada, blaise = Pen("Ada", Marks()), Pen("Blaise", Marks())
    for pen in (ada, blaise):
        pen.connect(house.address(text, who=pen.name))
        soon(lambda pen=pen: pen.hear_all() or pen.words)
    address = house.address(text, who="Sourd", level="read")
    alone = open_files(house.live_process)
    with ExitStack() as deaf:
        for _ in range(DEAF):
            line = hand_over(address, handover_socket(), small=True)
            deaf.enter_context(line)
        soon(lambda: open_files(house.live_process) >= alone + DEAF)
        before = memory(house.live_process)
        waits: list[float] = []
        while open_files(house.live_process) > alone + 5:
            begun = time.monotonic()
            blaise.begin_paragraph("mot " * 10_000, 0)
            mark = blaise.made[-1].mark
            soon(lambda mark=mark: hears(ada, mark) and (blaise.hear_all() or blaise.all_is_saved))
            waits.append(time.monotonic() - begun)
            assert len(waits) < 400, "nobody was dropped"
        assert memory(house.live_process) - before < (DEAF * 2) << 20
    assert sorted(waits)[int(len(waits) * 0.95)] < 5.0
    assert is_contained(state_of(text), blaise.promised.updates)
    for pen in (ada, blaise):
        pen.hang_up()


def open_files(process: int) -> int:
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def hears(pen: Pen, mark: str) -> bool:
    pen.hear_all()
    return any(mark in words for words in pen.words)


def test_a_laptop_that_slept_for_twelve_hours_doubles_nothing_and_loses_nothing(
    house: House, chance: random.Random
) -> None:
    house.constants = HASTE
    house.start_live()
    text = house.text("Début.")
    marks = Marks()
    ada, blaise = Pen("Ada", marks), Pen("Blaise", marks)
    yesterday = house.address(text, who="Ada")
    ada.connect(yesterday)
    blaise.connect(house.address(text, who="Blaise"))
    soon(lambda: [pen.hear_all() for pen in (ada, blaise)] and ada.words and blaise.words)
    ada.put("endormi ", 0, 0)
    ada.hear_all()
    ada.begin_paragraph("à moitié ", 1)  # nobody hears whether that arrived
    # In the night the others go on, the log is folded, the text is put away, the server restarts.
    for _ in range(60):
        blaise.put(chance.choice(WORDS), chance.randrange(9), chance.randrange(99))
        blaise.hear(lambda: blaise.all_is_saved)
    blaise.hang_up()
    house.end_live()
    house.constants = HASTE | {"openweek.writing.live.ticket.LASTS_SECONDS": 4}
    house.start_live()
    soon(lambda: is_turned_away(ada, yesterday))
    ada.begin_paragraph("réveil ", 0)
    for pen in (ada, blaise):
        pen.connect(house.address(text, who=pen.name))
    soon(lambda: [pen.hear_all() for pen in (ada, blaise)] and ada.all_is_saved)
    soon(lambda: blaise.hear_all() or sorted(blaise.words) == sorted(ada.words))
    made = {edit.mark for pen in (ada, blaise) for edit in pen.made}
    assert marks_in(words_of(state_of(text))) == dict.fromkeys(made, 1)
    for pen in (ada, blaise):
        pen.hang_up()


def is_turned_away(pen: Pen, address: str) -> bool:
    pen.connect(address)
    soon(lambda: pen.hear_all() or not pen.is_connected or pen.notices)
    return pen.closed_with == BAD_PASS

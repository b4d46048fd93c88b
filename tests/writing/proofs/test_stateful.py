"""Five writers, and everything that happens to them, in any order that hypothesis thinks of."""

import os
import random
import signal
import time
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from openweek.ground.authors import Author
from openweek.writing import actions, crdt
from openweek.writing import tree as trees
from openweek.writing.log import gateway, reading
from tests.writing.conftest import House, soon
from tests.writing.proofs.conftest import HASTE, times
from tests.writing.proofs.pens import (
    COMPOSED,
    WORDS,
    Edit,
    Marks,
    Pen,
    is_contained,
    marks_in,
    words_in,
    words_of,
)

EXAMPLES, STEPS = 100, 60
BUDGET_SECONDS = 40.0  # in everyday tests no new example is begun after that
CAMILLE = Author(name="Camille", person_id=1)
NAMES = ("Ada", "Blaise", "Chloé", "Dany", "Élise")

pen_numbers = st.integers(0, len(NAMES) - 1)
places = st.integers(0, 1000)


class Writing(RuleBasedStateMachine):
    """One text of a house whose live process comes and goes.

    Rules have no preconditions: what hypothesis draws must not depend on how fast this machine is.
    """

    house: House
    begun_at: float
    happened: dict[str, int]

    def __init__(self) -> None:
        super().__init__()
        self.marks = Marks()
        self.is_up = self.is_frozen = False
        self.frozen_words = ""
        self.restored: list[bytes] = []
        self.asleep: set[int] = set()
        self.versions: list[str] = []
        self.is_over = times() == 1 and time.monotonic() - self.begun_at > BUDGET_SECONDS
        if self.is_over:
            return
        self.text = self.house.text("Il était une place.", "Un café 🌻.")
        self.pens = [Pen(name, self.marks) for name in NAMES]
        self._start()

    def _count(self, what: str) -> None:
        self.happened[what] = self.happened.get(what, 0) + 1

    # --- writing ----------------------------------------------------------------------

    def _awake(self, number: int) -> Pen | None:
        if self.is_over or number in self.asleep:
            return None
        pen = self.pens[number]
        pen.hear_all()
        return pen

    @rule(number=pen_numbers, words=st.sampled_from(WORDS), place=places, at=places)
    def type(self, number: int, words: str, place: int, at: int) -> None:
        pen = self._awake(number)
        if pen:
            pen.put(words, place, at)
            self._count("typed")

    @rule(number=pen_numbers, words=st.sampled_from(WORDS), place=places)
    def begin_paragraph(self, number: int, words: str, place: int) -> None:
        pen = self._awake(number)
        if pen:
            pen.begin_paragraph(words, place)
            self._count("typed")

    @rule(number=pen_numbers, stages=st.sampled_from(COMPOSED), place=places, at=places)
    def compose(self, number: int, stages: tuple[str, ...], place: int, at: int) -> None:
        pen = self._awake(number)
        if pen:
            pen.compose(place, at, stages)
            self._count("composed")

    @rule(number=pen_numbers)
    def compose_on(self, number: int) -> None:
        pen = self._awake(number)
        if pen and pen.composing:
            pen.compose_on()
            self._count("composed on")

    @rule(number=pen_numbers, place=places, at=places, size=st.integers(1, 12))
    def take_out(self, number: int, place: int, at: int, size: int) -> None:
        pen = self._awake(number)
        if pen:
            pen.take_out(place, at, size)
            self._count("took out")

    @rule(number=pen_numbers, place=places)
    def take_out_paragraph(self, number: int, place: int) -> None:
        pen = self._awake(number)
        if pen and len(pen.fragment.children) > 3:
            pen.take_out_paragraph(place)
            self._count("took out a paragraph")

    # --- lines ------------------------------------------------------------------------

    @rule(number=pen_numbers, luck=places)
    def cut(self, number: int, luck: int) -> None:
        pen = self._awake(number)
        if pen and pen.is_connected:
            pen.cut(random.Random(luck))
            self._count("cut")

    @rule(number=pen_numbers)
    def come_back(self, number: int) -> None:
        pen = self._awake(number)
        if pen and not pen.is_connected and self.is_up:
            self._connect(pen)

    @rule(number=pen_numbers)
    def fall_asleep(self, number: int) -> None:
        """The line stays, silent, until the device wakes up and finds it reset."""
        if self._awake(number) and len(self.asleep) < 3:
            self.asleep.add(number)
            self._count("slept")

    @rule(number=pen_numbers, luck=places)
    def wake_up(self, number: int, luck: int) -> None:
        if number in self.asleep:
            self.asleep.remove(number)
            self.pens[number].cut(random.Random(luck))

    @rule(number=pen_numbers, forget=st.integers(0, 3))
    def reopen(self, number: int, forget: int) -> None:
        """From what the device kept; the last changes here may not have been."""
        pen = self._awake(number)
        if pen is None:
            return
        own = 0
        while own < min(forget, len(pen.kept)) and pen.kept[-1 - own].mark:
            own += 1
        pen.reopen(own)
        self._count("reopened")

    def _connect(self, pen: Pen) -> None:
        pen.connect(self.house.address(self.text, who=pen.name))

    # --- the server -------------------------------------------------------------------

    def _start(self) -> None:
        self.house.start_live()
        self.is_up = True
        for number, pen in enumerate(self.pens):
            if number not in self.asleep:
                self._connect(pen)

    @rule()
    def kill(self) -> None:
        if self.is_up and not self.is_over:
            self.house.end_live(signal.SIGKILL)
            self.is_up = False
            self._count("killed")

    @rule()
    def start(self) -> None:
        if not (self.is_up or self.is_over):
            self._start()

    # --- the text ---------------------------------------------------------------------

    @rule()
    def remember(self) -> None:
        if not self.is_over:
            self.versions.append(reading.mark_of(self.text))

    @rule(number=places)
    def restore(self, number: int) -> None:
        """As a new change: everything goes, and the version comes in its place."""
        if self.is_over or self.is_frozen or not self.versions:
            return
        version = reading.state_of(self.text, mark=self.versions[number % len(self.versions)])
        doc = crdt.document([reading.state_of(self.text)])
        with crdt.transaction(doc) as txn:
            before = doc.get_state(txn)
            root = crdt.root(doc, txn)
            root.remove_range(txn, 0, root.len(txn))
            trees.insert_nodes(root, txn, 0, trees.tree_of(version)["content"])
            update = doc.get_update(txn, before)
        gateway.submit(self.text, update, CAMILLE)
        self.restored.append(update)
        assert is_contained(reading.state_of(self.text), [update])
        self._count("restored")

    @rule()
    def freeze(self) -> None:
        if self.is_over or self.is_frozen:
            return
        actions.freeze_texts(texts=[self.text], by=CAMILLE)
        self.is_frozen = True
        self.frozen_words = words_of(reading.state_of(self.text))
        self._count("froze")

    @rule()
    def unfreeze(self) -> None:
        if self.is_over or not self.is_frozen:
            return
        self.text.frozen_at = None
        self.text.save(update_fields=["frozen_at"])
        gateway.refresh([str(self.text.pk)])
        self.is_frozen = False

    # --- what must hold ---------------------------------------------------------------

    @invariant()
    def what_was_promised_is_on_the_disk(self) -> None:
        if self.is_over:
            return
        for pen in self.pens:
            pen.hear_all() if pen.name not in {NAMES[n] for n in self.asleep} else None
        state = reading.state_of(self.text)
        promised = [update for pen in self.pens for update in pen.promised.updates]
        assert is_contained(state, promised), "something that was said to be saved is missing"
        words = words_of(state)
        assert not {m: n for m, n in marks_in(words).items() if n > 1}, "something is double"
        if self.is_frozen:
            assert words == self.frozen_words, "a frozen text was written in"

    def teardown(self) -> None:
        """Everybody comes back, all are equal, and so is what is read from the disk."""
        if self.is_over:
            return
        try:
            self._come_together()
        finally:
            self.house.end_live(signal.SIGKILL)
            for pen in self.pens:
                pen.hang_up()

    def _come_together(self) -> None:
        if self.is_frozen:
            self.unfreeze()
        self.asleep.clear()
        if not self.is_up:
            self._start()
        soon(self._are_settled)
        state = reading.state_of(self.text)
        words = words_of(state)
        assert words == words_of(self.pens[0].doc.get_update())
        assert words == self._expected(state)
        self.house.end_live(signal.SIGKILL)
        self._start()
        late = Pen("Zoé", self.marks)
        self._connect(late)
        soon(lambda: late.hear_all() or words_of(late.doc.get_update()) == words)
        soon(self._are_settled)
        assert words_of(reading.state_of(self.text)) == words
        late.hang_up()

    def _are_settled(self) -> bool:
        for pen in self.pens:
            pen.hear_all()
            if not pen.is_connected:
                self._connect(pen)
        if not all(pen.all_is_saved for pen in self.pens):
            return False
        return len({words_of(pen.doc.get_update()) for pen in self.pens}) == 1

    def _expected(self, state: bytes) -> str:
        """What all edits make together without any server between them."""
        made: list[Edit] = [edit for pen in self.pens for edit in pen.made]
        updates = [bytes(self.text.seed), *self.restored, *(edit.update for edit in made)]
        # A change that a device forgot may have reached the server before.
        vector = crdt.state(crdt.document([state]))
        assert not any(crdt.lacks(vector, update) for update in updates)
        others = [edit.update for pen in self.pens for edit in pen.kept if edit not in made]
        return words_in(crdt.document([*updates, *others]))


def test_whatever_happens_to_five_writers_nothing_is_lost_and_all_agree(house: House) -> None:
    house.constants = HASTE
    happened: dict[str, int] = {}

    class Here(Writing):
        pass

    Here.house, Here.happened, Here.begun_at = house, happened, time.monotonic()
    everyday = times() == 1
    run: Any = settings(
        max_examples=EXAMPLES * times(),
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=everyday,
        database=None,
        phases=[Phase.generate] if everyday else [Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    if os.environ.get("PROOFS_SEED"):
        seed(os.environ["PROOFS_SEED"])(Here)
    run_state_machine_as_test(Here, settings=run)
    print(happened)  # noqa: T201  pytest shows it when the test fails
    if everyday:
        usual = {"typed", "composed", "composed on", "cut", "slept", "killed", "restored", "froze"}
        assert usual <= set(happened), happened

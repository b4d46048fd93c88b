"""Two people's keystrokes, replayed through the server as concurrently as they were made."""

import gzip
import json
import random
from collections import deque
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Doc, Text, XmlText

from openweek.writing.log.reading import state_of
from tests.writing.conftest import House, soon
from tests.writing.proofs.conftest import HASTE
from tests.writing.proofs.pens import Marks, Pen, words_of

TRACE = Path(__file__).parents[4] / "shared/data/traces/friendsforever.concurrent.json.gz"
FIRST = "."  # the paragraph's only word before they begin

Txn = dict[str, Any]


class Hand(Pen):
    """Lets in what the other wrote only when the author whom it replays had seen it."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Friend {number}", Marks())
        # Of two letters put at one place the one of the lower number comes first, as in the trace.
        self.doc = Doc(client_id=number + 1)
        self._watching = self.doc.observe(self._changed)
        self.is_patient = False
        self.has_seen = 0  # of the other's changes
        self.waiting: deque[bytes | int] = deque()  # numbers: so many changes came before it

    def _merge(self, update: bytes) -> None:
        if self.is_patient:
            self.waiting.append(update)
        else:
            super()._merge(update)

    def hear_until(self, number: int) -> None:
        """What has come is what the other had written after so many changes."""
        self.hear_all()
        self.waiting.append(number)

    def let_in(self, number: int) -> None:
        while self.waiting and self.has_seen < number:
            came = self.waiting.popleft()
            if isinstance(came, int):
                self.has_seen = came
            else:
                super()._merge(came)

    def patch(self, patches: list[tuple[int, int, str]]) -> None:
        text = self.fragment.children[0].children[0]
        assert isinstance(text, XmlText)
        with self.doc.transaction():
            for place, gone, put in patches:
                at = place + len(FIRST)
                if gone:
                    del text[at : at + gone]
                if put:
                    text.insert(at, put)


def seen(txns: list[Txn]) -> list[int]:
    """How many of the other's changes the author of each had seen."""
    counts: list[list[int]] = []
    made = [0, 0]
    numbers = []
    for txn in txns:
        agent = txn["agent"]
        known = [max((counts[p][who] for p in txn["parents"]), default=0) for who in (0, 1)]
        made[agent] += 1
        numbers.append(known[1 - agent])
        known[agent] = made[agent]
        counts.append(known)
    return numbers


def replay(house: House, txns: list[Txn], expected: str) -> None:
    text = house.text(FIRST)
    hands = [Hand(0), Hand(1)]
    for hand in hands:
        hand.connect(house.address(text, who=hand.name))
        soon(lambda hand=hand: hand.hear_all() or hand.words)
        hand.is_patient = True
    needed = seen(txns)
    # After so many changes of each, the other must have heard those and no more.
    stops = [
        {number for txn, number in zip(txns, needed, strict=True) if txn["agent"] == 1 - who}
        for who in (0, 1)
    ]
    made = [0, 0]
    for txn, number in zip(txns, needed, strict=True):
        who = txn["agent"]
        hands[who].let_in(number)
        hands[who].patch(txn["patches"])
        made[who] += 1
        if made[who] in stops[who]:
            # The others are told before the sender is: what is saved has been heard.
            soon(lambda hand=hands[who]: hand.hear_all() or hand.all_is_saved)
            hands[1 - who].hear_until(made[who])
    for hand in hands:
        hand.is_patient = False
        hand.let_in(len(txns))
    soon(lambda: [hand.hear_all() for hand in hands] and all(h.all_is_saved for h in hands))
    soon(lambda: [hand.hear_all() for hand in hands] and len({tuple(h.words) for h in hands}) == 1)
    for hand in hands:
        assert hand.words == [FIRST + expected]
        hand.hang_up()
    assert words_of(state_of(text)) == FIRST + expected


@pytest.fixture
def live(house: House) -> House:
    house.constants = HASTE | {"openweek.writing.live.hub.FOLD_AFTER_ROWS": 2000}
    house.start_live()
    return house


def test_the_trace_of_two_friends_ends_in_the_text_that_they_had(live: House) -> None:
    if not TRACE.exists():
        pytest.skip(f"no {TRACE.name} beside the project (its authors’ own: not ours to copy)")
    trace = json.loads(gzip.decompress(TRACE.read_bytes()))
    replay(live, trace["txns"], trace["endContent"])


def test_a_made_up_trace_of_two_ends_as_without_a_server_between_them(
    live: House, chance: random.Random
) -> None:
    replay(live, *made_up(chance, 2500))


def made_up(chance: random.Random, size: int) -> tuple[list[Txn], str]:
    """Two who write in bursts and hear of each other now and then, and the text they end with."""
    docs = [Doc[Any](client_id=number + 1) for number in (0, 1)]
    begin = Doc[Any](client_id=9)
    begin["text"] = Text(FIRST)
    for doc in docs:
        doc.apply_update(begin.get_update())
    txns: list[Txn] = []
    last: list[int | None] = [None, None]
    cursor = [0, 0]
    while len(txns) < size:
        who = chance.randrange(2)
        parents = [last[who]]
        if chance.random() < 0.7:
            docs[who].apply_update(docs[1 - who].get_update(docs[who].get_state()))
            parents.append(last[1 - who])
        text = docs[who].get("text", type=Text)
        for _ in range(chance.randint(1, 12)):
            here = len(text) - len(FIRST)
            if chance.random() < 0.1 or cursor[who] > here:
                cursor[who] = chance.randint(0, here)
            at, gone = cursor[who], int(cursor[who] < here and chance.random() < 0.25)
            put = "" if gone and chance.random() < 0.5 else chance.choice("abcdefghij \n")
            with docs[who].transaction():
                del text[at + len(FIRST) : at + len(FIRST) + gone]
                text.insert(at + len(FIRST), put)
            cursor[who] += len(put)
            known = [parent for parent in parents if parent is not None]
            txns.append({"agent": who, "parents": known, "patches": [(at, gone, put)]})
            last[who] = len(txns) - 1
            parents = [last[who]]
    for who in (0, 1):
        docs[who].apply_update(docs[1 - who].get_update(docs[who].get_state()))
    ends = {str(doc.get("text", type=Text)) for doc in docs}
    assert len(ends) == 1
    return txns, ends.pop().removeprefix(FIRST)

"""Twelve people in the same paragraphs, half of the time without a line."""

import random
import signal

import pytest

from openweek.writing.log.reading import state_of
from openweek.writing.models import Text
from tests.writing.conftest import House, soon
from tests.writing.proofs.conftest import HASTE, times
from tests.writing.proofs.pens import (
    COMPOSED,
    WORDS,
    Marks,
    Pen,
    is_contained,
    marks_in,
    words_of,
)

REPLICAS = 12
CUTS = 100
EDITS_EACH_CUT = 30


@pytest.mark.parametrize("is_killed", [False, True], ids=["lines cut", "lines cut and kill -9"])
def test_twelve_replicas_in_the_same_paragraphs_are_equal_in_the_end(
    house: House, chance: random.Random, is_killed: bool
) -> None:
    house.constants = HASTE
    house.start_live()
    text = house.text("Il était une place.", "Un café.", "Des gens 🌻.")
    marks = Marks()
    pens = [Pen(f"Replica {number}", marks) for number in range(REPLICAS)]
    for pen in pens:
        pen.connect(house.address(text, who=pen.name))
    soon(lambda: [pen.hear_all() for pen in pens] and all(pen.words for pen in pens))
    away: list[Pen] = []
    offline = cuts = edits = 0
    while cuts < CUTS * times():
        # Half of them are away at any time, and so half of the edits are made offline.
        if len(away) >= REPLICAS // 2:
            back = away.pop(0)
            back.connect(house.address(text, who=back.name))
        here = chance.choice([pen for pen in pens if pen not in away])
        here.hear_all()
        here.cut(chance)
        away.append(here)
        cuts += 1
        if is_killed and cuts % 10 == 0:
            kill(house, text, [pen for pen in pens if pen not in away])
        for _ in range(EDITS_EACH_CUT):
            pen = chance.choice(pens)
            pen.hear_all()
            edit(pen, chance)
            edits += 1
            offline += not pen.is_connected
    assert 0.35 < offline / edits < 0.65

    soon(lambda: are_settled(house, text, pens))
    house.end_live(signal.SIGKILL)
    state = state_of(text)
    words = words_of(state)
    assert words == words_of(pens[0].doc.get_update())
    assert max(marks_in(words).values()) == 1
    assert is_contained(state, [made.update for pen in pens for made in pen.made])
    for pen in pens:
        pen.hang_up()


def kill(house: House, text: Text, here: list[Pen]) -> None:
    house.end_live(signal.SIGKILL)
    house.start_live()
    for pen in here:
        pen.hear_all()
        pen.connect(house.address(text, who=pen.name))


def are_settled(house: House, text: Text, pens: list[Pen]) -> bool:
    for pen in pens:
        pen.hear_all()
        if not pen.is_connected:
            pen.connect(house.address(text, who=pen.name))
    said = {words_of(pen.doc.get_update()) for pen in pens}
    return len(said) == 1 and all(pen.all_is_saved for pen in pens)


def edit(pen: Pen, chance: random.Random) -> None:
    place, at = chance.randrange(1000), chance.randrange(1000)
    happens = chance.random()
    if pen.composing and happens < 0.6:
        pen.compose_on()
    elif happens < 0.25:
        pen.compose(place, at, chance.choice(COMPOSED))
    elif happens < 0.5:
        pen.take_out(place, at, chance.randint(1, 10))
    elif happens < 0.53:
        pen.begin_paragraph(chance.choice(WORDS), place)
    else:
        pen.put(chance.choice(WORDS), place, at)

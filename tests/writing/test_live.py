"""The live process as writers meet it: through a real uvicorn, over real sockets."""

import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from websockets.exceptions import InvalidStatus

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE, Author
from openweek.place.actions import give_capability
from openweek.writing import actions, queries
from openweek.writing.live import protocol
from openweek.writing.live.ticket import make_ticket
from openweek.writing.log.paths import control_socket, handover_socket
from openweek.writing.tree import SCHEMA_VERSION
from tests.writing.client import Writer, are_settled, hear_together
from tests.writing.conftest import House, document, soon

CAMILLE = Author(name="Camille", person_id=1)
# A Yjs update of the second version: the letter "a" in a text named "t".
SECOND_VERSION = bytes.fromhex("000001000000018703e4a4050100040404027461020101000101010000000000")


def test_two_writers_see_each_other_and_what_was_there(live: House) -> None:
    text = live.text("Il était une place.")
    ada, blaise = live.writer(text, "Ada"), live.writer(text, "Blaise")
    ada.hear(lambda: ada.words).write("Un café, d’abord.")
    blaise.hear(lambda: len(blaise.words) == 2).write("Puis des gens 🌻.")
    ada.hear(lambda: len(ada.words) == 3 and ada.all_is_saved)
    blaise.hear(lambda: blaise.all_is_saved)
    said = ["Il était une place.", "Un café, d’abord.", "Puis des gens 🌻."]
    assert ada.words == blaise.words == said
    assert queries.tree_of(text) == document(*said)
    assert [part.name for part in queries.authors_of(text)] == ["Ada", "Blaise"]


def test_killed_twenty_times_while_two_write_nothing_said_to_be_saved_is_missing(
    house: House,
) -> None:
    text = house.text("Début.")
    ada, blaise = Writer("Ada"), Writer("Blaise")
    chance = random.Random(20)
    said: set[str] = set()
    for life in range(20):
        house.start_live()
        for writer in (ada, blaise):
            house.join(writer, text)
        before = len(said)
        number = 0
        # Until some were said to be saved, and then on, so that the end comes in the middle.
        while number < chance.randint(10, 40) or len(said) < before + 3:
            number += 1
            writer = chance.choice((ada, blaise)).write(f"{life}.{number} é🌻")
            if chance.random() < 0.4:
                chance.choice((ada, blaise)).hear_one(0.002)
            said = (ada.acknowledged | blaise.acknowledged) - {"answer"}
        house.end_live(signal.SIGKILL)
        for writer in (ada, blaise):
            while writer.hear_one(1):
                pass
        said = (ada.acknowledged | blaise.acknowledged) - {"answer"}
        on_disk = [block["content"][0]["text"] for block in queries.tree_of(text)["content"]]
        assert said <= set(on_disk)
        assert len(on_disk) == len(set(on_disk))
    house.start_live()
    for writer in (ada, blaise):
        house.join(writer, text)
    hear_together(ada, blaise, until=lambda: are_settled(ada, blaise))
    assert queries.tree_of(text) == document(*ada.words)


def test_lines_that_drop_and_come_back_leave_all_equal(live: House) -> None:
    text = live.text("Début.")
    writers = [live.writer(text, name) for name in ("Ada", "Blaise", "Chloé", "Dany")]
    for writer in writers:
        writer.hear(lambda w=writer: w.words)  # type: ignore[misc]
    chance = random.Random(3)
    wanted = {"Début."}
    cut: set[Writer] = set()
    for number in range(120):
        writer = chance.choice(writers)
        happens = chance.random()
        if happens < 0.15 and writer not in cut:
            writer.hang_up()
            cut.add(writer)
        elif happens < 0.4 and writer in cut:
            live.join(writer, text)
            cut.remove(writer)
        else:
            words = f"{writer.name} {number}"
            writer.write(words)
            wanted.add(words)
        writer.hear_one(0.001)
    for writer in cut:
        live.join(writer, text)
    hear_together(*writers, until=lambda: are_settled(*writers))
    assert sorted(writers[0].words) == sorted(wanted)


def test_what_was_written_offline_is_acknowledged_once_it_is_sent(live: House) -> None:
    text = live.text("Début.")
    ada = live.writer(text)
    ada.hear(lambda: ada.words).hang_up()
    ada.write("Dans le train.")
    live.join(ada, text).hear(lambda: ada.all_is_saved)
    assert queries.tree_of(text) == document("Début.", "Dans le train.")


def test_coming_back_with_nothing_new_writes_nothing(live: House) -> None:
    text = live.text("Début.")
    ada = live.writer(text)
    ada.hear(lambda: ada.words).write("Un mot.").hear(lambda: ada.all_is_saved)
    before = queries.plain_of(text).base
    ada.hang_up()
    live.join(ada, text).hear(lambda: ada.all_is_saved)
    assert queries.plain_of(text).base == before


def test_pages_can_stop_without_a_writer_noticing(live: House, more_pages: Any) -> None:
    text = live.text("Début.")
    ada = live.writer(text)
    with more_pages() as port:
        usual, live.port = live.port, port
        blaise = live.writer(text, "Blaise")
        live.port = usual
    blaise.write("Encore là.").hear(lambda: blaise.all_is_saved)
    ada.hear(lambda: "Encore là." in ada.words)


def test_a_live_process_asked_to_stop_saves_what_it_took_and_says_so(house: House) -> None:
    text = house.text("Début.")
    command = [sys.executable, "-m", "openweek.writing.live"]
    env = {
        **os.environ,
        "OPENWEEK_DATA": str(house.folder),
        "OPENWEEK_SECRET_KEY": settings.SECRET_KEY,
    }
    with subprocess.Popen(command, env=env) as process:
        soon(control_socket().exists)
        ada = house.writer(text)
        ada.hear(lambda: ada.words)
        for number in range(50):
            ada.write(f"{number}")
        ada.hear(lambda: ada.saved > 1)
        process.terminate()
        assert ada.hear_the_end() == 1001
        assert process.wait(timeout=10) == 0
    assert not control_socket().exists()
    on_disk = {block["content"][0]["text"] for block in queries.tree_of(text)["content"]}
    assert ada.acknowledged - {"answer"} <= on_disk


def test_a_reader_reads_and_what_it_sends_is_refused(live: House) -> None:
    text = live.text("Début.")
    reader, ada = live.writer(text, "Rémi", level="read"), live.writer(text)
    reader.hear(lambda: reader.words).write("Je passe.")
    reader.hear(lambda: "refused" in reader.kinds)
    ada.hear(lambda: ada.words).write("Un mot.").hear(lambda: ada.all_is_saved)
    assert ada.words == ["Début.", "Un mot."]
    assert queries.tree_of(text) == document("Début.", "Un mot.")


# --- pens ------------------------------------------------------------------------------


def test_freezing_drops_pens_and_keeps_all_that_was_accepted(live: House) -> None:
    text = live.text("Début.")
    ada = live.writer(text)
    ada.hear(lambda: ada.words).write("Juste à temps.").hear(lambda: ada.all_is_saved)
    actions.freeze_texts(texts=[text], by=CAMILLE)
    frozen = queries.tree_of(text)
    ada.hear(lambda: "frozen" in ada.kinds).write("Trop tard.")
    ada.hear(lambda: ada.kinds.count("frozen") > 1)
    assert not ada.all_is_saved
    assert queries.tree_of(text) == frozen == document("Début.", "Juste à temps.")
    late = live.writer(text, "Blaise").hear(lambda: True)
    assert late.notices[0]["frozen"]
    with pytest.raises(actions.TextIsFrozenError):
        actions.write_plain(text=text, by=CAMILLE, body="Encore.")


def test_a_text_closes_at_its_moment_though_nobody_freezes_it(live: House) -> None:
    text = live.text("Début.", closes_at=clock.now() + timedelta(seconds=0.6))
    ada = live.writer(text)
    ada.hear(lambda: ada.words).write("À temps.").hear(lambda: ada.all_is_saved)
    ada.hear(lambda: "frozen" in ada.kinds).write("Trop tard.")
    ada.hear(lambda: ada.kinds.count("frozen") > 1)
    assert queries.tree_of(text) == document("Début.", "À temps.")


def test_a_text_that_closes_later_after_all_takes_pens_again(live: House) -> None:
    text = live.text("Début.", closes_at=clock.now() + timedelta(seconds=0.3))
    ada = live.writer(text)
    ada.hear(lambda: "frozen" in ada.kinds or ada.notices[0]["frozen"])
    actions.set_closing(text=text, closes_at=clock.now() + timedelta(hours=1), by=CAMILLE)
    assert ada.hear_the_end() == 1012
    live.join(ada, text).write("Un sursis.").hear(lambda: ada.all_is_saved)
    assert queries.tree_of(text) == document("Début.", "Un sursis.")


def test_a_right_taken_back_closes_the_socket(live: House) -> None:
    text = live.text("Début.")
    given = actions.grant(text=text, level="write", by=CAMILLE, role="anyone")
    ada = live.writer(text)
    actions.revoke_grant(grant=given, by=CAMILLE)
    assert ada.hear_the_end() == 1012


# --- who is here -----------------------------------------------------------------------


def test_presence_carries_the_name_that_the_server_knows(live: House) -> None:
    text = live.text()
    ada, blaise = live.writer(text, "Ada"), live.writer(text, "Blaise")
    told = {"user": {"name": "Camille", "color": "red;}</style>"}, "cursor": {"anchor": 3}}
    blaise.show(told, client=20)
    ada.hear(lambda: ada.presences.get(20))
    shown = ada.presences[20]
    assert shown is not None
    assert shown["user"]["name"] == "Blaise"
    assert shown["user"]["color"].startswith("#")
    assert shown["cursor"] == {"anchor": 3}


def test_presence_is_told_to_who_joins_and_ends_with_the_line(live: House) -> None:
    text = live.text()
    blaise = live.writer(text, "Blaise").show({"cursor": None}, client=20)
    blaise.hear(lambda: 20 in blaise.presences)
    ada = live.writer(text)
    ada.hear(lambda: ada.presences.get(20))
    blaise.hang_up()
    ada.hear(lambda: ada.presences[20] is None)


def test_nobody_speaks_for_somebody_else(live: House) -> None:
    text = live.text()
    ada, blaise = live.writer(text, "Ada"), live.writer(text, "Blaise")
    ada.show({"cursor": 1}, client=10).hear(lambda: ada.presences.get(10))
    blaise.show(None, client=10, clock=9).show({"cursor": 2}, client=20)
    ada.hear(lambda: ada.presences.get(20))
    assert ada.presences[10] is not None


def test_ten_megabytes_of_presence_close_that_connection_alone(live: House) -> None:
    text = live.text()
    ada, blaise = live.writer(text, "Ada"), live.writer(text, "Blaise")
    blaise.show({"cursor": "x" * 70_000})
    assert blaise.hear_the_end() == 1007
    ada.write("Toujours là.").hear(lambda: ada.all_is_saved)


# --- hostile input ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b"", 1007),
        (b"\xff" * 40, 1007),
        (b"not a message", 1007),
        (protocol.sync(protocol.UPDATE, b"garbage"), 1007),
        (protocol.sync(protocol.UPDATE, b""), 1007),
        (protocol.sync(protocol.UPDATE, SECOND_VERSION), 1007),
        (protocol.sync(protocol.STEP_2, SECOND_VERSION), 1007),
        (protocol.sync(protocol.STEP_1, b"\xff\xff"), 1007),
        (protocol.sync(9, b""), 1007),
        (b"\x00\x02\xff\xff\xff\xff\x0f", 1007),
        (protocol.sync(protocol.UPDATE, bytes(1 << 20)), 1009),
        (bytes((1,)) + protocol.block(b"\x01\x07\x01" + protocol.block(b"[" * 50_000)), 1007),
        (bytes((1,)) + protocol.block(b"\x01\x07\x01" + protocol.block(b'{"a":NaN}')), 1007),
        ("words", 1003),
    ],
)
def test_what_is_no_message_closes_that_socket_and_harms_nobody(
    live: House, message: Any, code: int
) -> None:
    text = live.text("Début.")
    ada, mallory = live.writer(text), live.writer(text, "Mallory")
    ada.hear(lambda: ada.words).write("Avant.").hear(lambda: ada.all_is_saved)
    mallory.send(message)
    assert mallory.hear_the_end() == code
    ada.write("Après.").hear(lambda: ada.all_is_saved)
    assert queries.tree_of(text) == document("Début.", "Avant.", "Après.")


@pytest.mark.parametrize(
    "update",
    [
        # Its parent is a letter, which is found out half-way through.
        bytes.fromhex("01014200070001030600"),
        # Makes the library panic.
        bytes.fromhex("01034d00470100030970617261677261706807000004004d0102c3a900"),
    ],
)
def test_an_update_that_breaks_off_leaves_nothing_behind(live: House, update: bytes) -> None:
    text = live.text("Début.")
    ada, mallory = live.writer(text), live.writer(text, "Mallory")
    ada.hear(lambda: ada.words).write("Avant.").hear(lambda: ada.all_is_saved)
    mallory.hear(lambda: mallory.sent).pass_on(update, "hostile")
    assert mallory.hear_the_end() == 1007
    ada.write("Après.").hear(lambda: ada.all_is_saved)
    late = live.writer(text, "Dany")
    late.hear(lambda: late.words == ["Début.", "Avant.", "Après."])
    assert queries.tree_of(text) == document(*late.words)


def test_a_reader_who_does_not_read_holds_up_nobody_and_catches_up(live: House) -> None:
    text = live.text("Début.")
    slow, ada = live.writer(text, "Lent"), live.writer(text)
    ada.hear(lambda: ada.words)
    pages = [f"{number} " + "mot " * 20_000 for number in range(60)]
    for page in pages:
        ada.write(page).hear(lambda: ada.all_is_saved)
    slow.hear(lambda: len(slow.words) == 61)
    assert slow.words == ada.words


def test_updates_that_build_on_nothing_are_kept_until_the_rest_comes(live: House) -> None:
    text = live.text("Début.")
    ada, blaise = live.writer(text), live.writer(text, "Blaise")
    ada.hear(lambda: ada.words)
    before = ada.doc.get_state()
    ada.hang_up()
    ada.write("Un.")
    first, middle = ada.doc.get_update(before), ada.doc.get_state()
    ada.write("Deux.")
    second = ada.doc.get_update(middle)
    blaise.pass_on(second, "second")
    late = live.writer(text, "Dany")
    late.hear(lambda: late.words).write("Un mot.").hear(lambda: late.all_is_saved)
    blaise.hear(lambda: len(blaise.words) > 1 and blaise.sent.count("answer") > 1)
    assert "second" not in blaise.acknowledged
    blaise.pass_on(first, "first").hear(lambda: blaise.all_is_saved)
    late.hear(lambda: {"Début.", "Un.", "Deux."} < set(late.words))
    assert queries.tree_of(text) == document(*late.words)


def test_who_sends_too_much_that_builds_on_nothing_is_hung_up_on(live: House) -> None:
    text = live.text("Début.")
    ada, mallory = live.writer(text), live.writer(text, "Mallory")
    ada.hear(lambda: ada.words).write("Avant.").hear(lambda: ada.all_is_saved)
    other = Writer("elsewhere")
    other.write("Jamais envoyé.")
    for number in range(4):
        before = other.doc.get_state()
        other.type(f"{number}" * 700_000)
        mallory.pass_on(other.doc.get_update(before), "hanging")
    assert mallory.hear_the_end() == 1007
    ada.write("Après.").hear(lambda: ada.all_is_saved)
    assert queries.tree_of(text) == document("Début.", "Avant.", "Après.")


# --- how much --------------------------------------------------------------------------


@contextmanager
def small_house(house: House) -> Iterator[House]:
    """A live process that takes one megabyte a text."""
    command = [sys.executable, "-m", "openweek.writing.live"]
    env = {
        **os.environ,
        "OPENWEEK_DATA": str(house.folder),
        "OPENWEEK_SECRET_KEY": settings.SECRET_KEY,
        "OPENWEEK_TEXT_MEGABYTES": "1",
    }
    with subprocess.Popen(command, env=env) as process:
        soon(control_socket().exists)
        yield house
        process.terminate()


def test_a_full_text_takes_no_more_says_so_and_stays_open(house: House) -> None:
    text, other = house.text("Début."), house.text("Ailleurs.")
    with small_house(house):
        ada, blaise = house.writer(text), house.writer(text, "Blaise")
        ada.hear(lambda: ada.words).write("x" * 600_000).hear(lambda: ada.all_is_saved)
        ada.write("y" * 600_000).hear(lambda: "full" in ada.kinds)
        ada.type("Trop.").hear(lambda: ada.kinds.count("full") == 2)
        assert ada.saved == 2  # the answer to step 1, and what came before
        blaise.hear(lambda: len(blaise.words) == 2)
        # Who comes with nothing new is not refused, and a smaller piece still finds room.
        blaise.hang_up()
        house.join(blaise, text).write("Un mot.").hear(lambda: blaise.all_is_saved)
        assert blaise.kinds == ["welcome"]
        dany = house.writer(other, "Dany")
        dany.hear(lambda: dany.words).write("Ici, oui.").hear(lambda: dany.all_is_saved)
    assert queries.tree_of(text) == document("Début.", "x" * 600_000, "Un mot.")


def test_what_was_written_in_another_life_counts_too(house: House) -> None:
    text = house.text("Début.")
    with small_house(house):
        ada = house.writer(text)
        ada.hear(lambda: ada.words).write("x" * 900_000).hear(lambda: ada.all_is_saved)
    with small_house(house):
        blaise = house.writer(text, "Blaise")
        blaise.hear(lambda: len(blaise.words) == 2)
        while "full" not in blaise.kinds:  # it is weighed a moment after it was opened
            blaise.write("y" * 200_000).hear_one(0.05)
        assert len(queries.tree_of(text)["content"]) < 12


# --- the door --------------------------------------------------------------------------


def test_tickets_open_one_text_for_a_minute(live: House) -> None:
    text, other = live.text(), live.text()
    ada = Writer().connect(live.address(text).replace(str(text.pk), str(other.pk)))
    assert ada.hear_the_end() == 4401
    ada.connect(live.address(text) + "x")
    assert ada.hear_the_end() == 4401
    ada.connect(f"ws://127.0.0.1:{live.port}/live/{text.pk}")
    assert ada.hear_the_end() == 4401


def test_an_older_editor_is_told_to_reload(live: House) -> None:
    text = live.text()
    ticket = make_ticket(text_id=text.pk, author=CAMILLE, level="write", schema=SCHEMA_VERSION - 1)
    ada = Writer().connect(f"ws://127.0.0.1:{live.port}/live/{text.pk}?ticket={ticket}")
    assert ada.hear_the_end() == 4409


def test_a_bearer_token_opens_what_its_grants_say(live: House) -> None:
    text, other = live.text("Début."), live.text(anyone="")
    token, secret = give_capability(kind="api", place=live.place, by=SOFTWARE, name="Un script")
    actions.grant(text=text, level="write", by=CAMILLE, capability=token)
    address = f"ws://127.0.0.1:{live.port}/live/{text.pk}"
    script = Writer("script").connect(address, Authorization=f"Bearer {secret}")
    script.hear(lambda: script.words).write("Fait main.").hear(lambda: script.all_is_saved)
    assert [part.name for part in queries.authors_of(text)] == ["Un script"]
    script.connect(f"{address}?token={secret}").hear(lambda: script.words)
    script.connect(address.replace(str(text.pk), str(other.pk)) + f"?token={secret}")
    assert script.hear_the_end() == 4403


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/live/{text}", {"Origin": "https://elsewhere.example"}, 403),
        ("/live/not-a-text", {}, 404),
        ("/elsewhere", {}, 404),
    ],
)
def test_pages_hand_over_only_what_is_meant_for_the_live_process(
    live: House, path: str, headers: dict[str, str], status: int
) -> None:
    address = f"ws://127.0.0.1:{live.port}" + path.format(text=uuid4())
    with pytest.raises(InvalidStatus) as refused:
        Writer().connect(address, **headers)
    assert refused.value.response.status_code == status


def test_without_a_live_process_the_door_says_so(house: House) -> None:
    text = house.text()
    with pytest.raises(InvalidStatus) as refused:
        Writer().connect(house.address(text))
    assert refused.value.response.status_code == 503


def test_a_stranger_at_the_unix_socket_harms_nothing(live: House) -> None:
    text = live.text("Début.")
    for said in (b"", b"garbage", b"\r\n\r\n"):
        with socket.socket(socket.AF_UNIX) as stranger:
            stranger.connect(str(handover_socket()))
            stranger.sendall(said)
    ada = live.writer(text)
    ada.hear(lambda: ada.words)

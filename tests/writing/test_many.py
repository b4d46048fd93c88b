"""Who is where, and several live processes on the same texts: PostgreSQL and Redis are real."""

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from openweek.config.commands.neighbours import neighbours
from openweek.ground.authors import SOFTWARE, Author
from openweek.place.actions import give_capability, revoke_capability
from openweek.writing import actions, queries
from openweek.writing.live.access import facts_of
from openweek.writing.live.hub import fold
from openweek.writing.log import gateway
from openweek.writing.log.opening import open_store
from openweek.writing.log.paths import numbers_for
from openweek.writing.log.postgres import PostgresStore
from openweek.writing.log.store import Row
from tests.postgres import binaries, cluster
from tests.redis_server import RedisServer, is_installed
from tests.writing.client import Writer, are_settled, hear_together
from tests.writing.conftest import House
from tests.writing.fleet import NUMBERS, Fleet, rows_in

CAMILLE = Author(name="Camille", person_id=1)


# --- embedded --------------------------------------------------------------------------


def test_pages_can_ask_who_writes_in_which_text(live: House) -> None:
    one, other = live.text("Un."), live.text("Deux.")
    assert gateway.present_in([str(one.pk), str(other.pk)]) == {}
    live.writer(one, "Blaise")
    live.writer(one, "Ada")
    live.writer(other, "Rémi", level="read")
    assert gateway.present_in([str(one.pk), str(other.pk)]) == {str(one.pk): ["Ada", "Blaise"]}


def test_without_a_live_process_nobody_is_present(house: House) -> None:
    assert gateway.present_in([str(house.text("Un.").pk)]) == {}


# --- several ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def standing_fleet(
    tmp_path_factory: pytest.TempPathFactory, pages_port: int, django_db_blocker: DjangoDbBlocker
) -> Iterator[Fleet]:
    programs = binaries()
    if programs is None or not is_installed():
        pytest.skip("no PostgreSQL or no Redis here")
    folder = tmp_path_factory.mktemp("fleet")
    with (
        cluster(programs) as url,
        RedisServer() as redis,
        override_settings(
            OPENWEEK_DATA=folder, OPENWEEK_DATABASE_URL=url, OPENWEEK_REDIS_URL=redis.url
        ),
        django_db_blocker.unblock(),
        rows_in(url),
    ):
        call_command("migrate", verbosity=0, skip_checks=True)
        made = Fleet(folder, pages_port, redis)
        try:
            yield made
        finally:
            made.close()


@pytest.fixture
def fleet(standing_fleet: Fleet) -> Iterator[Fleet]:
    standing_fleet.all_up()
    yield standing_fleet
    standing_fleet.hang_up()


def meet(fleet: Fleet, *words: str) -> tuple[Writer, Writer, str]:
    """Two people in one text, each at another process."""
    text = fleet.text(*words)
    ada, blaise = fleet.writer_at(0, text, "Ada"), fleet.writer_at(1, text, "Blaise")
    for writer in (ada, blaise):
        writer.hear(lambda w=writer: w.words == list(words))  # type: ignore[misc]
    return ada, blaise, str(text.pk)


def test_a_text_goes_to_one_process_and_to_the_next_when_that_is_gone(fleet: Fleet) -> None:
    texts = [fleet.text("Début.") for _ in range(12)]
    first = {str(text.pk): numbers_for(str(text.pk)) for text in texts}
    assert {numbers[0] for numbers in first.values()} == set(NUMBERS)
    fleet.end(1)
    for text in texts:
        fleet.writer(text).hear(lambda: True)
    fleet.start(1)
    assert {str(text.pk): numbers_for(str(text.pk)) for text in texts} == first


def test_people_at_two_processes_write_together(fleet: Fleet) -> None:
    ada, blaise, _ = meet(fleet, "Début.")
    for number in range(40):
        ada.write(f"Ada {number} é🌻")
        blaise.write(f"Blaise {number}")
        if number % 10 == 9:
            hear_together(ada, blaise, until=lambda: are_settled(ada, blaise))
    assert len(ada.words) == 81


def test_what_another_process_wrote_is_logged_once(fleet: Fleet) -> None:
    ada, blaise, text_id = meet(fleet, "Début.")
    ada.write("Un mot.")
    hear_together(ada, blaise, until=lambda: are_settled(ada, blaise))
    with open_store(read_only=True) as store:
        assert len(store.load(text_id)[1]) == 1


def test_people_at_two_processes_see_each_other_until_a_process_dies(fleet: Fleet) -> None:
    ada, blaise, text_id = meet(fleet, "Début.")
    blaise.show({"cursor": 1}, client=20)
    ada.hear(lambda: ada.presences.get(20))
    assert ada.presences[20]["user"]["name"] == "Blaise"  # type: ignore[index]
    late = fleet.writer_at(0, fleet.text_of(text_id), "Chloé")
    late.hear(lambda: late.presences.get(20))
    assert gateway.present_in([text_id]) == {text_id: ["Ada", "Blaise", "Chloé"]}
    fleet.end(1)
    ada.hear(lambda: ada.presences[20] is None, seconds=30)


def test_a_process_that_is_stopped_takes_leave_of_the_others(fleet: Fleet) -> None:
    ada, blaise, _ = meet(fleet, "Début.")
    blaise.show({"cursor": 1}, client=20)
    ada.hear(lambda: ada.presences.get(20))
    fleet.end(1, signal.SIGTERM)
    ada.hear(lambda: ada.presences[20] is None, seconds=3)
    assert blaise.hear_the_end() == 1001


def test_a_killed_process_loses_nothing_and_its_writers_move(fleet: Fleet) -> None:
    ada, blaise, text_id = meet(fleet, "Début.")
    text = fleet.text_of(text_id)
    for number in range(60):
        ada.write(f"Ada {number}")
        blaise.write(f"Blaise {number}")
        for writer in (ada, blaise):
            writer.hear_one(0.001)
    fleet.end(1)
    while blaise.hear_one(1):
        pass
    said = (ada.acknowledged | blaise.acknowledged) - {"answer"}
    on_disk = {block["content"][0]["text"] for block in queries.tree_of(text)["content"]}
    assert said <= on_disk
    assert blaise.acknowledged - {"answer"}
    fleet.join(blaise, text).write("De retour.")
    hear_together(ada, blaise, until=lambda: are_settled(ada, blaise))
    assert len(ada.words) == len(set(ada.words)) == 122


def test_words_that_were_never_told_are_read_from_the_log(fleet: Fleet) -> None:
    """A process may die between the commit and the telling."""
    ada, blaise, _ = meet(fleet, "Début.")
    blaise.write("Avant.").hear(lambda: blaise.all_is_saved)
    fleet.redis.stop()
    blaise.write("Sans témoin.").hear(lambda: blaise.all_is_saved)
    fleet.end(1)
    fleet.redis.start()
    ada.hear(lambda: "Sans témoin." in ada.words, seconds=30)


def test_without_redis_everybody_goes_on_and_meets_again_when_it_is_back(fleet: Fleet) -> None:
    ada, blaise, _ = meet(fleet, "Début.", "À enlever.")
    fleet.redis.stop()
    for number in range(20):
        ada.write(f"Ada {number}").hear(lambda: ada.all_is_saved)
        blaise.write(f"Blaise {number}").hear(lambda: blaise.all_is_saved)
    del ada.fragment.children[1]
    ada.hear(lambda: ada.all_is_saved)
    assert "Ada 3" not in blaise.words
    fleet.redis.start()
    hear_together(ada, blaise, until=lambda: are_settled(ada, blaise))
    assert len(ada.words) == 41
    ada.write("Et ensuite.")
    hear_together(ada, blaise, until=lambda: are_settled(ada, blaise) and len(blaise.words) == 42)


def test_both_fold_the_same_text_and_nothing_is_missing(fleet: Fleet) -> None:
    ada, blaise, text_id = meet(fleet, "Début.")
    facts = facts_of(text_id)
    for number in range(10):
        ada.write(f"Ada {number}")
        blaise.write(f"Blaise {number}")
        hear_together(ada, blaise, until=lambda: are_settled(ada, blaise))
        with open_store() as one, open_store() as other:
            with one.alone_with(text_id) as is_ours:
                assert is_ours
                fold(facts, other)  # leaves it alone
            fold(facts, one)
            fold(facts, other)
    with open_store() as store:
        assert store.load(text_id)[1] == []
        assert len(store.entries(text_id)) >= 20
    assert queries.tree_of(fleet.text_of(text_id))["content"][-1]
    assert len(queries.tree_of(fleet.text_of(text_id))["content"]) == 21


@pytest.mark.parametrize("has_redis", [True, False])
def test_freezing_reaches_everybody_and_keeps_what_was_accepted(
    fleet: Fleet, has_redis: bool
) -> None:
    ada, blaise, text_id = meet(fleet, "Début.")
    text = fleet.text_of(text_id)
    if not has_redis:
        fleet.redis.stop()
    ada.write("D’Ada.").hear(lambda: ada.all_is_saved)
    blaise.write("De Blaise.")
    actions.freeze_texts(texts=[text], by=CAMILLE)
    frozen = queries.tree_of(text)
    for writer in (ada, blaise):
        writer.hear(lambda w=writer: "frozen" in w.kinds)  # type: ignore[misc]
        writer.write("Trop tard.")
        writer.hear(lambda w=writer: w.kinds.count("frozen") > 1)  # type: ignore[misc]
    assert queries.tree_of(text) == frozen
    said = (ada.acknowledged | blaise.acknowledged) - {"answer"}
    assert said <= {block["content"][0]["text"] for block in frozen["content"]}


def test_a_process_that_comes_while_a_text_is_being_frozen_gives_no_pen(fleet: Fleet) -> None:
    text = fleet.text("Début.")
    with transaction.atomic():
        actions.freeze_texts(texts=[text], by=CAMILLE)
        fleet.end(0)
        fleet.start(0)
        ada = fleet.writer_at(0, text, "Ada")
        assert ada.notices[0]["frozen"]
        transaction.set_rollback(True)
    assert ada.hear_the_end() == 1012
    fleet.join_at(0, ada, text).write("Rien n’était fini.").hear(lambda: ada.all_is_saved)


def test_a_right_that_ends_ends_at_every_process(fleet: Fleet) -> None:
    ada, blaise, text_id = meet(fleet, "Début.")
    text = fleet.text_of(text_id)
    for grant in text.grants.all():
        actions.revoke_grant(grant=grant, by=CAMILLE)
    assert ada.hear_the_end() == blaise.hear_the_end() == 1012
    link, secret = give_capability(kind="api", place=fleet.place, by=SOFTWARE, name="Un script")
    actions.grant(text=text, level="write", by=CAMILLE, capability=link)
    script = fleet.writing(f"ws://127.0.0.1:{fleet.port}/live/{text_id}?token={secret}")
    script.hear(lambda: script.words)
    revoke_capability(capability=link, by=CAMILLE)
    assert script.hear_the_end() == 4403


def test_the_doctor_counts_them_and_says_when_redis_is_away(fleet: Fleet) -> None:
    assert [found.mark for found in neighbours()] == ["ok", "ok"]
    assert "2" in neighbours()[0].words
    fleet.redis.stop()
    assert [found.mark for found in neighbours()] == ["ok", "trouble"]


def test_however_many_start_at_once_each_batch_keeps_its_order(fleet: Fleet) -> None:
    """Several stores make the tables of a new installation, and append together."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA fresh")
    url = f"{settings.OPENWEEK_DATABASE_URL}&options=-csearch_path%3Dfresh"
    text_id = str(uuid4())

    def write(number: int) -> None:
        with PostgresStore(url) as store:
            for batch in range(20):
                payloads = [f"{number} {batch} {place}".encode() for place in range(5)]
                store.append([Row(text_id, "a:new", "Zoé", payload) for payload in payloads])

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(8)))
    with PostgresStore(url, read_only=True) as store:
        written = [entry.payload.decode().split() for entry in store.load(text_id)[1]]
    batches = [written[start : start + 5] for start in range(0, len(written), 5)]
    assert len(batches) == 160
    for batch in batches:
        assert [[*batch[0][:2], str(place)] for place in range(5)] == batch


def test_a_form_is_merged_by_whichever_process_is_up_and_by_none(fleet: Fleet) -> None:
    ada, _, text_id = meet(fleet, "Début.")
    text = fleet.text_of(text_id)
    shown = queries.plain_of(text)
    actions.write_plain(text=text, by=CAMILLE, body="Début.\n\nPar la forme.", base=shown.base)
    ada.hear(lambda: "Par la forme." in ada.words)
    for number in NUMBERS:
        fleet.end(number, signal.SIGTERM)
    shown = queries.plain_of(text)
    actions.write_plain(text=text, by=CAMILLE, body=f"{shown.body}\n\nSeule.", base=shown.base)
    assert len(queries.tree_of(text)["content"]) == 3


def test_words_written_by_a_command_reach_open_texts_elsewhere(
    fleet: Fleet, tmp_path: Path
) -> None:
    ada, _, text_id = meet(fleet, "Début.")
    text = fleet.text_of(text_id)
    with override_settings(OPENWEEK_DATA=tmp_path):  # a machine without a live process
        actions.write_plain(text=text, by=CAMILLE, body="Début.\n\nD’ailleurs.")
    ada.hear(lambda: "D’ailleurs." in ada.words)

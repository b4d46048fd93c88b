"""The log keeps everything, in both databases."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from openweek.ground import clock
from openweek.writing.crdt import document, encoded, root, transaction
from openweek.writing.live.access import TextFacts
from openweek.writing.live.hub import fold
from openweek.writing.log.postgres import PostgresStore
from openweek.writing.log.sqlite import SqliteStore
from openweek.writing.log.store import NoTablesError, Row, Store, StoreError
from openweek.writing.tree import insert_nodes, seed_of, tree_of
from tests.writing.conftest import document as tree_with

POSTGRES = Path("/usr/lib/postgresql/15/bin")
TEXT = "7b1c9a52-0000-4000-8000-000000000001"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL of our own for a while, reached by a Unix socket."""
    with tempfile.TemporaryDirectory(prefix="openweek-pg-") as folder:
        yield from _postgres_in(Path(folder))


def _postgres_in(folder: Path) -> Iterator[str]:
    if not POSTGRES.exists() or (os.geteuid() == 0 and not shutil.which("runuser")):
        pytest.skip("no PostgreSQL here")
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_postgres:
        folder.chmod(0o755)
        shutil.chown(folder, "postgres")
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(
            [*as_postgres, *command], check=True, capture_output=True, cwd=folder, timeout=60
        )

    run(str(POSTGRES / "initdb"), "-D", str(data), "-A", "trust", "-N")
    options = f"-k {folder} -c listen_addresses='' -c unix_socket_permissions=0777"
    control = str(POSTGRES / "pg_ctl")
    run(control, "-D", str(data), "-o", options, "-w", "-l", str(folder / "log"), "start")
    yield f"postgresql://postgres@/postgres?host={folder}"
    run(control, "-D", str(data), "-m", "immediate", "stop")


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "sqlite":
        with SqliteStore(tmp_path / "live.sqlite3") as made:
            yield made
        return
    with PostgresStore(request.getfixturevalue("postgres")) as made:
        yield made
        made.forget_everything()


def row(payload: bytes, author: str = "p:1", name: str = "Ada", text: str = TEXT) -> Row:
    return Row(text, author, name, payload)


def test_rows_come_back_in_order_and_apart(store: Store) -> None:
    store.append([row(b"1"), row(b"2", text="other")])
    store.append([row(b"3", "a:x", "Zoé 🌻")])
    snapshot, entries = store.load(TEXT)
    assert snapshot == b""
    assert [entry.payload for entry in entries] == [b"1", b"3"]
    assert store.last_seq(TEXT) == entries[-1].seq
    assert store.last_seq("nothing") == 0


def test_parts_tell_who_wrote_from_when_to_when(store: Store) -> None:
    begin = clock.now().replace(microsecond=0)
    for hours, author, name in [(0, "p:1", "Ada"), (1, "a:x", "Zoé"), (2, "p:1", "Ada L.")]:
        with clock.at(begin + timedelta(hours=hours)):
            store.append([row(b"x", author, name)])
    ada, zoe = store.parts(TEXT)
    assert (ada.author, ada.name) == ("p:1", "Ada L.")
    assert (ada.first_at, ada.last_at) == (begin, begin + timedelta(hours=2))
    assert (zoe.name, zoe.first_at) == ("Zoé", begin + timedelta(hours=1))


def test_folding_keeps_the_words_the_history_and_what_has_not_arrived_yet(store: Store) -> None:
    seed = seed_of(tree_with("Début."))
    doc = document([seed])
    for said in ("Un.", "Deux."):
        with transaction(doc) as txn:
            before = doc.get_state(txn)
            insert_nodes(root(doc, txn), txn, 1, tree_with(said)["content"])
            store.append([row(doc.get_update(txn, before))])
    facts = TextFacts(TEXT, seed, is_frozen=False, closes_at=None)
    before_folding = store.entries(TEXT)
    fold(facts, store)
    snapshot, entries = store.load(TEXT)
    assert entries == []
    assert tree_of(snapshot) == tree_of(encoded(doc)) == tree_with("Début.", "Deux.", "Un.")
    assert store.entries(TEXT) == before_folding
    assert store.entries(TEXT, up_to=before_folding[0].seq) == before_folding[:1]
    late = document([seed])
    with transaction(late) as txn:
        root(late, txn).remove_range(txn, 0, 1)
        insert_nodes(root(late, txn), txn, 0, tree_with("Trois.")["content"])
        half = late.get_state(txn)
        insert_nodes(root(late, txn), txn, 1, tree_with("Quatre.")["content"])
    store.append([row(encoded(late, half))])
    fold(facts, store)
    assert len(store.load(TEXT)[1]) == 1
    store.append([row(encoded(late))])
    fold(facts, store)
    snapshot, entries = store.load(TEXT)
    assert len(tree_of(snapshot)["content"]) == 4
    assert entries == []


def test_a_text_weighs_what_was_ever_written_in_it(store: Store) -> None:
    assert store.weight(TEXT) == (0, 0)
    store.append([row(b"abc"), row(b"de"), row(b"elsewhere", text="other")])
    assert store.weight(TEXT) == (5, 2)
    store.compact(TEXT, b"abc", [store.load(TEXT)[1][0].seq])
    assert store.weight(TEXT) == (5, 1)


def test_a_batch_that_fails_leaves_nothing_and_the_next_one_works(store: Store) -> None:
    with pytest.raises(StoreError):
        store.append([row(b"1", "p:9", "Neuf"), Row(TEXT, "p:1", "Ada", None)])  # type: ignore[arg-type]
    assert store.load(TEXT) == (b"", [])
    store.append([row(b"2", "p:9", "Neuf")])
    assert [part.name for part in store.parts(TEXT)] == ["Neuf"]


def test_a_reader_sees_what_is_durable_and_cannot_write(tmp_path: Path) -> None:
    path = tmp_path / "live.sqlite3"
    with SqliteStore(path) as writer:
        writer.append([row(b"1")])
        with SqliteStore(path, read_only=True) as reader:
            assert len(reader.load(TEXT)[1]) == 1
            with pytest.raises(StoreError):
                reader.append([row(b"2")])
    with SqliteStore(path, read_only=True) as reader:
        assert len(reader.load(TEXT)[1]) == 1


def test_a_file_without_tables_is_said_to_have_none(tmp_path: Path) -> None:
    path = tmp_path / "live.sqlite3"
    path.touch()
    with SqliteStore(path, read_only=True) as reader, pytest.raises(NoTablesError):
        reader.load(TEXT)


def test_the_log_tells_who_wrote_when_and_forgets_names_alone(store: Store) -> None:
    begin = clock.now().replace(minute=0, second=0, microsecond=0)
    for minutes, author, name in [(1, "p:1", "Ada"), (2, "a:x", "Zoé"), (31, "p:1", "Ada L.")]:
        with clock.at(begin + timedelta(minutes=minutes)):
            store.append([row(b"x", author, name)])
    with clock.at(begin + timedelta(minutes=32)):
        store.append([row(b"y", "=p:1", "Ada L."), row(b"z", text="other")])
    rows = store.written_after(TEXT, 0)
    assert [each.author for each in rows] == ["p:1", "a:x", "p:1", "=p:1"]
    store.compact(TEXT, b"s", [rows[0].seq, rows[1].seq])
    assert store.written_after(TEXT, 0) == rows
    assert store.written_after(TEXT, rows[2].seq) == rows[3:]
    assert store.entries(TEXT, up_to=rows[2].seq)[-1].seq == rows[2].seq
    assert store.moment(TEXT, rows[1].seq) == begin + timedelta(minutes=2)
    assert store.moment(TEXT, 0) is None
    spans = [
        (each.begins_at, each.last, each.author) for each in store.spans(TEXT, length_ms=900_000)
    ]
    later = begin + timedelta(minutes=30)
    assert spans == [
        (begin, rows[0].seq, "p:1"), (begin, rows[1].seq, "a:x"),
        (later, rows[2].seq, "p:1"), (later, rows[3].seq, "=p:1"),
    ]  # fmt: skip
    assert [part.name for part in store.parts(TEXT)] == ["Ada L.", "Zoé"]
    for _ in range(2):
        store.forget("p:1")
        assert {key: name.strip() for key, name in store.names().items()} == {
            "p:1": "",
            "a:x": "Zoé",
        }
    store.append([row(b"x", "p:1", "Ada")])
    assert store.written_after(TEXT, 0)[:4] == rows

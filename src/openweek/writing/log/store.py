"""What is written: an append-only log with author and time, and snapshots that shorten it.

Four tables, the same in SQLite (a file of their own, ``live.sqlite3``) and in PostgreSQL:

- ``live_author``: everybody who ever wrote, by key and name;
- ``live_log``: what was written since the last snapshot of each text. It has no index by text,
  so that a commit touches the end of one table however many texts are written at once;
- ``live_snapshot``: one update per text that says all up to its ``seq``;
- ``live_history``: the rows of the log that a snapshot covers. They are moved, never thrown away.

Exactly one process writes, through one connection, which alone checkpoints (see docs/adr/0008).
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from openweek.ground import clock

Rows = list[tuple[Any, ...]]

TABLES = """
CREATE TABLE IF NOT EXISTS live_author (
  id {serial}, key TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (key, name));
CREATE TABLE IF NOT EXISTS live_log (
  seq {serial}, text TEXT NOT NULL, at BIGINT NOT NULL, author BIGINT NOT NULL,
  payload {bytes} NOT NULL);
CREATE TABLE IF NOT EXISTS live_history (
  seq BIGINT PRIMARY KEY, text TEXT NOT NULL, at BIGINT NOT NULL, author BIGINT NOT NULL,
  payload {bytes} NOT NULL);
CREATE INDEX IF NOT EXISTS live_history_text ON live_history (text, seq);
CREATE TABLE IF NOT EXISTS live_snapshot (
  text TEXT PRIMARY KEY, seq BIGINT NOT NULL, at BIGINT NOT NULL, payload {bytes} NOT NULL);
"""


class StoreError(Exception):
    """The disk or the database would not do it: nothing of that batch counts as saved."""


class NoTablesError(StoreError):
    """Nobody has written anything in this installation yet."""


@dataclass(frozen=True, slots=True)
class Row:
    """One update as it goes into the log."""

    text: str
    author: str
    name: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One update as it comes out of it; ``at`` in milliseconds since 1970."""

    seq: int
    at: int
    payload: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """That an author wrote in a text, and when first and last."""

    author: str
    name: str
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """One update with its author's key; ``=`` in front of it says that somebody else put these
    words of that author back.
    """

    seq: int
    author: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Span:
    """That an author wrote in a text in one span of time, and the last row of it."""

    begins_at: datetime
    last: int
    author: str


@dataclass(frozen=True, slots=True)
class Made:
    """That an author wrote in a text by that client, as Yjs writes its number, and in which row
    first; b"" for one who only deleted, None where an update has to be read to know.
    """

    text: str
    author: str
    name: str
    client: bytes | None
    first: int


# An update of one client says at its third byte which one that is, in at most five of them; before
# that, how many clients there are and how many changes of the first one.
_LONGEST_NUMBER = 5
_ONE, _MANY = b"\x01", b"\x80"
_CLIENT = (
    "CASE WHEN substr(payload, 1, 1) < ? THEN substr(payload, 1, 0) "
    "WHEN substr(payload, 1, 1) > ? OR substr(payload, 2, 1) >= ? THEN NULL "
    + "".join(
        f"WHEN substr(payload, {2 + length}, 1) < ? THEN substr(payload, 3, {length}) "
        for length in range(1, _LONGEST_NUMBER)
    )
    + f"ELSE substr(payload, 3, {_LONGEST_NUMBER}) END"
)
_SIGNS = (_ONE, _ONE, _MANY, *[_MANY] * (_LONGEST_NUMBER - 1))


class Store(ABC):
    """The tables, whichever database holds them; every method is one transaction."""

    @abstractmethod
    def _run(self, sql: str, values: Sequence[Any] = ()) -> Rows: ...

    @abstractmethod
    def _run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None: ...

    @abstractmethod
    def _transaction(self) -> Any:
        """A context: all or nothing, and on the disk when it is left."""

    @abstractmethod
    def close(self) -> None: ...

    def __init__(self) -> None:
        self._authors: dict[tuple[str, str], int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def append(self, rows: Iterable[Row]) -> None:
        """Durable when it returns; none of it is there when it raises StoreError."""
        now = _now()
        try:
            with self._transaction():
                values = [(r.text, now, self._author(r.author, r.name), r.payload) for r in rows]
                self._run_many(
                    "INSERT INTO live_log (text, at, author, payload) VALUES (?, ?, ?, ?)", values
                )
        except StoreError:
            self._authors.clear()  # one made in the transaction that failed is not there
            raise

    def _author(self, key: str, name: str) -> int:
        known = self._authors.get((key, name))
        if known is None:
            self._run(
                "INSERT INTO live_author (key, name) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (key, name),
            )
            found = self._run("SELECT id FROM live_author WHERE key = ? AND name = ?", (key, name))
            known = self._authors[key, name] = int(found[0][0])
        return known

    def load(self, text: str) -> tuple[bytes, list[Entry]]:
        """The snapshot (empty when there is none) and what was written after it."""
        with self._transaction():
            found = self._run("SELECT payload FROM live_snapshot WHERE text = ?", (text,))
            rows = self._run(
                "SELECT seq, at, payload FROM live_log WHERE text = ? ORDER BY seq", (text,)
            )
        return bytes(found[0][0]) if found else b"", _entries(rows)

    def weight(self, text: str) -> tuple[int, int]:
        """How many bytes were ever written in a text, and how many rows no snapshot covers."""
        before = self._run("SELECT sum(length(payload)) FROM live_history WHERE text = ?", (text,))
        since = self._run(
            "SELECT sum(length(payload)), count(*) FROM live_log WHERE text = ?", (text,)
        )
        return int(before[0][0] or 0) + int(since[0][0] or 0), int(since[0][1])

    def compact(self, text: str, state: bytes, seqs: Sequence[int]) -> None:
        """Make ``state`` the snapshot, and move these rows, which it must contain, to history."""
        now = _now()
        moved = [(seq, text) for seq in seqs]
        with self._transaction():
            self._run(
                "INSERT INTO live_snapshot (text, seq, at, payload) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (text) DO UPDATE SET "
                "seq = excluded.seq, at = excluded.at, payload = excluded.payload",
                (text, max(seqs), now, state),
            )
            self._run_many(
                "INSERT INTO live_history (seq, text, at, author, payload) "
                "SELECT seq, text, at, author, payload FROM live_log WHERE seq = ? AND text = ?",
                moved,
            )
            self._run_many("DELETE FROM live_log WHERE seq = ? AND text = ?", moved)

    @contextmanager
    def alone_with(self, text: str) -> Iterator[bool]:
        """Whether nobody else folds that text until this is left: here there is one writer."""
        yield True

    def entries(self, text: str, *, up_to: int | None = None, at: int | None = None) -> list[Entry]:
        """Everything ever written in a text, or until that row, or until that millisecond."""
        last = 2**62 if up_to is None else up_to
        rows = self._run(
            "SELECT seq, at, payload FROM live_history WHERE text = ? AND seq <= ? UNION ALL "
            "SELECT seq, at, payload FROM live_log WHERE text = ? AND seq <= ? ORDER BY seq",
            (text, last, text, last),
        )
        entries = _entries(rows)
        if at is None:
            return entries
        # All up to the last one of that time, should the clock ever have stepped back: an
        # update may build on the one before it.
        wanted = len(entries)
        while wanted and entries[wanted - 1].at > at:
            wanted -= 1
        return entries[:wanted]

    def last_seq(self, text: str) -> int:
        rows = self._run(
            "SELECT max(seq) FROM (SELECT max(seq) AS seq FROM live_history WHERE text = ? "
            "UNION ALL SELECT max(seq) AS seq FROM live_log WHERE text = ?) AS every",
            (text, text),
        )
        return int(rows[0][0] or 0)

    def parts(self, text: str) -> list[Part]:
        """Who wrote, the earliest first, each under the name used last."""
        rows = self._run(
            "SELECT a.key, a.name, min(e.at), max(e.at) FROM (SELECT author, at FROM live_history "
            "WHERE text = ? UNION ALL SELECT author, at FROM live_log WHERE text = ?) AS e "
            "JOIN live_author AS a ON a.id = e.author WHERE substr(a.key, 1, 1) <> '=' "
            "GROUP BY a.key, a.name ORDER BY max(e.at)",
            (text, text),
        )
        parts: dict[str, Part] = {}
        for key, name, first, last in rows:
            first_at = min(_moment(first), parts[key].first_at if key in parts else _moment(first))
            parts[key] = Part(key, name, first_at, _moment(last))
        return sorted(parts.values(), key=lambda part: part.first_at)

    def written_after(self, text: str, seq: int) -> list[Written]:
        """Every update after that row, in order, with who made it."""
        rows = self._run(
            "SELECT e.seq, a.key, e.payload FROM (SELECT seq, author, payload FROM live_history "
            "WHERE text = ? AND seq > ? UNION ALL SELECT seq, author, payload FROM live_log "
            "WHERE text = ? AND seq > ?) AS e JOIN live_author AS a ON a.id = e.author "
            "ORDER BY e.seq",
            (text, seq, text, seq),
        )
        return [Written(int(seq), str(author), bytes(payload)) for seq, author, payload in rows]

    def newest(self) -> int:
        """The number of the last row of all."""
        tables = ("live_history", "live_log")
        rows = [self._run(f"SELECT max(seq) FROM {table}") for table in tables]  # noqa: S608  our own words
        return max(int(row[0][0] or 0) for row in rows)

    def made(self, texts: Sequence[str], after: int = 0) -> list[Made]:
        """Who wrote in these texts, by which clients: one glance at the head of each row."""
        if not texts:
            return []
        some = ", ".join("?" * len(texts))
        rows = " UNION ALL ".join(
            f"SELECT text, author, {_CLIENT} AS client, min(seq) AS first FROM {table} "  # noqa: S608  our own words
            f"WHERE text IN ({some}) AND seq > ? GROUP BY 1, 2, 3"
            for table in ("live_history", "live_log")
        )
        found = self._run(
            f"SELECT e.text, a.key, a.name, e.client, e.first FROM ({rows}) AS e "  # noqa: S608
            "JOIN live_author AS a ON a.id = e.author ORDER BY e.first",
            [*_SIGNS, *texts, after] * 2,
        )
        return [
            Made(str(text), str(key), str(name), None if client is None else bytes(client), first)
            for text, key, name, client, first in found
        ]

    def large(self, text: str) -> list[Written]:
        """Every update of several clients, or of many changes, with who made it."""
        first, second = "substr(payload, 1, 1)", "substr(payload, 2, 1)"
        which = f"{first} > ? OR ({first} = ? AND {second} >= ?)"
        rows = " UNION ALL ".join(
            f"SELECT seq, author, payload FROM {table} WHERE text = ? AND ({which})"  # noqa: S608  our own words
            for table in ("live_history", "live_log")
        )
        found = self._run(
            f"SELECT e.seq, a.key, e.payload FROM ({rows}) AS e "  # noqa: S608
            "JOIN live_author AS a ON a.id = e.author ORDER BY e.seq",
            [text, _ONE, _ONE, _MANY] * 2,
        )
        return [Written(int(seq), str(author), bytes(payload)) for seq, author, payload in found]

    def spans(self, text: str, *, length_ms: int) -> list[Span]:
        """When who wrote, in spans of that length, the first one first."""
        span = f"at / {int(length_ms)}"
        rows = self._run(
            f"SELECT e.span, max(e.seq), a.key FROM (SELECT {span} AS span, seq, author "  # noqa: S608  a number of ours
            f"FROM live_history WHERE text = ? UNION ALL SELECT {span} AS span, seq, author "
            "FROM live_log WHERE text = ?) AS e JOIN live_author AS a ON a.id = e.author "
            "GROUP BY e.span, a.key ORDER BY max(e.seq)",
            (text, text),
        )
        return [
            Span(_moment(int(number) * length_ms), int(last), str(author))
            for number, last, author in rows
        ]

    def moment(self, text: str, seq: int) -> datetime | None:
        """When the last row up to that one was written."""
        last = "WHERE text = ? AND seq <= ? ORDER BY seq DESC LIMIT 1"
        rows = [
            *self._run(f"SELECT seq, at FROM live_log {last}", (text, seq)),  # noqa: S608  our own words
            *self._run(f"SELECT seq, at FROM live_history {last}", (text, seq)),  # noqa: S608
        ]
        return _moment(max(rows)[1]) if rows else None

    def names(self) -> dict[str, str]:
        """Of everybody who ever wrote, by key, the name that they took last."""
        rows = self._run("SELECT key, name FROM live_author ORDER BY id")
        return {str(key).removeprefix("="): str(name) for key, name in rows}

    def forget(self, author: str) -> None:
        """What that author wrote stays; under which name, nobody can read any more.

        Rows that are there stay theirs, so that a process which knows them may go on using them.
        """
        for key in (author, f"={author}"):
            with self._transaction():
                found = self._run("SELECT id FROM live_author WHERE key = ? ORDER BY id", (key,))
                self._run_many(
                    "UPDATE live_author SET name = ? WHERE id = ?",
                    [(" " * length, number) for length, (number,) in enumerate(found)],
                )

    def forget_everything(self) -> None:
        """For tests, and for a demonstration that begins anew."""
        with self._transaction():
            for table in ("live_log", "live_history", "live_snapshot", "live_author"):
                self._run(f"DELETE FROM {table}")  # noqa: S608  our own words
        self._authors.clear()


def _now() -> int:
    return int(clock.now().timestamp() * 1000)


def _entries(rows: Rows) -> list[Entry]:
    return [Entry(int(seq), int(at), bytes(payload)) for seq, at, payload in rows]


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)

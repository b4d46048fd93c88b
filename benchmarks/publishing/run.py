"""The last day of twenty long books: from the deadline to their pages, and to all their files.

    .venv/bin/python -m benchmarks.publishing.run
    .venv/bin/python -m benchmarks.publishing.run --books 5
    .venv/bin/python -m benchmarks.publishing.run --filled FOLDER     # filled before, is copied
    .venv/bin/python -m benchmarks.publishing.run --peer VENV/bin/python

A challenge with books of 60 pages and 20 photographs each closes under `openweek serve` on the
embedded database, while somebody reads the shelf and the week in turns, ten pages a second. Then
one book is bound once more, form by form, each in a process of its own; with ``--peer`` (a Python
that has ``pypandoc_binary`` and ``weasyprint``) beside an EPUB by pandoc and a PDF by WeasyPrint of
the same book. Times mean little where others work on the machine: its load is told.
"""

import argparse
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.pages.run import TICKS, family, free_port, pss_mib, start

SECONDS_BEFORE = 14.0  # for the server to start, and pages to be read on a quiet machine
PAGES_EACH_SECOND = 10.0
LOOKED_AFTER = 0.02
AT_MOST = 300.0
FORMS = 7
EACH_FORM = ["epub", "pdf-a5", "pdf-a4", "site", "markdown", "md", "text"]


@dataclass
class Reader:
    """Somebody who turns pages meanwhile, at a steady pace, each on a line of its own."""

    paths: list[str]
    port: int
    took: list[tuple[float, float]] = field(default_factory=list)  # at that hour, so many ms
    failed: int = 0
    has_finished: threading.Event = field(default_factory=threading.Event)

    def read(self) -> None:
        number = 0
        while not self.has_finished.is_set():
            begun = time.perf_counter()
            number += 1
            path = self.paths[number % len(self.paths)]
            try:
                # What changes with each request, so that no answer is a kept one.
                address = f"http://127.0.0.1:{self.port}{path}?q={number}"
                with urllib.request.urlopen(address, timeout=30) as answer:
                    answer.read()
            except OSError:
                self.failed += 1
            took = time.perf_counter() - begun
            self.took.append((time.time(), took * 1000))
            self.has_finished.wait(max(0.0, 1 / PAGES_EACH_SECOND - took))

    def between(self, begun: float, ended: float) -> list[float]:
        ms = sorted(took for at, took in self.took if begun <= at <= ended)
        return [_share(ms, 0.5), _share(ms, 0.99)] if ms else []


@dataclass
class Memory:
    """Of all processes of the server, four times a second."""

    pid: int
    seen: list[float] = field(default_factory=list)
    has_finished: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        while not self.has_finished.is_set():
            with suppress(OSError, StopIteration):  # one that ended meanwhile
                self.seen.append(pss_mib(family(self.pid)))
            self.has_finished.wait(0.25)


def _share(ordered: list[float], part: float) -> float:
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * part))], 1)


@contextmanager
def _beside(*deeds: tuple[threading.Event, threading.Thread]) -> Iterator[None]:
    for _, thread in deeds:
        thread.start()
    try:
        yield
    finally:
        for has_finished, thread in deeds:
            has_finished.set()
            thread.join()


def work_of(server: int) -> float:
    """Seconds of CPU of all its processes, and of those below them that ended."""
    told = [Path(f"/proc/{pid}/stat").read_text() for pid in family(server)]
    spent = [each.rsplit(") ", 1)[1].split()[11:15] for each in told]
    return sum(int(ticks) for each in spent for ticks in each) / TICKS


def ours(*words: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *words], env={**os.environ, "OPENWEEK_DATA": str(folder)},
        check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return done.stdout


def count(database: sqlite3.Connection, rows: str) -> int:
    return int(database.execute(f"SELECT count(*) FROM {rows}").fetchone()[0])  # noqa: S608  ours


def until(database: sqlite3.Connection, rows: str, wanted: int, begun: float) -> float:
    """How many seconds after that moment there are so many rows."""
    while (found := count(database, rows)) < wanted:
        if time.time() - begun > AT_MOST:
            raise SystemExit(f"{found} of {wanted} {rows} after {AT_MOST:.0f} seconds")
        time.sleep(LOOKED_AFTER)
    return time.time() - begun


def last_day(folder: Path, books: int) -> dict[str, object]:
    deadline = float(
        ours("benchmarks.publishing.fill", "--due", str(SECONDS_BEFORE), folder=folder)
    )
    server, _ = start(folder, port := free_port())
    try:
        database = sqlite3.connect(f"file:{folder}/openweek.sqlite3?mode=ro", uri=True)
        slugs = [slug for (slug,) in database.execute("SELECT slug FROM publishing_book")]
        reader = Reader(["/lieu/books/", "/lieu/semaine/"], port)
        memory = Memory(server.pid)
        with _beside(
            (reader.has_finished, threading.Thread(target=reader.read)),
            (memory.has_finished, threading.Thread(target=memory.watch)),
        ):
            time.sleep(max(0.0, deadline - 0.5 - time.time()))
            before, load = memory.seen[-1], os.getloadavg()[0]
            used = work_of(server.pid)
            public = until(database, "publishing_edition", books, deadline)
            used_for_pages = work_of(server.pid) - used
            bound = "publishing_edition WHERE bound_at IS NOT NULL"
            first = until(database, bound, 1, deadline)
            files = until(database, bound, books, deadline)
            used = work_of(server.pid) - used
            time.sleep(10)
            after = memory.seen[-1]
        for slug in slugs:
            for ending in ("/", ".epub", ".pdf", "/a4.pdf", ".md", ".txt", "/site.zip"):
                _fetch(port, f"/lieu/books/{slug}{ending}")
        kept = database.execute("SELECT count(*), sum(size) FROM publishing_editionfile").fetchone()
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)
    if kept[0] != books * FORMS:
        raise SystemExit(f"{kept[0]} files")
    return {
        "books": books, "load before": round(load, 1),
        "all pages public, s": round(public, 2), "CPU until then, s": round(used_for_pages, 1),
        "first book in all forms, s": round(first, 1),
        "all books in all forms, s": round(files, 1), "CPU of all, s": round(used, 1),
        "files": kept[0], "MB": round(kept[1] / 1e6),
        "memory of all processes, MiB PSS, before / at most / ten seconds after": [
            round(each) for each in (before, max(memory.seen), after)
        ],
        "pages of a reader, ms, p50 / p99, before": reader.between(deadline - 6, deadline),
        "while books became public": reader.between(deadline, deadline + public),
        "while they were bound": reader.between(deadline + public, deadline + files),
        "not answered": reader.failed,
    }  # fmt: skip


def _fetch(port: int, path: str) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        if answer.status != 200 or not answer.read():
            raise SystemExit(f"{path}: {answer.status}")


def peers(python: str, folder: Path) -> Iterator[dict[str, object]]:
    published = next(folder.glob("published/*/*/"))
    for form in ("epub", "pdf-a5"):
        done = subprocess.run(
            [python, str(Path(__file__).parent / "peers.py"), form, str(published)],
            check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        yield json.loads(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--books", type=int, default=20)
    parser.add_argument("--filled", type=Path, help="a folder that fill.py filled; stays as it is")
    parser.add_argument("--peer", help="a Python that has pypandoc_binary and weasyprint")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=said.filled and said.filled.parent) as name:
        folder = Path(name) / "data"
        if said.filled:
            shutil.copytree(said.filled, folder)
        else:
            ours("benchmarks.publishing.fill", str(said.books), folder=folder)
        print(json.dumps(last_day(folder, said.books), indent=2, ensure_ascii=False), flush=True)
        for form in EACH_FORM:
            print(ours("benchmarks.publishing.form", form, folder=folder).strip(), flush=True)
        for told in peers(said.peer, folder) if said.peer else ():
            print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()

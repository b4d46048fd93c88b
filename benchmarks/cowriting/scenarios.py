"""What is measured: one function for each line of the table, returning numbers by their names."""

import asyncio
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.cowriting import crowd
from benchmarks.cowriting.crowd import Course
from benchmarks.cowriting.keystrokes import pages, paper
from benchmarks.cowriting.lines import Line
from benchmarks.cowriting.servers import Server, memory_mb
from openweek.writing import crdt
from openweek.writing.live import protocol

Numbers = dict[str, float]

LIMIT_MS = 250.0  # p99 up to which a server counts as keeping pace
SLOW_READERS = 500
PASTED = 30  # pages of 100 KB, which everybody should be told
SLOW_BUFFER = 4096  # bytes that the kernel keeps for somebody who does not read
IDLE_LINES = 2000
JOINS = 3


def typing(server: Server, course: Course) -> Numbers:
    """Latency from keystroke to the other lines, CPU of the server's process for each delivery."""
    return _numbers(crowd.run(server, course))


def _numbers(measured: dict[str, Any]) -> Numbers:
    if "trouble" in measured or not measured["delivered"]:
        return {"p99 ms": float("inf")}
    delivered = measured["delivered"]
    numbers: Numbers = {
        "p50 ms": delivered["p50"],
        "p99 ms": delivered["p99"] if _is_whole(measured) else float("inf"),
        "CPU µs a delivery": measured["cpu_us"],
        "CPU %": measured["cpu"],
    }
    if measured["saved"]:
        numbers["saved p99 ms"] = measured["saved"]["p99"]
    return numbers


def _is_whole(measured: dict[str, Any]) -> bool:
    return bool(measured["delivered"]["count"] >= measured["expected"] * 0.999)


def highest_rate(server: Server, rates: list[int], seconds: float) -> Numbers:
    """The most updates a second, in steps, at which p99 stays below the limit; each is tried
    twice, since a server that has just been started is slower for a moment.
    """
    best = 0
    for rate in rates:
        course = Course(100, 10, rate / 1000, seconds, patience=5)
        if all(typing(server, course)["p99 ms"] > LIMIT_MS for _ in range(2)):
            break
        best = rate
    return {"updates/s": best}


def memory(server: Server) -> Numbers:
    """Of 100 rooms with 10 writers each, and of each line more that only listens."""
    server.restart()
    course = Course(100, 10, 2, 5)
    with crowd.seated(server, course) as (seats, recorded):
        crowd.type_along(server, course, seats, recorded)
        resident, proportional = memory_mb(server.pid)
    server.restart()
    text = server.new_texts(1)[0]
    first = _listener(server, text)
    before, _ = memory_mb(server.pid)
    lines = [_listener(server, text) for _ in range(IDLE_LINES)]
    after, _ = memory_mb(server.pid)
    for line in (first, *lines):
        line.socket.close()
    return {
        "MB resident": resident,
        "MB proportional": proportional,
        "KB a line": (after - before) * 1e3 / IDLE_LINES,
    }


def _listener(server: Server, text: str) -> Line:
    line = server.line(text)
    line.ask()
    return line


def cold_join(server: Server, trace: Path) -> Numbers:
    """From the first byte of the handshake to the whole text, which nobody has open."""
    updates, whole = _paper(trace)
    text, other = server.new_texts(2)
    server.stop()
    server.store(text, updates, whole)
    times = []
    for _ in range(JOINS):
        server.restart()
        _listener(server, other).socket.close()
        begun = time.perf_counter()
        line = server.line(text)
        size = len(line.ask())
        times.append((time.perf_counter() - begun) * 1e3)
        line.socket.close()
        if size < 100_000:
            raise SystemExit("that is not the whole text")
    return {"ms": statistics.median(times), "longest ms": max(times)}


@cache
def _paper(trace: Path) -> tuple[list[bytes], bytes]:
    updates = paper(trace)
    return updates, crdt.encoded(crdt.document(updates))


def slow_readers(server: Server, course: Course) -> Numbers:
    """One room typing while five hundred more have it open, are sent 3 MB, and do not read."""
    alone = typing(server, course)
    with crowd.seated(server, course) as (seats, recorded):
        text = seats[0].text
        before, _ = memory_mb(server.pid)
        slow = [server.line(text, receives=SLOW_BUFFER) for _ in range(SLOW_READERS)]
        for line in slow:
            line.send(protocol.sync(protocol.STEP_1, crdt.EMPTY_STATE))
        paster = _listener(server, text)
        for update in pages(PASTED):
            paster.write(update)
            paster.ask()
        for seat in seats:
            seat.line.ask()
        beside = _numbers(crowd.type_along(server, course, seats, recorded))
        after, _ = memory_mb(server.pid)
    for line in (paster, *slow):
        line.socket.close()
    return {
        "p99 ms": beside["p99 ms"],
        "times alone": beside["p99 ms"] / alone["p99 ms"],
        "MB more": after - before,
    }


def beside_pages(server: Server, course: Course, url: str) -> Numbers:
    """While pages are asked for, a hundred a second; the processes share both cores."""
    server.free()
    alone = typing(server, course)
    with _asked(url, 100):
        beside = typing(server, course)
    server.bind()
    return {
        "alone p99 ms": alone["p99 ms"],
        "beside p99 ms": beside["p99 ms"],
        "times alone": beside["p99 ms"] / alone["p99 ms"],
    }


@contextmanager
def _asked(url: str, per_second: int) -> Iterator[None]:
    """Somebody asks for that page, at that pace, whether or not the last was answered."""
    is_over = threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(_ask(url, per_second, is_over)))
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


async def _ask(url: str, per_second: int, is_over: threading.Event) -> None:
    host, _, path = url.removeprefix("http://").partition("/")
    name, _, port = host.partition(":")
    request = f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()

    async def one() -> None:
        reader, writer = await asyncio.open_connection(name, int(port))
        writer.write(request)
        await reader.read()
        writer.close()

    asked: set[asyncio.Task[None]] = set()
    while not is_over.is_set():
        task = asyncio.create_task(one())
        asked.add(task)
        task.add_done_callback(asked.discard)
        await asyncio.sleep(1 / per_second)
    await asyncio.gather(*asked, return_exceptions=True)

"""A thousand open pages that listen: memory, CPU, how late they hear, and how pages fare meanwhile.

    .venv/bin/python -m benchmarks.streams.run
    .venv/bin/python -m benchmarks.streams.run --streams 3000 --seconds 20
    .venv/bin/python -m benchmarks.streams.run --refetch --each-second 0.2

`openweek serve` on the embedded database, with a week of 300 sessions; all lines from one address.
Something is done twice a second, by another process, while the programme is asked for. With
``--refetch`` each page that hears of it fetches itself anew, as frontend/src/page/live.ts does: the
week's page, on a line that stays open, at a chance moment within the time that it was told.
"""

import argparse
import asyncio
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.pages.run import cpu_seconds, family, free_port, pss_mib, start

PLACE = "lieu"
PAGE = f"/{PLACE}/semaine/programme/?day=all"
EACH_SECOND = 2.0
PAGES_EACH_SECOND = 10.0
FETCHED = f"/{PLACE}/semaine/"
GATHER_SECONDS = 0.12  # as in live.ts
AT_ONCE = 50


@dataclass
class Crowd:
    """Open lines, and when each heard of which event."""

    port: int
    refetches: bool = False
    fetched_ms: list[float] = field(default_factory=list)
    failed: int = 0
    lines: list[asyncio.StreamWriter] = field(default_factory=list)
    heard: dict[int, list[float]] = field(default_factory=dict)
    cut: int = 0
    _readers: list[asyncio.Task[None]] = field(default_factory=list)
    _asking: set[asyncio.Task[None]] = field(default_factory=set)

    async def come(self, count: int) -> float:
        begun = time.perf_counter()
        for some in range(0, count, AT_ONCE):
            await asyncio.gather(*(self._one() for _ in range(min(AT_ONCE, count - some))))
        return time.perf_counter() - begun

    async def _one(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(f"GET /{PLACE}/stream/ HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n")[0]:
            raise SystemExit(head.decode())
        await reader.readuntil(b"\n\n")
        self.lines.append(writer)
        self._readers.append(asyncio.create_task(self._listen(reader)))

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        page = Page(self)
        while line := await reader.readline():
            if line.startswith(b"id: "):
                self.heard.setdefault(int(line[4:]), []).append(time.time())
            elif self.refetches and line.startswith(b"data: ") and line[6:-1].isdigit():
                asking = asyncio.create_task(page.heard(int(line[6:]) / 1000))
                self._asking.add(asking)
                asking.add_done_callback(self._asking.discard)
        self.cut += 1

    async def settle(self) -> None:
        """Until all who heard have fetched."""
        while self._asking:
            await asyncio.wait(self._asking)

    async def go(self) -> None:
        for writer in self.lines:
            writer.close()
        await asyncio.gather(*self._readers, return_exceptions=True)


@dataclass
class Page:
    """One open page, which fetches itself once for all that it heard meanwhile."""

    crowd: Crowd
    is_waiting: bool = False
    is_asking: bool = False
    heard_more: bool = False
    line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def heard(self, spread: float) -> None:
        if self.is_asking:
            self.heard_more = True
        if self.is_waiting or self.is_asking:
            return
        self.is_waiting = True
        await asyncio.sleep(GATHER_SECONDS + random.random() * spread)
        self.is_waiting, self.is_asking = False, True
        try:
            await self._ask()
        except (OSError, asyncio.IncompleteReadError, ValueError):
            self.crowd.failed += 1
            self.line = None
        self.is_asking = False
        if self.heard_more:
            self.heard_more = False
            await self.heard(0.0)

    async def _ask(self) -> None:
        begun = time.perf_counter()
        self.line = self.line or await asyncio.open_connection("127.0.0.1", self.crowd.port)
        reader, writer = self.line
        writer.write(f"GET {FETCHED} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line.split(b":")[1])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length:")
        )
        await reader.readexactly(length)
        if b" 200 " not in head.split(b"\r\n")[0]:
            self.crowd.failed += 1
        self.crowd.fetched_ms.append((time.perf_counter() - begun) * 1000)


async def ask_pages(port: int, seconds: float) -> list[float]:
    """At a steady pace, each on a line of its own: milliseconds."""
    took = []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        begun = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(
            f"GET {PAGE} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        )
        await reader.read()
        writer.close()
        took.append((time.perf_counter() - begun) * 1000)
        await asyncio.sleep(max(0.0, 1 / PAGES_EACH_SECOND - (time.perf_counter() - begun)))
    return took


async def do(folder: Path, seconds: float, each_second: float) -> dict[int, float]:
    """Events, in a process beside the server: the number and the hour of each."""
    writer = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.streams.deeds", str(seconds), str(each_second),
        env={**os.environ, "OPENWEEK_DATA": str(folder)}, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, _ = await writer.communicate()
    return {int(number): at for number, at in json.loads(said).items()}


def share(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * part))], 1)


async def measured(
    port: int, pids: tuple[int, ...], folder: Path, said: argparse.Namespace
) -> dict[str, object]:
    count, seconds = said.streams, said.seconds
    alone = await ask_pages(port, seconds / 2)
    before = pss_mib(list(pids))
    crowd = Crowd(port, refetches=said.refetch)
    came_within = await crowd.come(count)
    await asyncio.sleep(2)
    cpu = cpu_seconds(pids)
    await asyncio.sleep(seconds)
    idle = (cpu_seconds(pids) - cpu) / seconds
    after = pss_mib(list(pids))
    cpu = cpu_seconds(pids)
    begun = time.perf_counter()
    done, pages = await asyncio.gather(
        do(folder, seconds, said.each_second), ask_pages(port, seconds)
    )
    await crowd.settle()
    busy = (cpu_seconds(pids) - cpu) / (time.perf_counter() - begun)
    await asyncio.sleep(1)
    late = [(at - done[n]) * 1000 for n, times in crowd.heard.items() if n in done for at in times]
    told = {n: len(times) for n, times in crowd.heard.items()}
    end = pss_mib(list(pids))
    fetched = crowd.fetched_ms
    again: dict[str, object] = {
        "fetched again": len(fetched), "not answered": crowd.failed,
        "fetched again, ms, p50 / p99": [share(fetched, 0.5), share(fetched, 0.99)],
    } if said.refetch else {}  # fmt: skip
    await crowd.go()
    return {
        "streams": count,
        "opened within, s": round(came_within, 1),
        "cut": crowd.cut - count if crowd.cut > count else 0,
        "messages each": round(sum(told.values()) / count, 1),
        "events": len(done),
        "memory, MiB PSS, before / with them / after": [
            round(each, 1) for each in (before, after, end)
        ],
        "each stream, KiB": round((end - before) * 1024 / count, 1),
        "CPU idle, % of a core": round(idle * 100, 1),
        "CPU busy, % of a core": round(busy * 100, 1),
        "heard after, ms, p50 / p99": [share(late, 0.5), share(late, 0.99)],
        "page alone, ms, p50 / p99": [share(alone, 0.5), share(alone, 0.99)],
        "page meanwhile, ms, p50 / p99": [share(pages, 0.5), share(pages, 0.99)],
        **again,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--refetch", action="store_true")
    parser.add_argument("--each-second", type=float, default=EACH_SECOND)
    said = parser.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = said.streams * (2 if said.refetch else 1) + 200
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(
            [sys.executable, "-m", "benchmarks.programme.fill", "300"],
            env={**os.environ, "OPENWEEK_DATA": str(folder)}, check=True, capture_output=True,
        )  # fmt: skip
        server, _ = start(folder, port := free_port())
        try:
            pids = tuple(family(server.pid))
            results = asyncio.run(measured(port, pids, folder, said))
        finally:
            begun = time.perf_counter()
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)
        results["stopped within, s"] = round(time.perf_counter() - begun, 1)
    print(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()

"""Pages per second, CPU per page, start-up and memory, with a week of 300 sessions in 8 rooms.

    .venv/bin/python -m benchmarks.pages.run
    .venv/bin/python -m benchmarks.pages.run --peer pretalx=http://127.0.0.1:8345/conf/schedule/

A peer is a page that somebody already serves on this machine; it is asked in turns with ours, by
the same client. Where its process is named (``--peer name=url#pid``) its CPU is counted too.
"""

import argparse
import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pages.load import Measured, measure

CONNECTIONS = 8
SECONDS = 4.0
ROUNDS = 3
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Target:
    """A page to ask for; its CPU is that of these processes."""

    name: str
    url: str
    pids: tuple[int, ...]
    cookie: str = ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += family(int(child))
    return found


def cpu_seconds(pids: tuple[int, ...]) -> float:
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def pss_mib(pids: list[int]) -> float:
    """Proportional set size: what the processes really take, shared pages counted once."""
    total = 0
    for pid in pids:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def start(folder: Path, port: int) -> tuple[subprocess.Popen[bytes], float]:
    """Serve that folder; how long until the first whole page."""
    environment = {**os.environ, "OPENWEEK_DATA": str(folder)}
    begun = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "openweek.config.cli", "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    while time.perf_counter() - begun < 30:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
                answer.read()
            return server, time.perf_counter() - begun
        except OSError:
            time.sleep(0.01)
    raise SystemExit("the server did not answer within thirty seconds")


def rounds(targets: list[Target]) -> dict[str, list[dict[str, float]]]:
    """Each target in turn, several times, so that a busy minute hurts all alike."""
    seen: dict[str, list[dict[str, float]]] = {target.name: [] for target in targets}
    for _ in range(ROUNDS):
        for target in targets:
            before = cpu_seconds(target.pids)
            got = asyncio.run(
                measure(target.url, connections=CONNECTIONS, seconds=SECONDS, cookie=target.cookie)
            )
            used = cpu_seconds(target.pids) - before
            seen[target.name].append(_row(got, used))
    return seen


def _row(got: Measured, used: float) -> dict[str, float]:
    if set(got.statuses) != {200}:
        raise SystemExit(f"{got.url} answered {got.statuses}")
    return {
        "pages_per_s": got.per_second,
        "cpu_ms_per_page": round(used * 1000 / got.requests, 2),
        "p50_ms": got.p50_ms,
        "p99_ms": got.p99_ms,
        "kb": round(got.body_bytes / 1024, 1),
    }


def median(rows: list[dict[str, float]]) -> dict[str, float]:
    middle = len(rows) // 2
    return {name: sorted(row[name] for row in rows)[middle] for name in rows[0]}


def peers(said: list[str]) -> list[Target]:
    found = []
    for each in said:
        name, url = each.split("=", 1)
        url, _, pid = url.partition("#")
        found.append(Target(name, url, (int(pid),) if pid else ()))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=URL[#PID]")
    parser.add_argument("--sessions", type=int, default=300)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill = Path(__file__).parent / "fill.py"
        environment = {**os.environ, "OPENWEEK_DATA": str(folder)}
        subprocess.run([sys.executable, fill, str(said.sessions)], env=environment, check=True)
        server, to_first_page = start(folder, port := free_port())
        try:
            week = f"http://127.0.0.1:{port}/lieu/semaine/"
            pids = tuple(family(server.pid))
            targets = [
                Target("week page", week, pids),
                Target("programme, whole week", f"{week}programme/?day=all", pids),
                Target("programme, one day", f"{week}programme/", pids),
                *peers(said.peer),
            ]
            results: dict[str, object] = {
                name: median(rows) for name, rows in rounds(targets).items()
            }
            results["start to first page, s"] = round(to_first_page, 2)
            results["memory of all processes, MiB PSS"] = round(pss_mib(family(server.pid)), 1)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)
    print(json.dumps(results, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()

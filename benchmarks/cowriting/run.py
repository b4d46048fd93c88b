"""Co-writing measured beside Hocuspocus: the same client, in turns, on one core each.

    (cd benchmarks/cowriting && npm ci)
    .venv/bin/python -m benchmarks.cowriting.run --help

From the project's folder; it needs a C compiler for the load client and two cores. Without
Hocuspocus' packages ours alone is measured. The text that is joined cold is a public trace of
260,000 keystrokes (automerge-paper.json.gz), looked for in `../shared/data/traces` unless
`--trace` or OPENWEEK_TRACE names it; where it is not, that line is left out.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.cowriting.servers import Hocuspocus, Ours, Server

TRACE = Path("../shared/data/traces/automerge-paper.json.gz")
RATES = [4000, 8000, 12_000, 16_000, 20_000, 24_000, 28_000, 32_000, 36_000, 40_000]


@dataclass(frozen=True)
class Line:
    name: str
    title: str
    measure: Callable[[Server], dict[str, float]]
    ours_alone: bool = False
    repeated: bool = True


def lines(quick: bool, trace: Path, ours: Ours) -> list[Line]:
    from benchmarks.cowriting import scenarios as to  # noqa: PLC0415  wakes the application
    from benchmarks.cowriting.crowd import Course  # noqa: PLC0415

    seconds = 4.0 if quick else 11.0
    found = [
        Line("calm", "100 × 10, 2,000 updates/s",
             partial(to.typing, course=Course(100, 10, 2, seconds))),
        Line("busy", "100 × 10, 6,000 updates/s: 54,000 deliveries/s",
             partial(to.typing, course=Course(100, 10, 6, seconds))),
        Line("full", "100 × 10, 10,000 updates/s: 90,000 deliveries/s",
             partial(to.typing, course=Course(100, 10, 10, seconds))),
        Line("crowd", "1 × 100, 2 each a second, with carets",
             partial(to.typing, course=Course(1, 100, 2, seconds, carets=True))),
        Line("highest", "highest rate with p99 < 250 ms",
             partial(to.highest_rate, rates=RATES, seconds=seconds / 2), repeated=False),
        Line("slow", "1 × 20 at 2 each, beside 500 who do not read",
             partial(to.slow_readers, course=Course(1, 20, 2, seconds)), repeated=False),
        Line("pages", "100 × 10, 1,000 updates/s, beside 100 pages/s",
             partial(to.beside_pages, course=Course(100, 10, 1, seconds),
                     url=f"http://127.0.0.1:{ours.port}/"), ours_alone=True),
        Line("memory", "memory, 100 × 10; each idle line", to.memory, repeated=False),
    ]  # fmt: skip
    if trace.exists():
        join = partial(to.cold_join, trace=trace.resolve())
        found.append(Line("join", "cold join of automerge-paper", join, repeated=False))
    return found


def measure(found: list[Line], servers: list[Server], repeats: int) -> None:
    for line in found:
        seen: dict[str, list[dict[str, float]]] = {server.name: [] for server in servers}
        for _ in range(repeats if line.repeated else 1):
            for server in servers:
                if server.name == "OpenWeek" or not line.ours_alone:
                    seen[server.name].append(line.measure(server))
        print(f"\n{line.title}")
        for name, rows in seen.items():
            if rows:
                print(f"  {name:11}", "   ".join(_said(key, rows) for key in rows[0]), flush=True)


def _said(key: str, rows: list[dict[str, float]]) -> str:
    values = [row.get(key, float("inf")) for row in rows]
    middle = statistics.median(values)
    spread = f" ({min(values):.4g}–{max(values):.4g})" if len(values) > 1 else ""
    return f"{key} {middle:.4g}{spread}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="short runs, once each")
    parser.add_argument("--repeats", type=int, help="how often each is measured, in turns")
    parser.add_argument("--only", action="append", help="a line: calm, busy, full, crowd, …")
    parser.add_argument("--trace", type=Path, default=Path(os.environ.get("OPENWEEK_TRACE", TRACE)))
    said = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cowriting-") as name:
        folder = Path(name)
        os.environ["OPENWEEK_DATA"] = name
        ours = Ours(folder)
        servers: list[Server] = [ours]
        if Hocuspocus.is_there():
            servers.append(Hocuspocus(folder))
        else:
            print("Hocuspocus is not installed here: `npm ci` in benchmarks/cowriting")
        try:
            for server in servers:
                server.start()
            print(time.strftime("%d %B %Y"), f"— {os.cpu_count()} cores, load", os.getloadavg())
            wanted = lines(said.quick, said.trace, ours)
            chosen = [line for line in wanted if not said.only or line.name in said.only]
            measure(chosen, servers, said.repeats or (1 if said.quick else 3))
            if not said.only or "browser" in said.only:
                _keystroke(ours)
        finally:
            for server in servers:
                server.stop()


def _keystroke(ours: Ours) -> None:
    from benchmarks.cowriting.browser import keystroke_ms  # noqa: PLC0415
    from benchmarks.cowriting.house import address_of  # noqa: PLC0415

    ours.free()
    url = f"http://127.0.0.1:{ours.port}{address_of(ours.new_texts(1)[0])}"
    print(f"\nkeystroke to the other page in Chromium\n  OpenWeek    ms {keystroke_ms(url):.4g}")


if __name__ == "__main__":
    main()

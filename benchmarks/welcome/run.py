"""A minute at the door: 1,000 registrations, 300 check-ins, 30 browsers, one address, one robot.

    .venv/bin/python -m benchmarks.welcome.run
    .venv/bin/python -m benchmarks.welcome.run --together

People come as they come: each browser by chance, over the whole minute. With ``--together`` each
keeps an even pace of its own, and all thirty come ever closer to one another, until in the last
seconds they press at the same instant, again and again.

Each browser reads the form, sends it and reads its own page, as people do; two desks check in.
The robot is one more browser behind the same address that registers as fast as it can. Counted:
who was refused, what was acknowledged and is not there afterwards, and how long answers took.
"""

import argparse
import http.client
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from benchmarks.pages.run import cpu_seconds, family, free_port, pss_mib, start

FORM = "/lieu/semaine/visit/"
DESK = "/lieu/semaine/welcome/"
BROWSERS, REGISTRATIONS, DESKS, CHECK_INS = 30, 1000, 2, 300
ROBOT_GOES_ON = 100  # times, after it was stopped for the first time
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
FREE = re.compile(r'name="half_days" value="([^"]+)" id=')
COOKIE = re.compile(r"^([^=]+)=([^;]*)")


class Seen:
    """What all of them noted, in whichever thread."""

    def __init__(self) -> None:
        self.took_ms: dict[str, list[float]] = defaultdict(list)
        self.statuses: dict[str, Counter[int]] = defaultdict(Counter)
        self.acknowledged: set[str] = set()
        self._lock = threading.Lock()

    def note(self, what: str, status: int, took: float) -> None:
        with self._lock:
            self.took_ms[what].append(took * 1000)
            self.statuses[what][status] += 1

    def acknowledge(self, name: str) -> None:
        with self._lock:
            self.acknowledged.add(name)


@dataclass
class Browser:
    """One person's: it keeps its line open, and its cookies."""

    port: int
    seen: Seen
    cookies: dict[str, str] = field(default_factory=dict)
    line: http.client.HTTPConnection | None = None

    def ask(
        self, what: str, path: str, fields: list[tuple[str, str]] | None = None
    ) -> tuple[int, str, str]:
        """The status, the text, and where it sends one."""
        self.line = self.line or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Accept-Language": "fr"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if fields is not None:
            body = urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        self.line.request("GET" if body is None else "POST", path, body, headers)
        answer = self.line.getresponse()
        text = answer.read().decode(errors="replace")
        self.seen.note(what, answer.status, time.perf_counter() - begun)
        for said in answer.headers.get_all("Set-Cookie") or ():
            if kept := COOKIE.match(said):
                self.cookies[kept[1]] = kept[2]
        return answer.status, text, answer.headers.get("Location", "")

    def register(self, name: str, *, reads: bool = True) -> int:
        _status, page, _ = self.ask("the form", FORM)
        fields = [*HIDDEN.findall(page), ("name", name), ("party_size", "1")]
        fields += [("half_days", FREE.findall(page)[-1]), ("origin", "Saint-Étienne")]
        status, _text, own = self.ask("a registration", FORM, fields)
        if status == http.client.FOUND:
            self.seen.acknowledge(name)
            if reads:
                self.ask("one's own page", own)
        return status


def paced(count: int, seconds: float, first: float, deed: Callable[[int], object]) -> None:
    """Do it ``count`` times, evenly over so many seconds; late ones follow at once."""
    begun = time.perf_counter()
    for number in range(count):
        due = begun + first + number * seconds / count
        time.sleep(max(0.0, due - time.perf_counter()))
        deed(number)


def at_chance(count: int, seconds: float, chance: int, deed: Callable[[int], object]) -> None:
    """Do it ``count`` times at chance moments within so many seconds; late ones follow at once."""
    begun = time.perf_counter()
    moments = Random(chance)
    for number, due in enumerate(sorted(moments.uniform(0, seconds) for _ in range(count))):
        time.sleep(max(0.0, begun + due - time.perf_counter()))
        deed(number)


def visitor(port: int, seen: Seen, who: int, seconds: float, *, together: bool) -> None:
    browser = Browser(port, seen)
    count = len(range(who, REGISTRATIONS, BROWSERS))

    def register(number: int) -> None:
        browser.register(f"Visite {who}-{number}")

    if together:
        first = who * seconds / REGISTRATIONS
        paced(count, seconds - first, first, register)
    else:
        at_chance(count, seconds, who, register)


def desk(port: int, seen: Seen, cookie: str, visits: list[int], seconds: float) -> None:
    cookies = dict(each.split("=", 1) for each in cookie.split("; "))
    browser = Browser(port, seen, cookies)
    fields = [("csrfmiddlewaretoken", cookies["csrftoken"])]
    paced(
        len(visits), seconds, 0.0,
        lambda number: browser.ask("a check-in", f"{DESK}{visits[number]}/check-in/", fields),
    )  # fmt: skip


def robot(port: int, kept: dict[str, object]) -> None:
    """As fast as it can, until it was stopped and long after."""
    seen = Seen()
    browser = Browser(port, seen)
    begun, stopped_at, sent = time.perf_counter(), None, 0
    while seen.statuses["a registration"][429] < ROBOT_GOES_ON and sent < 1000:
        status = browser.register(f"Robot {sent}", reads=False)
        sent += 1
        if status == http.client.TOO_MANY_REQUESTS and stopped_at is None:
            stopped_at = time.perf_counter() - begun
        time.sleep(0.02 if stopped_at is None else 0.2)
    kept["robot"] = {
        "sent": sent,
        "let through": len(seen.acknowledged),
        "stopped after, s": stopped_at and round(stopped_at, 1),
    }


def percentile(took: list[float], share: float) -> float:
    ordered = sorted(took)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1)


def kept_names(folder: Path) -> Counter[str]:
    rows = sqlite3.connect(folder / "openweek.sqlite3").execute("SELECT name FROM visits_visit")
    return Counter(name for (name,) in rows)


def a_minute(
    port: int, filled: dict[str, object], seconds: float, *, together: bool = False
) -> tuple[Seen, dict[str, object]]:
    seen = Seen()
    told: dict[str, object] = {}
    visits = list(filled["visits"])  # type: ignore[call-overload]
    cookie = str(filled["cookie"])
    threads = [
        *(
            threading.Thread(
                target=visitor, args=(port, seen, n, seconds), kwargs={"together": together}
            )
            for n in range(BROWSERS)
        ),
        *(
            threading.Thread(target=desk, args=(port, seen, cookie, visits[n::DESKS], seconds))
            for n in range(DESKS)
        ),
        threading.Thread(target=robot, args=(port, told)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen, told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--together", action="store_true")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.welcome.fill"],
            env={**os.environ, "OPENWEEK_DATA": str(folder)}, check=True, capture_output=True,
        )  # fmt: skip
        filled = json.loads(done.stdout.splitlines()[-1])
        server, _ = start(folder, port := free_port())
        try:
            pids = tuple(family(server.pid))
            before, begun = cpu_seconds(pids), time.perf_counter()
            seen, told = a_minute(port, filled, said.seconds, together=said.together)
            took, used = time.perf_counter() - begun, cpu_seconds(pids) - before
            memory = pss_mib(family(server.pid))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)
        names = kept_names(folder)
    lost = seen.acknowledged - set(names)
    doubled = [each for each, count in names.items() if count > 1 and each.startswith("Visite")]
    refused = {
        what: sum(count for status, count in statuses.items() if status >= 400)
        for what, statuses in seen.statuses.items()
    }
    results = {
        "seconds": round(took, 1),
        "registered": len(seen.acknowledged), "refused": refused, "lost": len(lost),
        "doubled": len(doubled), "checked in": seen.statuses["a check-in"][302], **told,
        "ms": {
            what: {"p50": percentile(each, 0.5), "p99": percentile(each, 0.99)}
            for what, each in seen.took_ms.items()
        },
        "CPU of the server, s": round(used, 1),
        "memory of all processes, MiB PSS": round(memory, 1),
    }  # fmt: skip
    print(json.dumps(results, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()

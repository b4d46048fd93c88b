"""A whole programme, its sessions and its exports: requests per second, p99, CPU; and after edits.

    .venv/bin/python -m benchmarks.programme.run
    .venv/bin/python -m benchmarks.programme.run --peer pretalx=http://127.0.0.1:8345/conf/schedule/

300 sessions in 8 rooms on the embedded database, without Redis. A peer is a page that somebody
already serves on this machine; it is asked in turns with ours, by the same client.
"""

import argparse
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.pages.run import Target, family, free_port, median, peers, pss_mib, rounds, start

WEEK = "/lieu/semaine/"
EXPORTS = [
    "programme.ics", "schedule.xml", "schedule.json", "programme.json", "programme.rss",
    "programme.csv",
]  # fmt: skip
EDITS = 20
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
SESSION = re.compile(r'href="(/lieu/semaine/programme/[^"/]+/)"')


@dataclass
class Browser:
    """One person, and how long each answer took."""

    port: int
    cookie: str = ""
    took_ms: list[float] = field(default_factory=list)

    def get(self, path: str) -> str:
        status, text = self._ask("GET", path)
        if status != http.client.OK:
            raise SystemExit(f"{path} answered {status}")
        return text

    def post(self, path: str, fields: dict[str, str]) -> int:
        return self._ask("POST", path, urlencode(fields))[0]

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        line.connect()
        headers = {"Accept-Language": "fr", **({"Cookie": self.cookie} if self.cookie else {})}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        line.request(method, path, body, headers)
        answer = line.getresponse()
        text = answer.read().decode()
        self.took_ms.append((time.perf_counter() - begun) * 1000)
        line.close()
        return answer.status, text


def edits(port: int, cookie: str, session: str) -> dict[str, object]:
    """Change a title; the very next request of the programme must show it. How long it takes."""
    keeper, reader = Browser(port, cookie), Browser(port)
    page = f"{WEEK}programme/?day=all"
    reader.get(page)
    firsts = []
    for number in range(EDITS):
        title = f"Titre de la course {number}"
        form = keeper.get(f"{session}change/")
        fields = {name: unescape(value) for name, value in HIDDEN.findall(form)}
        status = keeper.post(f"{session}change/", {**fields, "title": title, "minutes": "60"})
        if status != http.client.FOUND:
            raise SystemExit(f"the edit was answered {status}")
        if title not in reader.get(page):
            raise SystemExit("an edit was not on the next page")
        firsts.append(reader.took_ms[-1])
    firsts.sort()
    return {
        "first request after an edit, ms, median": round(firsts[len(firsts) // 2], 1),
        "first request after an edit, ms, longest": round(firsts[-1], 1),
    }


def after_an_edit(port: int, cookie: str, session: str, path: str) -> float:
    """How long the first request of that address takes once something changed, in ms."""
    keeper, reader = Browser(port, cookie), Browser(port)
    reader.get(path)
    reader.get(path)
    fields = dict(HIDDEN.findall(keeper.get(f"{session}change/")))
    keeper.post(
        f"{session}change/",
        {**fields, "title": f"Encore un titre pour {path}", "minutes": "60"},
    )
    reader.get(path)
    return round(reader.took_ms[-1], 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=URL[#PID]")
    parser.add_argument("--sessions", type=int, default=300)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        filled = subprocess.run(
            [sys.executable, "-m", "benchmarks.programme.fill", str(said.sessions)],
            env={**os.environ, "OPENWEEK_DATA": str(folder)}, check=True, capture_output=True,
        )  # fmt: skip
        cookies = json.loads(filled.stdout.splitlines()[-1])
        server, to_first_page = start(folder, port := free_port())
        try:
            results = measured(port, tuple(family(server.pid)), cookies, peers(said.peer))
            results["start to first page, s"] = round(to_first_page, 2)
            results["memory of all processes, MiB PSS"] = round(pss_mib(family(server.pid)), 1)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)
    print(json.dumps(results, indent=1, ensure_ascii=False))


def measured(
    port: int, pids: tuple[int, ...], cookies: list[str], others: list[Target]
) -> dict[str, object]:
    root = f"http://127.0.0.1:{port}"
    session = SESSION.findall(Browser(port).get(f"{WEEK}programme/?day=all"))[-1]
    targets = [
        Target("programme, whole week", f"{root}{WEEK}programme/?day=all", pids),
        Target("the same, signed in", f"{root}{WEEK}programme/?day=all", pids, cookies[1]),
        Target("a session", f"{root}{session}", pids),
        *(Target(export, f"{root}{WEEK}{export}", pids) for export in EXPORTS),
        *others,
    ]
    return {
        **{name: median(rows) for name, rows in rounds(targets).items()},
        **edits(port, cookies[0], session),
        "first request after an edit, ms": {
            export: after_an_edit(port, cookies[0], session, f"{WEEK}{export}")
            for export in EXPORTS
        },
    }


if __name__ == "__main__":
    main()

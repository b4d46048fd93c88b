"""Builds the wheel and tries it as a stranger would: new environment, no Node, empty folder."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
PATIENCE_SECONDS = 120


def build_wheel(into: Path) -> Path:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(into)]
    subprocess.run(build, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    (wheel,) = into.glob("openweek-*.whl")
    print(f"{wheel.name}: {wheel.stat().st_size / 1024:.0f} KiB")
    return wheel


def install(wheel: Path, folder: Path) -> Path:
    venv.create(folder, with_pip=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-input"]
    locked = ["--require-hashes", "--requirement", str(ROOT / "requirements" / "base.txt")]
    subprocess.run([*pip, *locked], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    return folder / "bin" / "openweek"


def surroundings(folder: Path) -> dict[str, str]:
    """An environment of its own, where Node answers that it isn't there."""
    folder.mkdir()
    for name in ("node", "npm", "npx"):
        stand_in = folder / name
        stand_in.write_text('#!/bin/sh\necho "no Node here" >&2\nexit 127\n')
        stand_in.chmod(0o755)
    return {
        "PATH": f"{folder}:/usr/local/bin:/usr/bin:/bin",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "TMPDIR": tempfile.gettempdir(),
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def fetch(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 our own loopback address
        text: str = answer.read().decode()
        return text


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise SystemExit(f"The demonstration ended by itself with code {server.returncode}.")
        try:
            fetch(url)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"{url} did not answer within {PATIENCE_SECONDS} s.")


def visit(home: str) -> None:
    """Walks from the front door to the week of the demonstration, and fetches its built files."""
    page = fetch(f"{home}/")
    weeks = sorted(set(re.findall(r'href="(/[\w-]+/[\w-]+/)"', page)))
    if not weeks:
        raise SystemExit("The front page of the demonstration leads to no week.")
    for week in weeks:
        page = fetch(home + week)
        if "<h1" not in page:
            raise SystemExit(f"{week} has no title.")
    files = sorted(set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', page)))
    if not files:
        raise SystemExit("The week page names no built style or script.")
    for file in files:
        if not fetch(home + file):
            raise SystemExit(f"{file} is empty.")
    print(f"{', '.join(weeks)} and {len(files)} built files are served.")


def try_demo(command: Path, folder: Path, env: dict[str, str]) -> None:
    port = free_port()
    demo = [str(command), "demo", "--port", str(port), "--data", "here"]
    begun = time.monotonic()
    server = subprocess.Popen(demo, cwd=folder, env=env, start_new_session=True)
    try:
        home = f"http://127.0.0.1:{port}"
        wait_for(f"{home}/healthz", server)
        print(f"The demonstration answered after {time.monotonic() - begun:.1f} s.")
        visit(home)
        server.send_signal(signal.SIGTERM)
        code = server.wait(timeout=20)
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
    if code not in (0, -signal.SIGTERM, 128 + signal.SIGTERM):
        raise SystemExit(f"The demonstration stopped with code {code}.")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="openweek-wheel-") as scratch:
        folder = Path(scratch)
        command = install(build_wheel(folder), folder / "env")
        env = surroundings(folder / "path")
        empty = folder / "empty"
        empty.mkdir()
        subprocess.run(
            [str(command), "--help"], cwd=empty, env=env, check=True, stdout=subprocess.DEVNULL
        )
        try_demo(command, empty, env)


if __name__ == "__main__":
    main()

"""A crowd of writers: joined by this process, then typing through the load client."""

import json
import os
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.cowriting.keystrokes import Writer, writers
from benchmarks.cowriting.lines import Line
from benchmarks.cowriting.servers import CLIENT_CORE, HERE, Server, cpu_seconds

NOBODY = 0xFFFFFFFF


@dataclass(frozen=True)
class Course:
    """So many rooms and writers, each typing so many letters a second."""

    rooms: int
    writers: int
    rate: float
    seconds: float
    carets: bool = False
    warm_up: float = 1.0
    patience: float = 15.0

    @property
    def updates(self) -> float:
        return self.rooms * self.writers * self.rate

    @property
    def deliveries(self) -> float:
        return self.updates * (self.writers - 1)


@dataclass(frozen=True)
class Seat:
    line: Line
    text: str
    room: int
    writer: int
    sent: int


@cache
def compiled() -> Path:
    """The load client, built once for this run."""
    program = Path(tempfile.mkdtemp(prefix="cowriting-")) / "load"
    subprocess.run(["cc", "-O2", "-o", program, HERE / "load.c"], check=True)
    return program


@contextmanager
def seated(server: Server, course: Course) -> Iterator[tuple[list[Seat], list[Writer]]]:
    """Everybody joined, each with a paragraph opened."""
    steps = int(course.rate * course.seconds) + 3
    recorded = writers(course.writers, steps, carets=course.carets)
    texts = server.new_texts(course.rooms)

    def sit(number: int) -> Seat:
        room, writer = divmod(number, course.writers)
        line = server.line(texts[room], who=writer)
        line.ask()
        return Seat(line, texts[room], room, writer, server.opened(line, recorded[writer].opening))

    with ThreadPoolExecutor(4) as pool:
        seats = list(pool.map(sit, range(course.rooms * course.writers)))
    try:
        yield seats, recorded
    finally:
        for seat in seats:
            seat.line.socket.close()


def run(server: Server, course: Course) -> dict[str, Any]:
    """Have them type; what was measured."""
    with seated(server, course) as (seats, recorded):
        return type_along(server, course, seats, recorded)


def type_along(
    server: Server, course: Course, seats: list[Seat], recorded: list[Writer]
) -> dict[str, Any]:
    descriptors = [seat.line.socket.fileno() for seat in seats]
    with tempfile.NamedTemporaryFile() as plan:
        plan.write(_plan(course, seats, recorded))
        plan.flush()
        process = subprocess.Popen(
            ["taskset", "-c", str(CLIENT_CORE), compiled(), plan.name],
            stdout=subprocess.PIPE,
            pass_fds=descriptors,
            text=True,
        )
        assert process.stdout
        clock: dict[str, float] = {}
        measured: dict[str, Any] = {}
        for line in process.stdout:
            if line.startswith("{"):
                measured = json.loads(line)
            else:
                clock[line.strip()] = cpu_seconds(server.pid)
        if process.wait() or not measured:
            return {"trouble": "the load broke off"}
    used = clock["typed"] - clock["typing"]
    measured["cpu"] = round(100 * used / measured["seconds"], 1)
    delivered = measured["in_time"] or 1
    measured["cpu_us"] = round(1e6 * used / delivered, 2)
    return measured


def _plan(course: Course, seats: list[Seat], recorded: list[Writer]) -> bytes:
    steps = len(recorded[0].steps)
    parts = [
        struct.pack("<4I", len(seats), course.rooms, len(recorded), steps),
        struct.pack("<4d", course.rate, course.seconds, course.warm_up, course.patience),
    ]
    for seat in seats:
        os.set_inheritable(seat.line.socket.fileno(), True)
        parts += [
            struct.pack("<4I", seat.line.socket.fileno(), seat.room, seat.writer, seat.sent),
            _sized(seat.line.address),
            _sized(seat.line.rest()),
        ]
    for writer in recorded:
        parts.append(struct.pack("<2I", writer.client, writer.clock))
        for step, caret in zip(writer.steps, writer.carets, strict=True):
            parts += [_sized(step), _sized(caret)]
    return b"".join(parts)


def _sized(data: bytes) -> bytes:
    return struct.pack("<I", len(data)) + data

"""What the live process counts of itself: numbers alone, nobody's name and no text's."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openweek.writing.live.room import Room
    from openweek.writing.live.writer import Writer

COMMIT_BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)  # seconds


@dataclass(slots=True)
class Counts:
    """Since the process started. ``commits`` counts those up to each bound, and the longer ones."""

    updates: int = 0
    update_bytes: int = 0
    deliveries: int = 0  # messages to readers: several updates of one moment may share one
    refused_updates: int = 0
    dropped_readers: int = 0
    commits: list[int] = field(default_factory=lambda: [0] * (len(COMMIT_BOUNDS) + 1))
    commit_seconds: float = 0.0
    commit_rows: int = 0

    def received(self, update: bytes) -> None:
        self.updates += 1
        self.update_bytes += len(update)

    def committed(self, seconds: float, rows: int) -> None:
        place = sum(bound < seconds for bound in COMMIT_BOUNDS)
        self.commits[place] += 1
        self.commit_seconds += seconds
        self.commit_rows += rows


COUNTS = Counts()


def measured(rooms: Iterable["Room"], writer: "Writer") -> dict[str, Any]:
    """The counts, and how things stand just now."""
    rooms = list(rooms)
    return {
        **asdict(COUNTS),
        "rooms": len(rooms),
        "connections": sum(len(room.connections) for room in rooms),
        "queue_bytes": writer.backlog_bytes,
        "queue_rows": writer.backlog_rows,
        "in_trouble": int(writer.is_in_trouble),
    }

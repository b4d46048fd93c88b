"""Who works beside the pages: the caretaker of deadlines and letters, and SQLite's keeper."""

from pathlib import Path
from types import TracebackType

from django.db import connection

from openweek.ground.jobs import Caretaker
from openweek.ground.sqlite.keeper import Keeper


class Staff:
    def __init__(self) -> None:
        self._threads: list[Caretaker | Keeper] = [Caretaker(), Caretaker(at_leisure=True)]
        if connection.vendor == "sqlite":
            self._threads.append(Keeper(Path(str(connection.settings_dict["NAME"]))))

    def __enter__(self) -> None:
        for thread in self._threads:
            thread.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        trouble: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for thread in self._threads:
            thread.stop()

"""Letting the threads of a process of pages go, with their connections."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connections


def let_go(threads: ThreadPoolExecutor, count: int) -> None:
    """Each closes its own connection first: no database is dropped while one is open."""
    together = threading.Barrier(count)

    def close() -> None:
        together.wait()
        connections.close_all()

    for done in [threads.submit(close) for _ in range(count)]:
        done.result()
    threads.shutdown()

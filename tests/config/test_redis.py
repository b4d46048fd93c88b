"""Several processes share limits and kept parts through a real Redis."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache.backends.redis import RedisCache
from redis import Redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry

LOOK = """
import django
django.setup()
from django.core.cache import cache, caches
cache.set("x", 1)
print(type(caches["default"]).__name__, cache.get("x"))
"""


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["--port", str(port), "--save", "", "--dir", str(tmp_path), "--bind", "127.0.0.1"]
    process = subprocess.Popen([program, *words], stdout=subprocess.DEVNULL)
    waiting = Retry(ConstantBackoff(0.05), retries=100)
    with Redis(port=port, retry=waiting, retry_on_error=[ConnectionError]) as client:
        client.ping()
    yield f"redis://127.0.0.1:{port}/0"
    process.terminate()
    process.wait(timeout=10)


def test_what_one_process_keeps_another_finds(redis_url: str) -> None:
    here, there = (RedisCache(redis_url, {}) for _ in range(2))
    here.set("attempts", 4, 60)
    assert there.incr("attempts") == 5
    here.close()
    there.close()


def test_the_setting_is_what_makes_it_so(redis_url: str, tmp_path: Path) -> None:
    said = subprocess.run(
        [
            sys.executable, "-c",
            LOOK,
        ],
        env={
            "DJANGO_SETTINGS_MODULE": "openweek.config.settings",
            "OPENWEEK_DATA": str(tmp_path),
            "OPENWEEK_REDIS_URL": redis_url,
        },
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.split() == ["RedisCache", "1"]

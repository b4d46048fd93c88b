"""Names in Redis, and what pages read there.

Names begin with a digest of the secret key, so that two installations can share one Redis. What
goes through is never the only copy of anything: the log in PostgreSQL is what counts.
"""

import hashlib
import json
import logging
import time
from collections.abc import Iterable
from functools import lru_cache

import redis
from django.conf import settings

logger = logging.getLogger(__name__)

PRESENT_SECONDS = 15.0  # how long it is believed that somebody is there
GLANCE_SECONDS = 1.0


@lru_cache(maxsize=4)
def _prefix(key: str, url: str) -> str:
    digest = hashlib.sha256(f"openweek.live {key}".encode()).hexdigest()[:16]
    database = url.rpartition("/")[2] if url.count("/") > 2 else "0"  # noqa: PLR2004  after the host
    return f"openweek:{digest}:{database}"


def prefix() -> str:
    return _prefix(settings.SECRET_KEY, settings.OPENWEEK_REDIS_URL)


def channel(text_id: str = "") -> str:
    """Of a text, or of the processes themselves."""
    return f"{prefix()}:live:{text_id}"


def present_key(text_id: str) -> str:
    return f"{prefix()}:present:{text_id}"


@lru_cache(maxsize=4)
def _client(url: str) -> "redis.Redis":
    return redis.Redis.from_url(
        url, socket_timeout=GLANCE_SECONDS, socket_connect_timeout=GLANCE_SECONDS
    )


def present_elsewhere(text_ids: Iterable[str]) -> dict[str, set[str]]:
    """Who has a pen in which text, as each live process last said; nothing when Redis is away."""
    chosen = list(text_ids)
    try:
        pipeline = _client(settings.OPENWEEK_REDIS_URL).pipeline(transaction=False)
        for text_id in chosen:
            pipeline.hvals(present_key(text_id))
        told = pipeline.execute()
    except redis.RedisError as trouble:
        logger.warning("Redis does not say who is there: %s", trouble)
        return {}
    found: dict[str, set[str]] = {}
    for text_id, values in zip(chosen, told, strict=True):
        for at, names in map(json.loads, values):
            if at > time.time() - PRESENT_SECONDS:
                found.setdefault(text_id, set()).update(names)
    return found


def processes() -> int:
    """How many live processes share words by Redis now; raises redis.RedisError."""
    return int(_client(settings.OPENWEEK_REDIS_URL).pubsub_numsub(channel())[0][1])

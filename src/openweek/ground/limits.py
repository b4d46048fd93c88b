"""How fast somebody may write: buckets of tokens, kept in Django's cache.

With Redis, all processes share the buckets. Two that look into one bucket at the same instant may
each take the same token: a limit is then late by a token or two, which stops a robot all the same.
"""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, ip_address, ip_network

from django.core.cache import cache

from openweek.ground import clock

PAUSE = timedelta(minutes=1)
# Whoever wrote within this time is no longer new to an address.
KNOWN_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """``burst`` writes at once, then ``per_second``; too many, and a pause of a minute follows."""

    name: str
    burst: int
    per_second: float


AUTHOR = Limit("author", burst=30, per_second=1)
# Behind one address may sit a whole place; a robot that forgets who it was is always new to it.
NEWCOMERS = Limit("newcomers", burst=60, per_second=0.5)
ADDRESS = Limit("address", burst=600, per_second=40)

_lock = threading.Lock()


def may_write(*, address: str, author: str) -> bool:
    """Take a token for each of what this write counts for; False when one of them had none left.

    ``address`` is the client's, as the server that listens knows it; ``author`` is the key of who
    writes, empty for somebody of whom nothing is known.
    """
    network = _network(address)
    with _lock:
        is_known = bool(author) and cache.get(_known(network, author)) is not None
        if is_known and not take(AUTHOR, author):
            return False
        if not take(ADDRESS, network):
            return False
        if is_known:
            return True
        if not take(NEWCOMERS, network):
            # Nothing is kept of them: a robot that is new each time would push out who is known.
            return False
        if author:
            cache.set(_known(network, author), 1, KNOWN_FOR.total_seconds())
        return not author or take(AUTHOR, author)


def take(limit: Limit, whose: str) -> bool:
    """Take one token out of that bucket; False while it is shut, or when it just ran dry."""
    key, now = f"limit:{limit.name}:{whose}", clock.now()
    kept: tuple[float, datetime, datetime | None] | None = cache.get(key)
    tokens, at, shut_until = kept or (float(limit.burst), now, None)
    if shut_until is not None and now < shut_until:
        return False
    # A clock that was set back gives no tokens, and takes none.
    passed = max(0.0, (now - at).total_seconds())
    tokens = min(float(limit.burst), tokens + passed * limit.per_second)
    enough = tokens >= 1
    shut = None if enough else now + PAUSE
    cache.set(key, (tokens - 1 if enough else tokens, now, shut), _kept_for(limit))
    return enough


def _kept_for(limit: Limit) -> float:
    """Until it is full again, and any pause is over."""
    return limit.burst / limit.per_second + PAUSE.total_seconds()


def _known(network: str, author: str) -> str:
    return f"limit:known:{network}:{author}"


def _network(address: str) -> str:
    """Who has one address of version 6 has billions: those beside it count as the same."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network(f"{found}/64", strict=False).network_address)

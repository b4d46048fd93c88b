"""What a visitor's square says to the desk: place, week, days, whose, and which square it is.

It is signed, names nobody, and its number does not say how many visitors there are.
"""

import base64
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from openweek.visits.models import Visit
from openweek.week.models import Week

SALT = "visits.badge"
_SIGNED_BYTES = 16  # 128 bits, which keeps the square coarse enough for an old telephone
_HALF_BITS, _ROUNDS = 16, 6
_HALF = (1 << _HALF_BITS) - 1


@dataclass(frozen=True, slots=True)
class Badge:
    """What a square of ours says. ``days`` are month and day, "1125"."""

    place_id: int
    week_id: int
    days: tuple[str, ...]
    number: int
    version: int


class Forged(ValueError):
    """Not made here, or damaged on the way."""


def badge(visit: Visit, days: Iterable[date] | None = None) -> str:
    """Fit for an address. ``days`` are those it opens on: all of the visit when none are given."""
    if days is None:
        days = {row.date for row in visit.half_days.all()}
    facts = [
        str(visit.week.place_id),
        str(visit.week_id),
        "-".join(f"{day:%m%d}" for day in sorted(days)),
        opaque(visit.week_id, visit.number),
        str(visit.badge_version),
    ]
    said = ".".join(facts)
    return f"{said}.{_signature(said)}"


def read(signed: str) -> Badge:
    """Raise :class:`Forged` unless it was signed here."""
    said, _dot, signature = signed.rpartition(".")
    if not constant_time_compare(signature, _signature(said)):
        raise Forged
    try:
        place_id, week_id, days, hidden, version = said.split(".")
        number = _scrambled(int(week_id), int(hidden, 36), backwards=True)
        return Badge(int(place_id), int(week_id), tuple(days.split("-")), number, int(version))
    except ValueError as damaged:
        raise Forged from damaged


def opaque(week_id: int, number: int) -> str:
    """A visit's number, so that nobody learns from theirs how many there are."""
    return _in_base_36(_scrambled(week_id, number))


def _signature(said: str) -> str:
    made = salted_hmac(SALT, said, algorithm="sha256").digest()[:_SIGNED_BYTES]
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def _scrambled(week_id: int, number: int, *, backwards: bool = False) -> int:
    """A Feistel network over 32 bits: one to one, and only the secret key leads back."""
    left, right = number >> _HALF_BITS, number & _HALF
    rounds = range(_ROUNDS)
    for turn in reversed(rounds) if backwards else rounds:
        if backwards:
            left, right = right ^ _mixed(week_id, turn, left), left
        else:
            left, right = right, left ^ _mixed(week_id, turn, right)
    return left << _HALF_BITS | right


def _mixed(week_id: int, turn: int, half: int) -> int:
    key = f"{SALT}:{settings.SECRET_KEY}".encode()
    made = hmac.new(key, f"{week_id}.{turn}.{half}".encode(), sha256).digest()
    return int.from_bytes(made[:2], "big")


def _in_base_36(number: int) -> str:
    figures = ""
    while number:
        number, rest = divmod(number, 36)
        figures = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + figures
    return figures or "0"


def is_of(found: Badge, week: Week) -> bool:
    return (found.place_id, found.week_id) == (week.place_id, week.pk)

"""What the live processes count, for Prometheus, where the settings ask for it."""

import ipaddress
from collections.abc import Iterable, Iterator
from secrets import compare_digest
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from openweek.writing.live.measures import COMMIT_BOUNDS
from openweek.writing.log import gateway

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

# Name in the answer of a live process, name here, kind, what it says.
PLAIN = (
    ("connections", "connections", "gauge", "Open WebSockets."),
    ("rooms", "rooms", "gauge", "Texts in memory."),
    ("queue_bytes", "queue_bytes", "gauge", "Bytes that wait for the disk."),
    ("queue_rows", "queue_rows", "gauge", "Updates that wait for the disk."),
    ("in_trouble", "in_trouble", "gauge", "1 while the disk or the database refuses."),
    ("updates", "updates_total", "counter", "Updates received from writers."),
    ("update_bytes", "update_bytes_total", "counter", "Bytes of these updates."),
    ("deliveries", "deliveries_total", "counter", "Messages sent to other readers."),
    ("refused_updates", "refused_updates_total", "counter", "Updates that were not taken."),
    ("dropped_readers", "dropped_readers_total", "counter", "Readers hung up on: too slow."),
    ("commit_rows", "committed_rows_total", "counter", "Updates made durable."),
)


def metrics(request: HttpRequest) -> HttpResponse:
    """Off until asked for; then for this machine alone, or for whoever shows the token."""
    if not settings.OPENWEEK_METRICS:
        raise Http404
    if not _may_read(request):
        return HttpResponse("forbidden\n", status=403, content_type=CONTENT_TYPE)
    return HttpResponse("".join(_lines(gateway.measures())), content_type=CONTENT_TYPE)


def _may_read(request: HttpRequest) -> bool:
    token = settings.OPENWEEK_METRICS_TOKEN
    if token:
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return compare_digest(shown.encode(), token.encode())
    # Behind a proxy everybody seems to come from this machine.
    if {"X-Forwarded-For", "Forwarded", "X-Real-IP"} & set(request.headers):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _lines(measured: dict[int, dict[str, Any]]) -> Iterator[str]:
    yield from _family("up", "gauge", "1 for each live process that answers.", [
        (f'{{process="{number}"}}', 1) for number in measured
    ])  # fmt: skip
    for key, name, kind, words in PLAIN:
        yield from _family(name, kind, words, [
            (f'{{process="{number}"}}', said[key]) for number, said in measured.items()
        ])  # fmt: skip
    yield from _family(
        "commit_seconds", "histogram", "How long the disk took to make a batch durable.",
        [sample for number, said in measured.items() for sample in _histogram(number, said)],
    )  # fmt: skip


def _histogram(number: int, said: dict[str, Any]) -> Iterator[tuple[str, float]]:
    total = 0
    for bound, count in zip((*COMMIT_BOUNDS, "+Inf"), said["commits"], strict=True):
        total += count
        yield f'_bucket{{process="{number}",le="{bound}"}}', total
    yield f'_sum{{process="{number}"}}', said["commit_seconds"]
    yield f'_count{{process="{number}"}}', total


def _family(
    name: str, kind: str, words: str, samples: Iterable[tuple[str, float]]
) -> Iterator[str]:
    yield f"# HELP openweek_live_{name} {words}\n# TYPE openweek_live_{name} {kind}\n"
    for labels, value in samples:
        yield f"openweek_live_{name}{labels} {value}\n"

"""Writes events at a steady pace, and says when each was committed."""

import json
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openweek.config.settings")
django.setup()

from django.db import transaction  # noqa: E402

from openweek.ground import events  # noqa: E402
from openweek.ground.authors import SOFTWARE  # noqa: E402
from openweek.place.models import Place  # noqa: E402


def main(seconds: float, each_second: float) -> None:
    place = Place.objects.get()
    done = {}
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        with transaction.atomic():
            event = events.record(
                "community.light_set", by=SOFTWARE, subject=place, place_id=place.pk
            )
        done[event.pk] = time.time()
        time.sleep(1 / each_second)
    sys.stdout.write(json.dumps(done))


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))

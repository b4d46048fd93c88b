"""Bind one book that is published once more, in one form: time, work and memory, as JSON."""

import json
import os
import resource
import sys
import tempfile
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openweek.config.settings")
django.setup()

from django.urls import reverse  # noqa: E402  once it is set up

from openweek.publishing.binding import BINDERS  # noqa: E402
from openweek.publishing.models import Edition  # noqa: E402


def main(form: str) -> None:
    edition = Edition.objects.select_related("book__place").earliest("pk")
    reverse("books", args=["a-place"])  # has all addresses read, as a server has
    begun, worked = time.perf_counter(), time.process_time()
    with tempfile.TemporaryFile() as to:
        BINDERS[form].build(edition, to)
        size = to.tell()
    print(json.dumps({
        "form": form, "by": "OpenWeek",
        "seconds": round(time.perf_counter() - begun, 2),
        "CPU, s": round(time.process_time() - worked, 2), "MB": round(size / 1e6, 1),
        "memory of the process at most, MiB":
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }))  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1])

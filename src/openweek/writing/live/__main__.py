"""``python -m openweek.writing.live``: the live process, as ``openweek serve`` starts it."""

import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openweek.config.settings")
    django.setup()
    from openweek.writing.live.server import run  # noqa: PLC0415  needs Django set up

    run()


if __name__ == "__main__":
    main()

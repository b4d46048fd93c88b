"""``python -m openweek.config.demo``: fill the data folder, or bring it up to this week."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openweek.config.settings")
django.setup()

from openweek.config.demo.fill import fill  # noqa: E402  models need the application ready

sys.exit(fill())

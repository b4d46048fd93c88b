"""The settings of the live process: the same, without what only pages need.

It shows nothing and sweeps no deadlines, so it loads neither templates nor the rooms upstairs,
nor the jobs of those below: a third of its memory.
"""

from openweek.config.settings import *  # noqa: F403  the same in everything else

INSTALLED_APPS = [
    "openweek.config.live_apps.LiveGround",
    "openweek.config.live_apps.LivePlace",
    "openweek.config.live_apps.LiveWriting",
    "django.contrib.auth",
    "django.contrib.contenttypes",
]
MIDDLEWARE = []
TEMPLATES = []

"""The pages as an ASGI application, for whoever brings a server of their own.

Co-writing needs ``openweek serve``, which starts the live process and hands sockets to it.
"""

import os

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openweek.config.settings")
django.setup()

from openweek.config.handler import PagesHandler  # noqa: E402  it needs Django set up

application = PagesHandler(settings.OPENWEEK_THREADS)

"""The part that needs the application: texts, tickets, and a text written long ago."""

import os
from functools import cache

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openweek.config.settings")
django.setup()

from openweek.ground.authors import SOFTWARE, Author  # noqa: E402  models need the application
from openweek.place.actions import create_place  # noqa: E402
from openweek.place.models import Place  # noqa: E402
from openweek.writing import actions  # noqa: E402
from openweek.writing.live.access import facts_of  # noqa: E402
from openweek.writing.live.hub import fold  # noqa: E402
from openweek.writing.live.ticket import make_ticket  # noqa: E402
from openweek.writing.log.opening import open_store  # noqa: E402
from openweek.writing.log.store import Row  # noqa: E402
from openweek.writing.models import Level, Text  # noqa: E402
from openweek.writing.tree import SCHEMA_VERSION  # noqa: E402


@cache
def place() -> Place:
    return create_place(name="Lieu", by=SOFTWARE)


def new_texts(count: int) -> list[str]:
    """Each may be written by anyone."""
    made = []
    for number in range(count):
        text = actions.create_text(
            place=place(), title=f"Texte {number}", language="fr", by=SOFTWARE
        )
        actions.grant(text=text, level=Level.WRITE, by=SOFTWARE, role="anyone")
        made.append(str(text.pk))
    return made


def ticket(text_id: str, who: int) -> str:
    author = Author(name=f"Autrice {who}", passer_by=f"w{who}")
    return make_ticket(text_id=text_id, author=author, level=Level.WRITE, schema=SCHEMA_VERSION)


def store(text_id: str, updates: list[bytes]) -> None:
    """A row for each update, then what the live process makes of them when a text is idle."""
    with open_store() as log:
        for start in range(0, len(updates), 1000):
            rows = [Row(text_id, "a:w0", "Autrice", each) for each in updates[start : start + 1000]]
            log.append(rows)
        fold(facts_of(text_id), log)


def address_of(text_id: str) -> str:
    return f"/texts/{Text.objects.get(pk=text_id).pk}/"

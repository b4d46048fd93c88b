"""Fill a data folder with a week of 300 sessions, and with people who chose some of them.

Prints the cookie of each of twenty people, the first of whom keeps the place, as JSON.
"""

import json
import sys

from benchmarks.pages.fill import fill  # sets Django up

from django.conf import settings  # isort: skip
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from openweek.config.prepare import prepare
from openweek.ground.authors import SOFTWARE
from openweek.place.actions import add_person
from openweek.place.models import Person, Place, Role

PEOPLE = 20


def cookie_of(person: Person) -> str:
    """Of a browser in which that person is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    # What the first page gives; with it, no later one does.
    return f"sessionid={session.session_key}; csrftoken={'a' * 32}"


def people(place: Place) -> list[Person]:
    return [
        add_person(
            place=place, name=f"Personne {n}", by=SOFTWARE,
            role=Role.CONCIERGE if n == 0 else Role.CONTRIBUTOR,
        )
        for n in range(PEOPLE)
    ]  # fmt: skip


if __name__ == "__main__":
    prepare()
    fill(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
    print(json.dumps([cookie_of(person) for person in people(Place.objects.get())]))

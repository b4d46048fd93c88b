"""What somebody writes to harm readers, in every place that shows it: it stays words."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from http import HTTPStatus
from typing import Any

import pytest
from defusedxml import ElementTree
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from openweek.ground.authors import SOFTWARE, Author
from openweek.place import tasks
from openweek.place.models import Role
from openweek.programme import actions
from openweek.programme.models import Participant, Session
from openweek.programme.urls import urlpatterns
from openweek.week.models import Week
from tests.factories.places import make_person
from tests.factories.programme import (
    make_session,
    make_week_with_rooms,
    room_of,
    slot_of,
    span,
)

BREAKS_OUT = "</script></title><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}"
FORMULA = '=HYPERLINK("http://evil.example")'
MARKDOWN = f"""[x](javascript:alert(1)) ![y](http://evil.example/y.png) <iframe src=//evil.example>
<a href="javascript:alert(1)">z</a> [d](data:text/html,x) {BREAKS_OUT}"""
REMOTE = "javascript:alert(1)//"
HOSTILE = Author(name=BREAKS_OUT, passer_by="e5il")


@pytest.fixture
def week() -> Week:
    week = make_week_with_rooms("Grande salle")
    details: dict[str, Any] = {
        "summary": BREAKS_OUT, "description": MARKDOWN, "facilitator": BREAKS_OUT,
        "track": BREAKS_OUT, "language": "fr", "remote_url": REMOTE, "source_url": REMOTE,
    }  # fmt: skip
    session = make_session(week, BREAKS_OUT, span(week, room_of(week)), by=HOSTILE, **details)
    make_session(week, FORMULA, by=HOSTILE, summary="+1", facilitator="@SUM(A1)")
    actions.change_session(
        session=session, title=f"{BREAKS_OUT} !", by=HOSTILE, why=BREAKS_OUT, **details
    )
    actions.sign_up(session=session, slots=[slot_of(session)], by=HOSTILE, name=BREAKS_OUT)
    actions.ask_question(session=session, text=MARKDOWN, by=HOSTILE)
    tasks.add_task(place=week.place, subject=session, title=BREAKS_OUT, by=HOSTILE)
    actions.wish_session(week=week, title=BREAKS_OUT, by=HOSTILE, description=MARKDOWN)
    noon = span(week, at="12:00")
    actions.add_break(
        week=week, title=BREAKS_OUT, stretches=[(noon.starts_at, noon.ends_at)], by=SOFTWARE
    )
    actions.remove_session(session=make_session(week, BREAKS_OUT, by=HOSTILE), by=HOSTILE)
    return week


class Harm(HTMLParser):
    """Collects what a browser would run, or load from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._script: str | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        if tag == "script" and "src" not in named:
            self._script = ""
            if not (named.get("type") or "").endswith("json"):
                self.found.append("script")
        if tag in {"iframe", "object", "embed", "base", "style"}:
            self.found.append(tag)
        for name, value in attributes:
            if name.startswith("on") or name == "style":
                self.found.append(name)
            if name in {"href", "src", "action"} and re.match(
                r"\s*(javascript|data|vbscript):|(https?:)?//evil", value or "", re.IGNORECASE
            ):
                self.found.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self._script += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._script:
            json.loads(self._script)
            self._script = None


def addresses(week: Week) -> list[str]:
    """All that can be read: of the programme, for each session, and the pages that show it."""
    base = {"place": week.place.slug, "week": week.slug}
    slugs = list(Session.objects.filter(week=week).values_list("slug", flat=True))
    found = [reverse("place", args=[week.place.slug]), reverse("week", kwargs=base)]
    found += [reverse("screen", kwargs=base), "/", f"/{week.place.slug}/desk/"]
    found.append(reverse("room_screen", kwargs={**base, "room": room_of(week).slug}))
    for pattern in urlpatterns:
        wanted = set(pattern.pattern.converters)
        if wanted == set() and pattern.name != "print_programme":
            found.append(reverse(str(pattern.name), kwargs=base))
        elif wanted == {"session"} and "<int" not in str(pattern.pattern):
            found += [
                reverse(str(pattern.name), kwargs={**base, "session": slug}) for slug in slugs
            ]
    participant = Participant.objects.filter(week=week).first()
    assert participant
    _number, secret = actions.give_choices_link(participant=participant, by=SOFTWARE)
    found.append(reverse("open_choices", kwargs={**base, "secret": secret}))
    found.append(reverse("choices_calendar", kwargs={**base, "secret": secret}))
    return found


def test_nothing_written_runs_or_loads_anywhere(week: Week) -> None:
    client = Client()
    client.force_login(make_person(week.place, "Camille", Role.CONCIERGE))
    seen, wrong = 0, []
    for address in addresses(week):
        cache.clear()
        answer = client.get(address)
        if answer.status_code != HTTPStatus.OK:
            continue
        body = answer.content.decode()
        seen += "alert(1)" in body
        kind = answer["Content-Type"].partition(";")[0]
        if kind == "text/html":
            harm = Harm()
            harm.feed(body)
            wrong += [(address, each) for each in harm.found]
        elif "xml" in kind or "rss" in kind:
            ElementTree.fromstring(body)
        elif kind.endswith("json"):
            json.loads(body)
        elif kind == "text/calendar":
            wrong += [(address, line) for line in body.split("\r\n") if "\n" in line]
        elif kind == "text/csv":
            cells = [cell for row in csv.reader(io.StringIO(body)) for cell in row]
            wrong += [(address, cell) for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t"}]
        else:
            wrong.append((address, kind))

    assert wrong == []
    # The words were there to be read.
    assert seen > 15

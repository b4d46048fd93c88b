"""Pages that are kept, as people ask for them: what was done is seen by the very next reader.

After each deed, two processes that had kept every page must answer what one answers that has just
started, and knows nothing.
"""

import asyncio
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session as BrowserSession
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from openweek.commons import actions as commons_actions
from openweek.config.handler import PagesHandler
from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.place import actions as place_actions
from openweek.place.models import Capability, Membership, Role
from openweek.programme import actions
from openweek.programme.models import Break, Mode, Session, Signup
from openweek.week import actions as week_actions
from openweek.week.models import Week
from tests.config.threads import let_go
from tests.factories.places import WEDNESDAY_TEN, make_person
from tests.factories.programme import (
    SOMEBODY,
    WEDNESDAY,
    make_format,
    make_session,
    make_week_with_rooms,
    room_of,
    slot_of,
    span,
)

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ("week", "programme")
EXPORTS = (
    "programme_ics", "programme_json", "programme_rss", "programme_csv", "schedule_xml",
    "schedule_json", "embed_programme",
)  # fmt: skip
# A masked token is another one each time.
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
Deed = Callable[["Story"], object]


class Process:
    """One that serves pages."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._pages = PagesHandler(threads=1)

    def get(self, path: str, cookies: str = "") -> bytes:
        said: list[Any] = []

        async def send(message: Any) -> None:
            said.append(message)

        path, _, query = path.partition("?")
        headers = [(b"host", b"localhost"), (b"accept-language", b"en")]
        headers += [(b"cookie", cookies.encode())] if cookies else []
        scope = {
            "type": "http", "method": "GET", "path": path, "raw_path": path.encode(),
            "query_string": query.encode(), "headers": headers, "scheme": "http",
            "server": ("localhost", 80), "client": ("127.0.0.1", 1),
        }  # fmt: skip
        self._loop.run_until_complete(self._pages(scope, _nothing, send))
        return TOKEN.sub(b"", said[1]["body"])

    def leave(self) -> None:
        let_go(self._pages._threads, 1)
        self._loop.close()


async def _nothing() -> Any:
    return {"type": "http.request", "body": b""}


class Story:
    """A week, who reads it, and two processes that have kept all of its pages."""

    def __init__(self) -> None:
        self.week: Week = make_week_with_rooms()
        self.session = make_session(
            self.week, "Pain", span(self.week, room_of(self.week), at="14:00")
        )
        self.wish = actions.wish_session(week=self.week, title="Chanter", by=SOMEBODY)
        self.browsers = {"stranger": Client(), "holder": Client(), "visitor": Client()}
        for role in (Role.CONTRIBUTOR, Role.CONCIERGE):
            self.browsers[role] = Client()
            self.browsers[role].force_login(make_person(self.week.place, str(role), role))
        self.browsers["visitor"].post("/my-name/", {"name": "Nour"})
        _number, secret = actions.give_link(session=self.session, by=SOMEBODY)
        self.browsers["holder"].get(self.path("open_session", secret=secret))
        make_person(self.week.place, "Second", Role.CONCIERGE)
        self.cookies = {who: cookies_of(browser) for who, browser in self.browsers.items()}
        self.processes = [Process(), Process()]

    def path(self, name: str, **more: Any) -> str:
        return reverse(name, kwargs={"place": self.week.place.slug, "week": self.week.slug, **more})

    def asked(self) -> Iterator[tuple[str, str]]:
        for name in PAGES:
            for who in self.browsers:
                yield self.path(name), self.cookies[who]
        yield f"{self.path('programme')}?day=all", ""
        for name in EXPORTS:
            yield self.path(name), ""

    def keep_all(self) -> None:
        for path, cookies in self.asked():
            for process in self.processes:
                for _time in range(2):
                    process.get(path, cookies)

    def stale(self) -> list[tuple[str, str]]:
        """What the two still say that a new one doesn't."""
        found = []
        kept = [[each.get(*asked) for each in self.processes] for asked in self.asked()]
        caches["parts"].clear()
        fresh = Process()
        try:
            for (path, cookies), answers in zip(self.asked(), kept, strict=True):
                now = fresh.get(path, cookies)
                who = next(name for name, theirs in self.cookies.items() if theirs == cookies)
                found += [(path, who) for answer in answers if answer != now]
        finally:
            fresh.leave()
        return found

    def person(self, role: str) -> Any:
        return get_user_model().objects.get(name=role)


def cookies_of(browser: Client) -> str:
    return "; ".join(f"{name}={each.value}" for name, each in browser.cookies.items())


@pytest.fixture
def story() -> Iterator[Story]:
    with clock.at(WEDNESDAY_TEN):
        told = Story()
        yield told
        for process in told.processes:
            process.leave()


def _fresh(story: Story) -> Session:
    row = Session.objects.get(pk=story.session.pk)
    row.week = story.week
    return row


DEEDS: dict[str, Deed] = {
    "proposed": lambda s: make_session(s.week, "Danse", span(s.week, None, WEDNESDAY, "16:00")),
    "changed": lambda s: actions.change_session(
        session=_fresh(s), title="Brioche", summary="Dorée", by=SOMEBODY
    ),
    "moved": lambda s: actions.move_session(
        slot=slot_of(s.session), span=span(s.week, room_of(s.week, 1), at="15:00"), by=SOMEBODY
    ),
    "pinned": lambda s: actions.pin_session(slot=slot_of(_fresh(s)), pinned=True, by=SOMEBODY),
    "improvised": lambda s: actions.improvise_session(
        week=s.week, title="Sieste", room=room_of(s.week, 1), minutes=30, by=SOMEBODY
    ),
    "break added": lambda s: actions.add_break(
        week=s.week,
        title="Goûter",
        by=SOFTWARE,
        stretches=[(span(s.week, at="12:00").starts_at, span(s.week, at="12:00").ends_at)],
    ),
    "break removed": lambda s: actions.remove_break(
        pause=Break.objects.select_related("week__place").get(), by=SOFTWARE
    ),
    "signed up": lambda s: s.browsers["visitor"].post(
        s.path("sign_up", session=s.session.slug), {"name": "Nour"}
    ),
    "moved for those who come": lambda s: actions.move_session(
        slot=slot_of(_fresh(s)), span=span(s.week, room_of(s.week), at="16:00"), by=SOMEBODY
    ),
    "left": lambda s: s.browsers["visitor"].post(
        s.path("leave_session", session=s.session.slug), {"signup": Signup.objects.get().pk}
    ),
    "me too": lambda s: s.browsers["visitor"].post(s.path("say_me_too", session=s.wish.slug)),
    "forgotten": lambda s: s.browsers["visitor"].post(s.path("forget_me")),
    "wish met": lambda s: actions.meet_wish(
        wish=s.wish, by=SOMEBODY, facilitator="Lou", spans=[span(s.week, None, WEDNESDAY, "17:00")]
    ),
    "looked at first": lambda s: actions.set_policy(
        week=s.week, mode=Mode.LOOKED_AT, holds_newcomers=False, by=SOFTWARE
    ),
    "held": lambda s: make_session(s.week, "Attend"),
    "accepted": lambda s: actions.accept_session(
        session=Session.objects.select_related("week__place").get(title="Attend"), by=SOFTWARE
    ),
    "removed": lambda s: actions.remove_session(session=_fresh(s), by=SOMEBODY),
    "restored": lambda s: actions.restore_session(session=_fresh(s), by=SOMEBODY),
    "format": lambda s: make_format(s.week.place),
    "recipes adopted": lambda s: commons_actions.adopt_recipes(
        place=s.week.place, slugs=["wikischool"], by=SOFTWARE
    ),
    "room renamed": lambda s: place_actions.change_room(
        room=room_of(s.week), name="Verrière", by=SOFTWARE
    ),
    "room closed": lambda s: week_actions.choose_rooms(
        week=s.week, rooms=[room_of(s.week)], by=SOFTWARE
    ),
    "hours": lambda s: week_actions.set_opening_hours(week=s.week, hours={}, by=SOFTWARE),
    "place renamed": lambda s: place_actions.change_place(
        place=s.week.place, name="La Halle", by=SOFTWARE, tagline="Ouvert"
    ),
    "week renamed": lambda s: week_actions.change_week(
        week=s.week, title="Semaine ouverte", tagline="Venez", by=SOFTWARE
    ),
    "role taken": lambda s: place_actions.change_role(
        membership=Membership.objects.get(person=s.person(Role.CONTRIBUTOR)),
        role=Role.VISITOR,
        by=SOFTWARE,
    ),
    "link revoked": lambda s: [
        place_actions.revoke_capability(capability=each, by=SOFTWARE)
        for each in Capability.objects.filter(kind="session")
    ],
    "signed out": lambda s: s.browsers[Role.CONTRIBUTOR].logout(),
    "account deleted": lambda s: place_actions.delete_account(
        person=s.person(Role.CONCIERGE), name_kept=False, by=SOFTWARE
    ),
    "archived": lambda s: week_actions.archive_week(week=s.week, by=SOFTWARE),
}


def test_each_deed_is_seen_by_the_next_reader(story: Story) -> None:
    stale: dict[str, list[tuple[str, str]]] = {}
    for name, deed in DEEDS.items():
        story.keep_all()
        deed(story)
        if found := story.stale():
            stale[name] = found
        story.week = Week.objects.select_related("place").get(pk=story.week.pk)

    assert stale == {}


def test_a_session_that_expires_shuts_its_pages(story: Story) -> None:
    story.keep_all()
    BrowserSession.objects.update(expire_date=clock.now() - timedelta(seconds=1))

    assert story.stale() == []


def test_what_is_said_once_is_said_once(story: Story) -> None:
    browser = story.browsers["visitor"]
    story.keep_all()
    browser.post(story.path("say_me_too", session=story.wish.slug))
    browser.post(story.path("forget_me"))
    story.cookies["visitor"] = cookies = cookies_of(browser)
    programme = story.path("programme")

    one, other = story.processes
    said = one.get(programme, cookies)
    assert "oubli" in said.decode()
    # The browser takes the cookie of the messages back.
    assert browser.get(programme).status_code == 200
    after = cookies_of(browser)
    assert all(
        "oubli" not in each.get(programme, after).decode() for each in (one, other, one, other)
    )

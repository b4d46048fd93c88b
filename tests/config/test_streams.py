"""One stream for each open page: who is told what, and what happens to those who don't listen."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from openweek.config import descriptors, streams
from openweek.config.handler import PagesHandler
from openweek.config.listening import may_hear
from openweek.ground import clock, events
from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Event
from openweek.place import actions as place_actions
from openweek.place.models import Membership, Person, Place, Role
from tests.config.threads import let_go
from tests.factories.places import make_person, make_place

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE_SECONDS = 10


@pytest.fixture
def place() -> Place:
    return make_place()


@pytest.fixture
def house() -> Iterator["House"]:
    """A process of pages, in a loop of its own."""
    house = House()
    yield house
    house.leave()


class House:
    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.pages = PagesHandler(threads=2)

    def run(self, work: Awaitable[Any]) -> Any:
        return self.loop.run_until_complete(asyncio.wait_for(work, PATIENCE_SECONDS))

    def opens(self, place: Place, **given: Any) -> "OpenPage":
        page = OpenPage(self, place, **given)
        self.run(page.until(lambda: "retry:" in page.said or page.is_over))
        return page

    def leave(self) -> None:
        self.pages.streams.close()
        with suppress(asyncio.CancelledError):
            self.run(asyncio.sleep(0))
        let_go(self.pages._threads, 2)
        self.loop.close()


class OpenPage:
    """A browser that listens, until it goes or is let go."""

    def __init__(
        self,
        house: House,
        place: Place,
        *,
        person: Person | None = None,
        query: str = "",
        last: str = "",
        address: str = "192.0.2.1",
    ) -> None:
        headers = [(b"host", b"localhost")]
        if person is not None:
            client = Client()
            client.force_login(person)
            headers.append((b"cookie", f"sessionid={client.cookies['sessionid'].value}".encode()))
        if last:
            headers.append((b"last-event-id", last.encode()))
        path = f"/{place.slug}/stream/"
        self._scope = {
            "type": "http", "method": "GET", "path": path, "raw_path": path.encode(),
            "query_string": query.encode(), "headers": headers, "scheme": "http",
            "server": ("localhost", 80), "client": (address, 1),
        }  # fmt: skip
        self._house = house
        self._goes, self._news = asyncio.Event(), asyncio.Event()
        self.status, self.headers, self.said = 0, dict[bytes, bytes](), ""
        self.reads = True
        self.is_over = False
        self._task = house.loop.create_task(self._listen())

    async def _listen(self) -> None:
        try:
            await self._house.pages(self._scope, self._receive, self._send)
        finally:
            self.is_over = True
            self._news.set()

    async def _receive(self) -> dict[str, Any]:
        await self._goes.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if not self.reads:
            await asyncio.Event().wait()
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        else:
            self.said += message["body"].decode()
        self._news.set()

    async def until(self, seen: Callable[[], bool]) -> None:
        while not seen():
            self._news.clear()
            await self._news.wait()

    def hears(self, words: str) -> str:
        """Waits for these words; all that was said until then."""
        self._house.run(self.until(lambda: words in self.said))
        return self.said

    def ends(self) -> None:
        self._house.run(self.until(lambda: self.is_over))

    def goes(self) -> None:
        self._goes.set()
        self.ends()


def do(kind: str, place: Place) -> None:
    with transaction.atomic():
        events.record(kind, by=SOFTWARE, subject=place, place_id=place.pk, data={"who": "Jeanne"})


def test_an_open_page_is_told_the_kind_of_what_was_done_and_nothing_else(
    house: House, place: Place
) -> None:
    page = house.opens(place)

    do("community.light_set", place)

    number = Event.objects.latest("pk").pk
    said = page.hears("\ndata: community.light_set\n")
    assert said.endswith(f"event: done\nid: {number}\ndata: community.light_set\ndata: 0\n\n")
    assert page.headers[b"content-type"] == b"text/event-stream; charset=utf-8"
    assert b"content-length" not in page.headers
    assert "Jeanne" not in said


def test_a_page_knows_from_the_start_where_to_go_on_and_when(house: House, place: Place) -> None:
    do("week.week_changed", place)
    number = Event.objects.latest("pk").pk

    retry, last, _end = house.opens(place).said.split("\n", 2)

    assert 1000 <= int(retry.removeprefix("retry: ")) <= 6000
    assert last == f"id: {number}"


def test_what_happens_together_is_told_together(house: House, place: Place) -> None:
    page = house.opens(place)

    with transaction.atomic():
        do("week.week_changed", place)
        do("programme.session_moved", place)
        do("programme.session_moved", place)

    assert "data: programme.session_moved week.week_changed\n" in page.hears("week_changed")


def test_another_place_is_not_heard(house: House, place: Place) -> None:
    elsewhere = make_place("Ailleurs")
    here, there = house.opens(place), house.opens(elsewhere)

    do("week.week_changed", elsewhere)

    there.hears("week.week_changed")
    assert "event:" not in here.said


HIDDEN = ["visits.visitor_checked_in", "visits.visit_registered", "place.letter_written",
          "place.role_given", "visits.walk_in_added", "desk.promise_added"]  # fmt: skip


@pytest.mark.parametrize("role", [None, Role.VISITOR, Role.CONTRIBUTOR])
def test_who_is_not_of_the_house_hears_nothing_of_visitors_and_letters(
    house: House, place: Place, role: str | None
) -> None:
    somebody = make_person(place, "Ali", role) if role else None
    outside = house.opens(place, person=somebody)
    inside = house.opens(place, person=make_person(place, "Camille", Role.COWORKER))

    for kind in HIDDEN:
        do(kind, place)
    do("programme.session_moved", place)

    told = inside.hears("programme.session_moved")
    assert all(kind in told for kind in HIDDEN)
    outside.hears("programme.session_moved")
    assert "visit" not in outside.said
    assert "letter" not in outside.said
    assert "data: programme.session_moved\n" in outside.said


def test_the_concierge_of_another_place_is_nobody_here(house: House, place: Place) -> None:
    stranger = make_person(make_place("La Halle"), "Zoé")
    page = house.opens(place, person=stranger)

    do("visits.visitor_checked_in", place)
    do("week.week_changed", place)

    assert "visits" not in page.hears("week.week_changed")


def test_missed_kinds_are_for_the_house_alone_too(house: House, place: Place) -> None:
    do("week.week_changed", place)
    last = str(Event.objects.latest("pk").pk)
    do("visits.visitor_checked_in", place)
    do("community.post_written", place)

    page = house.opens(place, last=last)

    assert "data: community.post_written\n" in page.hears("event: done")


def test_a_page_that_comes_back_is_told_what_it_missed(house: House, place: Place) -> None:
    do("week.week_changed", place)
    last = Event.objects.latest("pk").pk
    do("community.post_written", place)

    by_header = house.opens(place, last=str(last))
    by_query = house.opens(place, query=f"after={last}")
    by_time = house.opens(place, query="ago=60000")
    knows_all = house.opens(place, query=f"after={last + 1}")

    assert "data: community.post_written\n" in by_header.hears("event: done")
    assert "data: community.post_written\n" in by_query.hears("event: done")
    assert "week.week_changed" in by_time.hears("event: done")
    assert "event:" not in knows_all.said


def test_who_missed_more_than_can_be_told_asks_for_all_of_it(house: House, place: Place) -> None:
    do("week.week_changed", place)
    last = Event.objects.latest("pk").pk
    for _ in range(events.LATE + 1):
        do("community.light_set", place)

    assert "data: *\n" in house.opens(place, last=str(last)).hears("event: done")
    assert "data: *\n" in house.opens(place, query="ago=99999999").hears("event: done")


@pytest.mark.parametrize("last", ["x", "-1", "9" * 40, "0; DROP", ""])
def test_nonsense_for_a_number_is_nothing_missed(house: House, place: Place, last: str) -> None:
    assert house.opens(place, last=last).status == 200


def test_who_does_not_read_is_let_go_and_holds_up_nobody(house: House, place: Place) -> None:
    dead, alive = house.opens(place), house.opens(place)
    dead.reads = False

    do("week.week_changed", place)

    alive.hears("week.week_changed")
    dead.ends()
    assert len(house.pages.streams) == 1


def test_a_page_that_goes_is_forgotten(house: House, place: Place) -> None:
    page = house.opens(place)

    page.goes()

    assert len(house.pages.streams) == 0
    assert not house.pages.streams._halls


def test_beyond_the_ceiling_one_is_asked_to_come_back(house: House, place: Place) -> None:
    house.pages.streams._most = 1
    house.opens(place)

    late = house.opens(place)

    late.ends()
    assert (late.status, late.headers[b"retry-after"]) == (503, b"30")


def test_one_address_does_not_take_all_the_room(
    house: House, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "MOST_FROM_ONE_ADDRESS", 2)
    pages = [house.opens(place, address="192.0.2.7") for _ in range(3)]

    assert [page.status for page in pages] == [200, 200, 503]
    assert house.opens(place, address="192.0.2.8").status == 200


def test_the_end_of_the_process_ends_each_stream(house: House, place: Place) -> None:
    pages = [house.opens(place), house.opens(place)]

    house.pages.streams.close()

    for page in pages:
        page.ends()
    assert house.opens(place).status == 503


def test_whose_part_changes_has_to_ask_again(house: House, place: Place) -> None:
    make_person(place, "Nadia")
    camille = make_person(place, "Camille", Role.COWORKER)
    inside, outside = house.opens(place, person=camille), house.opens(place)

    membership = Membership.objects.get(person=camille)
    place_actions.change_role(membership=membership, role=Role.VISITOR, by=SOFTWARE)

    inside.ends()
    assert not outside.is_over


def test_a_place_that_does_not_exist_has_no_stream(house: House) -> None:
    page = house.opens(Place(slug="nulle-part"))

    page.ends()
    assert page.status == 404


def test_nothing_is_told_of_what_happened_before_the_page_was_made(
    house: House, place: Place
) -> None:
    with clock.at(clock.now() - timedelta(minutes=5)):
        do("week.week_changed", place)

    assert "event:" not in house.opens(place, query="ago=1000").said


def test_kinds_are_public_by_name() -> None:
    kinds = {"visits.host_offered", "visits.visit_changed", "place.task_claimed", "place.entered"}

    assert may_hear(kinds, False) == {"visits.host_offered", "place.task_claimed"}
    assert may_hear(kinds, True) == kinds


def test_there_is_room_for_a_full_place() -> None:
    assert 0 < descriptors.room_for_streams() <= streams.MOST

"""Taking the programme along: into a calendar that follows what moves, and into another site.

In English, so that nothing is found by a word that is about to be translated better.
"""

import re
from collections.abc import Callable, Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opener, OpenWeek

TITLE = "Bread that travels"


def propose(page: Page, week: OpenWeek, title: str, at: str) -> None:
    page.goto(week("programme/propose/"))
    page.locator("[name=title]").fill(title)
    page.locator("[name=day]").select_option(week.after)
    page.locator("[name=starts]").fill(at)
    page.get_by_role("button", name="Propose this session").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def in_calendar(page: Page, address: str, title: str = TITLE) -> Any:
    """As a calendar asks, which has no cookie and sends none."""
    answer = page.request.get(address)
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "set-cookie" not in answer.headers
    events = Calendar.from_ical(answer.body()).events
    (found,) = (event for event in events if event["SUMMARY"] == title)
    return found


@pytest.fixture
def other_site() -> Iterator[Callable[[str], str]]:
    """Serves one page from another port, which for a browser is another site."""
    shown: list[bytes] = []

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(shown[-1])

        def log_message(self, *_said: object) -> None:
            """Nobody reads it."""

    def show(html: str) -> str:
        shown.append(html.encode())
        return f"http://127.0.0.1:{site.server_port}/"

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as site:
        serving = Thread(target=site.serve_forever)
        serving.start()
        yield show
        site.shutdown()
        serving.join()


def test_a_calendar_follows_what_moves(somebody: Opener, week: OpenWeek) -> None:
    nadia = somebody("nadia-berthet", locale="en-GB")
    propose(nadia, week, TITLE, "09:15")

    visitor = somebody(locale="en-GB")
    visitor.goto(week("programme/subscribe/"))
    line = visitor.locator(".copy-line", has=visitor.locator("#calendar-address"))
    line.get_by_role("button", name="Copy").click()
    expect(line.get_by_role("button", name="Copied")).to_be_visible()
    address = visitor.locator("#calendar-address").input_value()
    opens = visitor.get_by_role("link", name="Add the whole week").get_attribute("href")
    assert opens == re.sub("^https?", "webcal", address)
    before = in_calendar(visitor, address)
    assert before["DTSTART"].dt.strftime("%H:%M") == "09:15"

    nadia.goto(str(before["URL"]))
    nadia.get_by_role("link", name="Change").first.click()
    nadia.locator("[name=starts]").fill("16:45")
    nadia.get_by_role("button", name=re.compile("^(Save|Keep|Change)")).last.click()
    expect(nadia.get_by_role("heading", level=1)).to_have_text(TITLE)

    after = in_calendar(visitor, address)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt.strftime("%H:%M") == "16:45"
    assert visitor.context.cookies() == []


def test_the_programme_stands_in_another_site(
    somebody: Opener, week: OpenWeek, other_site: Callable[[str], str]
) -> None:
    page = somebody(locale="en-GB")
    page.goto(week("programme/subscribe/"))
    code = page.locator("#embed-code").inner_text()

    page.goto(other_site(f"<!doctype html><title>Our association</title>{code}"))

    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Semaine d’essai")
    frame.get_by_role("link", name="The whole programme").click()
    expect(page).to_have_url(re.compile(r"/programme/$"))
    assert page.context.cookies() == []

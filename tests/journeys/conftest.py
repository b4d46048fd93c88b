"""A real browser, the real server, the demonstration's data and a week that is open now."""

import shutil
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    expect,
)

from tests.journeys.server import Server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All in one worker, since they share one server; and last: the browser's driver keeps an
    event loop in its process, beside which Django reads no rows.
    """
    items.sort(key=lambda item: "journeys" in item.path.parts)
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demonstration, served for all journeys."""
    demonstration = Server(tmp_path_factory.mktemp("demonstration") / "data")
    try:
        demonstration.start()
        yield demonstration
    finally:
        demonstration.end()


PICTURES = Path("test-results")
has_failed = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[has_failed] = True
    return report


@dataclass(frozen=True)
class OpenWeek:
    """The week whose doors are open at this hour."""

    root: str
    tomorrow: str
    after: str
    challenge: str
    alive: str  # the week of the demonstration itself

    def __call__(self, address: str = "") -> str:
        return f"{self.root}{address}"


@pytest.fixture(scope="session")
def opening(server: Server) -> dict[str, Any]:
    return dict(server.stage("opening"))


@pytest.fixture(scope="session")
def week(opening: dict[str, Any]) -> OpenWeek:
    return OpenWeek(**opening["week"])


@pytest.fixture(scope="session")
def links(opening: dict[str, Any]) -> dict[str, Any]:
    """A private link of each kind, with what it opens, in that week."""
    return dict(opening["links"])


@pytest.fixture(scope="session")
def team(opening: dict[str, Any]) -> dict[str, Any]:
    """A team of that week, with its link, its book and the texts of its chapters."""
    return dict(opening["team"])


@pytest.fixture(scope="session")
def shelf(server: Server, week: OpenWeek) -> dict[str, Any]:
    """Challenges, teams and books of that week in every state, by their addresses."""
    return dict(server.stage("shelf"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
        ],
    }  # fmt: skip


@pytest.fixture(scope="session")
def base_url(server: Server) -> str:
    return server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "locale": "fr-FR",
        "timezone_id": "Europe/Paris",
        "reduced_motion": "reduce",
    }


@dataclass
class Watch:
    """What no page may ever do: break its own policy, break down, or ask another machine."""

    faults: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.on("request", self._asked)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.faults.append(f"broke: {error.error}"))

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname != "127.0.0.1":
            self.faults.append(f"asked another machine: {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        text = message.text
        # A line that was cut on purpose, and a refusal that a page shows in words, are no faults.
        is_told = "net::ERR_" in text or "status of" in text or "WebSocket connection" in text
        if message.type == "error" and not is_told:
            self.faults.append(f"said: {text} ({message.location.get('url', '')})")


Opener = Callable[..., Page]


@pytest.fixture
def somebody(
    request: pytest.FixtureRequest, browser: Browser, browser_context_args: dict[str, Any]
) -> Iterator[Opener]:
    """``somebody()`` opens a browser of their own; ``somebody("nadia-berthet")`` signs in."""
    watch = Watch()
    opened: list[BrowserContext] = []

    def open_browser(handle: str = "", **options: Any) -> Page:
        context = browser.new_context(**{**browser_context_args, **options})
        context.set_default_timeout(PATIENCE_MS)
        opened.append(context)
        watch.over(context)
        page = context.new_page()
        if handle:
            sign_in(page, handle)
        return page

    yield open_browser
    if request.node.stash.get(has_failed, False):
        take_pictures(request.node.name, opened)
    for context in opened:
        context.close()
    assert watch.faults == []


def take_pictures(test: str, contexts: list[BrowserContext]) -> None:
    """What each browser showed when it went wrong, in test-results/."""
    pages = [page for context in contexts for page in context.pages]
    for number, page in enumerate(pages, 1):
        with suppress(Error):
            page.screenshot(path=PICTURES / f"{test}-{number}.png", full_page=True, timeout=5000)


def eventually(
    page: Page, reads: Callable[[], object], wanted: object, seconds: float = PATIENCE_MS / 1000
) -> None:
    """For what ``expect`` has no word for; the browser goes on meanwhile."""
    until = time.monotonic() + seconds
    while (read := reads()) != wanted:
        assert time.monotonic() < until, f"{read!r} never became {wanted!r}"
        page.wait_for_timeout(50)


def sign_in(page: Page, handle: str) -> None:
    """By one click, as only a demonstration allows."""
    page.goto("/demo/")
    page.locator("form").filter(has=page.locator(f"input[value='{handle}']")).get_by_role(
        "button"
    ).click()
    page.wait_for_url(lambda url: "/demo/" not in url)

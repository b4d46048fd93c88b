"""A book in a folder: read from a USB stick, without any server, and online, under our policy."""

import base64
import json
import os
import re
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import Opener, eventually
from tests.journeys.server import Server
from tests.journeys.sight import faults_of, unfold
from tests.journeys.test_html import CHECKER

# The browser makes a film of its own, so that it can be sure to play it.
FILMED = """async () => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 64;
    const brush = canvas.getContext("2d");
    const vp8 = {mimeType: "video/webm;codecs=vp8"};
    const recorder = new MediaRecorder(canvas.captureStream(25), vp8);
    const parts = [];
    recorder.ondataavailable = event => parts.push(event.data);
    const ended = new Promise(resolve => { recorder.onstop = resolve; });
    recorder.start();
    for (let frame = 0; frame < 25; frame += 1) {
        brush.fillStyle = frame % 2 ? "#0B6B70" : "#F0B429";
        brush.fillRect(0, 0, 64, 64);
        await new Promise(resolve => setTimeout(resolve, 40));
    }
    recorder.stop();
    await ended;
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return btoa(String.fromCharCode(...bytes));
}"""


@dataclass(frozen=True)
class Carried:
    """A book, unpacked on a stick, and where it is read online."""

    folder: Path
    home: str

    def __call__(self, page: str = "index.html") -> str:
        return f"{self.folder.as_uri()}/{page}"


@pytest.fixture(scope="module")
def book(browser: Browser, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Carried:
    page = browser.new_page()
    film = tmp_path_factory.mktemp("film") / "film.webm"
    film.write_bytes(base64.b64decode(page.evaluate(FILMED)))
    page.close()
    told = server.stage("book_to_carry", film=str(film))
    stick = tmp_path_factory.mktemp("stick")
    with zipfile.ZipFile(told["zip"]) as packed:
        packed.extractall(stick)
    return Carried(stick, told["home"])


@pytest.fixture(scope="module")
def everything(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Carried:
    """A book in which there is everything."""
    told = server.stage("everything_to_carry")
    stick = tmp_path_factory.mktemp("everything")
    with zipfile.ZipFile(told["zip"]) as packed:
        packed.extractall(stick)
    return Carried(stick, told["home"])


def look_for(page: Page, words: str) -> Locator:
    """What the search of the book answers."""
    sheet = page.locator("[data-search]")
    if not sheet.is_visible():
        page.locator("[data-search-opens]").click()
    page.get_by_role("searchbox").fill(words)
    return sheet.get_by_role("listitem")


def plays(page: Page) -> None:
    film = page.locator("video")
    film.evaluate("each => { each.muted = true; return each.play(); }")
    eventually(page, lambda: film.evaluate("each => each.currentTime > 0.1"), True)


def asked_by(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


def test_it_is_read_from_a_stick_without_any_server(somebody: Opener, book: Carried) -> None:
    page = somebody(viewport={"width": 390, "height": 844})
    asked = asked_by(page)
    page.goto(book())
    expect(page.get_by_role("heading", level=1)).to_have_text("Le musée de poche")
    page.locator("#content ol a").first.click()
    title = page.get_by_role("heading", level=1).inner_text()
    page.locator("#content a[rel=next]").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(title)

    page.locator("figure summary").click()
    expect(page.locator("figure details")).to_contain_text("On rit.")
    plays(page)

    page.locator("[data-theme-switch]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.locator(".logo").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert asked
    assert all(address.startswith("file:") for address in asked)


def test_words_are_found_however_they_are_written_and_by_keyboard(
    somebody: Opener, book: Carried
) -> None:
    page = somebody()
    page.goto(book("licence.html"))
    expect(look_for(page, "musée")).to_have_count(1)
    expect(page.get_by_role("status")).not_to_be_empty()
    expect(page.locator(".found mark")).to_have_text("Musee")
    expect(look_for(page, "CERAM")).to_have_count(2)
    expect(look_for(page, "useum")).to_have_count(0)
    expect(look_for(page, "مكان")).to_have_count(1)
    expect(look_for(page, "本語")).to_have_count(1)
    expect(look_for(page, "vitrine")).to_have_count(1)
    expect(look_for(page, "midi ouvr")).to_have_count(1)
    expect(page.locator(".found mark")).to_have_text(["ouvr", "midi"])

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"chapter-1\.html\?find="))
    expect(page.locator(".book-text mark")).to_have_text(["ouvr", "midi"])
    page.locator("[data-search-opens]").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-search]")).to_be_hidden()


def test_a_term_leads_to_the_glossary_and_back(somebody: Opener, book: Carried) -> None:
    page = somebody()
    page.goto(book("chapter-1.html"))
    page.get_by_role("link", name="céramique").click()
    page.wait_for_url(re.compile(r"glossary\.html#term-1"))
    expect(page.locator("#term-1")).to_contain_text("de la terre passée par le feu")
    page.locator("#term-1 .term-where a").click()
    page.wait_for_url(re.compile(r"chapter-1\.html#chapter-1-term-1"))


def test_without_any_script_it_is_read_all_the_same(somebody: Opener, book: Carried) -> None:
    page = somebody(java_script_enabled=False)
    page.goto(book("chapter-1.html"))
    expect(page.locator("[data-search-opens]")).to_be_hidden()
    expect(page.locator("[data-theme-switch]")).to_be_hidden()
    page.locator("#content a[rel=next]").click()
    expect(page.locator("video")).to_be_visible()


def test_nothing_stands_in_the_way_of_its_readers(
    somebody: Opener, book: Carried, everything: Carried
) -> None:
    page = somebody()
    found = {}
    for carried in (everything, book):
        for name in sorted(each.name for each in carried.folder.glob("*.html")):
            # axe reads styles anew, which a folder does not allow
            page.goto(f"{carried.home}{name}")
            unfold(page)
            if faults := faults_of(page):
                found[f"{carried.home}{name}"] = faults
    expect(look_for(page, "musée")).to_have_count(1)
    if faults := faults_of(page):
        found["search"] = faults
    assert found == {}


def test_the_checker_of_html_finds_nothing(book: Carried, everything: Carried) -> None:
    if not CHECKER.exists() and os.environ.get("CI") != "true":
        pytest.skip("the Nu validator is not here: npm --prefix frontend ci brings it")
    folders = (book.folder, everything.folder)
    pages = [str(each) for folder in folders for each in sorted(folder.glob("*.html"))]
    assert len(pages) > 10
    done = subprocess.run(
        ["java", "-jar", str(CHECKER), "--errors-only", "--format", "json", "--exit-zero-always",
         *pages],
        capture_output=True, check=True,
    )  # fmt: skip
    assert [each["message"] for each in json.loads(done.stderr)["messages"]] == []


def test_online_it_does_the_same_under_the_policy_of_our_pages(
    somebody: Opener, book: Carried
) -> None:
    page = somebody()
    answer = page.goto(book.home)
    assert answer is not None
    assert "script-src 'self'" in (answer.header_value("content-security-policy") or "")
    expect(look_for(page, "musée")).to_have_count(1)
    page.locator(".found a").click()
    page.wait_for_url(re.compile(r"/site/chapter-1\.html\?find="))
    expect(page.locator(".book-text mark")).to_have_text("Musee")
    picture = page.locator("img")
    picture.scroll_into_view_if_needed()
    eventually(page, lambda: picture.evaluate("each => each.naturalWidth > 0"), True)
    page.locator("#content a[rel=next]").click()
    plays(page)

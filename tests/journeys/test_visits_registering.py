"""Registering as visitors do: with one finger, as a group that waits, and to be forgotten.

In English, so that nothing is found by a word that is about to be translated better.
"""

import re
import sqlite3

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opener, OpenWeek
from tests.journeys.server import Server
from tests.journeys.test_story import PHONE

ENGLISH = "en-GB"
LARGE_TEXT = "document.documentElement.style.fontSize = '200%'"


def own(page: Page) -> str:
    """Once registered: the address of the page of one's own."""
    expect(page).to_have_url(re.compile(r"/visit/[\w-]{20,}/$"))
    return page.url


def test_a_senior_registers_with_one_finger(somebody: Opener, week: OpenWeek) -> None:
    page = somebody(locale=ENGLISH, viewport=PHONE, has_touch=True)
    page.goto(week("visit/"))
    page.evaluate(LARGE_TEXT)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
    button = page.get_by_role("button", name="I am coming")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44

    # Two taps and a name: the next half-day is ticked already.
    name = page.get_by_label(re.compile("^Your name"))
    name.tap()
    name.press_sequentially("Odile")
    button.tap()

    own(page)
    expect(page.get_by_role("img", name="Your code for the welcome desk")).to_be_visible()


def test_it_needs_no_script_and_asks_which_town(somebody: Opener, week: OpenWeek) -> None:
    page = somebody(locale=ENGLISH, java_script_enabled=False)
    page.goto(week("visit/"))
    page.get_by_label(re.compile("^Your name")).fill("Basile")
    page.get_by_text("Who you are, if you like").click()
    page.get_by_label(re.compile("^Where do you come from")).fill("Sainte-Colombe")
    page.get_by_role("button", name="I am coming").click()
    page.get_by_label("Sainte-Colombe (Rhône)").check()
    page.get_by_role("button", name="I am coming").click()

    own(page)
    expect(page.get_by_role("main")).to_contain_text("Sainte-Colombe (Rhône)")


def test_towns_are_suggested_while_one_types(somebody: Opener, week: OpenWeek) -> None:
    page = somebody(locale=ENGLISH)
    page.goto(week("visit/"))
    page.get_by_text("Who you are, if you like").click()
    page.locator("[name=origin]").press_sequentially("saint-et")

    expect(page.locator("#origins-found option").first).to_have_attribute(
        "value", "Saint-Étienne (Loire)"
    )


def test_a_group_of_twelve_waits_and_moves_up_when_somebody_cancels(
    somebody: Opener, server: Server
) -> None:
    scene = server.stage("full_half_day")
    group = somebody(locale=ENGLISH, viewport=PHONE)
    group.goto(scene["form"])
    group.get_by_label(re.compile("^Your name")).fill("Ghislaine")
    group.get_by_text("Several of you").click()
    group.locator("[name=party_size]").fill("12")
    group.get_by_role("button", name="I am coming").click()

    waiting = group.locator(f"[name=waiting][value='{scene['half']}']")
    waiting.check()
    group.get_by_role("button", name="I am coming").click()
    address = own(group)
    expect(group.locator("#visit-lines")).to_contain_text("you are the first in the line")

    teacher = somebody(locale=ENGLISH)
    teacher.goto(scene["class"])
    teacher.get_by_text("I cannot come after all").click()
    teacher.get_by_role("button", name="Cancel my visit").click()
    expect(teacher.get_by_role("heading", name="Your visit is cancelled")).to_be_visible()

    group.goto(address)
    expect(group.get_by_role("heading", name="You are expected")).to_be_visible()
    expect(group.locator("#visit-lines")).to_have_count(0)


def test_erase_my_data_leaves_nothing(somebody: Opener, week: OpenWeek, server: Server) -> None:
    words = ("Philomène", "hurdy-gurdy", "philomene@example.org")
    page = somebody(locale=ENGLISH)
    page.goto(week("visit/"))
    page.get_by_label(re.compile("^Your name")).fill(words[0])
    page.get_by_label(re.compile("^Your e-mail")).fill(words[2])
    page.get_by_text("What brings you").click()
    page.locator("[name=project]").fill(f"Repairing a {words[1]}")
    page.get_by_role("button", name="I am coming").click()
    address = own(page)
    assert all(held(server, word) for word in words)

    page.get_by_text("My data", exact=True).click()
    page.get_by_role("button", name="Erase everything about me").click()
    expect(page.get_by_role("heading", name="It is erased")).to_be_visible()

    assert [word for word in words if held(server, word)] == []
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 404


def held(server: Server, word: str) -> bool:
    """Whether a row of any table says it."""
    database = sqlite3.connect(server.folder / "openweek.sqlite3")
    tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    rows = (row for (name,) in tables for row in database.execute(f'SELECT * FROM "{name}"'))  # noqa: S608
    try:
        return any(word in str(row) for row in rows)
    finally:
        database.close()

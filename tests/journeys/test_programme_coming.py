"""Coming along: the last seat, the line that moves up, and what moved, in two browsers.

In English, so that nothing is found by a word that is about to be translated better.
"""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Opener, OpenWeek
from tests.journeys.test_story import PHONE

ENGLISH = "en-GB"


def coming(page: Page) -> Locator:
    return page.locator("#coming")


def propose(page: Page, week: OpenWeek, title: str, *, seats: str, at: str) -> str:
    """Its address in the programme."""
    page.goto(week("programme/propose/"))
    page.locator("[name=title]").fill(title)
    page.locator("[name=day]").select_option(week.after)
    page.locator("[name=starts]").fill(at)
    page.get_by_text("More: description, format, seats").click()
    page.locator("[name=seats]").fill(seats)
    page.get_by_role("button", name="Propose this session").last.click()
    page.get_by_role("link", name="See it in the programme").click()
    expect(page).to_have_url(re.compile(r"/programme/[a-z-]+/$"))
    return page.url


def come(page: Page, address: str, name: str, button: str) -> None:
    page.goto(address)
    coming(page).get_by_role("link", name=button).click()
    page.get_by_label(re.compile("^Your name")).fill(name)
    page.get_by_role("button", name="I’m coming").click()


def test_the_last_seat_goes_from_one_to_the_next(somebody: Opener, week: OpenWeek) -> None:
    keeper = somebody(locale=ENGLISH)
    address = propose(keeper, week, "Un dernier fauteuil", seats="1", at="10:00")
    ana = somebody(locale=ENGLISH, viewport=PHONE)
    bo = somebody(locale=ENGLISH, java_script_enabled=False)

    come(ana, address, "Ana", "I’m coming")
    expect(coming(ana)).to_contain_text("You come.")
    come(bo, address, "Bo", "Wait for a seat")
    expect(coming(bo)).to_contain_text("Your place in the line: 1.")

    ana.reload()
    coming(ana).get_by_role("button", name="I don’t come any more").click()
    expect(coming(ana)).to_contain_text("No seat left")

    bo.goto(week("programme/mine/"))
    expect(bo.locator("#content")).to_contain_text("A seat became free, and it is yours.")

    keeper.goto(f"{address}change/")
    keeper.locator("[name=starts]").fill("15:00")
    keeper.locator("form button.btn-primary").last.click()
    expect(keeper.locator(".messages")).to_contain_text("in the programme")
    bo.reload()
    expect(bo.locator("#content")).to_contain_text("It has moved")


def test_with_the_keyboard_alone_one_comes_and_makes_a_private_link(
    somebody: Opener, week: OpenWeek
) -> None:
    page = somebody(locale=ENGLISH)
    address = propose(page, week, "Au clavier", seats="4", at="11:30")
    page.goto(address)

    coming(page).get_by_role("link", name="I’m coming").focus()
    page.keyboard.press("Enter")
    page.get_by_label(re.compile("^Your name")).focus()
    page.keyboard.type("Cléo")
    page.keyboard.press("Enter")
    expect(coming(page)).to_contain_text("You come.")
    coming(page).get_by_role("link", name="My choices").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Make a private link").focus()
    page.keyboard.press("Enter")

    calendar = page.get_by_label("The calendar’s address").input_value()
    answer = page.request.get(calendar)
    assert "SUMMARY:Au clavier" in answer.text()

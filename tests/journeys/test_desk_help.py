"""A hand in two taps, on a phone; the answer becomes a page of the guide, which a typo finds.

In English, so that nothing is found by a word that is about to be translated better.
"""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Opener, OpenWeek
from tests.journeys.test_story import PHONE

ENGLISH = "en-GB"


def test_a_hand_in_two_taps_becomes_a_page_of_the_guide(somebody: Opener, week: OpenWeek) -> None:
    jeanne = somebody(locale=ENGLISH, viewport=PHONE, has_touch=True)
    jeanne.goto(week())
    jeanne.get_by_role("link", name="A hand, please").tap()
    jeanne.get_by_role("button", name="Printer", exact=True).tap()
    mine = jeanne.locator(".my-help").first
    expect(mine).to_contain_text("Asked: somebody will see it at once")

    nadia = somebody("nadia-berthet", locale=ENGLISH)
    nadia.goto("/le-preau/help/requests/")
    nadia.get_by_role("button", name=re.compile("^I am going ?: Printer")).last.click()
    # Nobody reloads the page: it is told.
    expect(mine).to_contain_text("Nadia Berthet is on the way")

    nadia.get_by_role("link", name=re.compile("^Answer ?: Printer")).last.click()
    nadia.get_by_label("Your answer").fill("It sleeps: press **the green button** of the plotter.")
    nadia.get_by_role("button", name="Answer", exact=True).click()
    expect(mine).to_contain_text("press the green button of the plotter")

    nadia.get_by_role("link", name="Put it into the guide").click()
    nadia.get_by_label("The question").fill("The plotter sleeps, what now?")
    nadia.get_by_role("button", name="Put it into the guide").click()
    expect(nadia.get_by_role("heading", level=1)).to_have_text("The plotter sleeps, what now?")

    omar = somebody(locale=ENGLISH, java_script_enabled=False)
    omar.goto("/le-preau/guide/")
    omar.get_by_label("What are you looking for?").fill("ploter")
    omar.get_by_role("button", name="Search").click()
    found = omar.locator(".desk-found li").first
    expect(found.locator("mark")).to_have_text("plotter")
    found.get_by_role("link").click()
    expect(omar.get_by_role("heading", level=1)).to_have_text("The plotter sleeps, what now?")


def test_a_notice_appears_and_goes_on_a_page_that_is_open(somebody: Opener, week: OpenWeek) -> None:
    reader = somebody(locale=ENGLISH)
    reader.goto(week())
    strip = reader.locator("#desk-strip")

    nadia = somebody("nadia-berthet", locale=ENGLISH)
    nadia.goto("/le-preau/notices/new/")
    nadia.get_by_label("What should everybody know?").fill("The bread comes out of the oven.")
    nadia.get_by_label("for an hour").check()
    nadia.get_by_role("button", name="Tell it").click()
    expect(strip).to_contain_text("The bread comes out of the oven.")

    nadia.get_by_role("button", name=re.compile("^It is over ?: The bread comes")).click()
    expect(strip).not_to_contain_text("The bread comes out of the oven.")

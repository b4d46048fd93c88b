"""A wish that comes true, and a question from afar, each between three browsers.

In English, so that nothing is found by a word that is about to be translated better.
"""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Opener, OpenWeek
from tests.journeys.test_story import PHONE

ENGLISH = "en-GB"
WISH = "Sharpen kitchen knives"


def test_a_wish_comes_true(somebody: Opener, week: OpenWeek) -> None:
    ana = somebody(locale=ENGLISH, viewport=PHONE)
    ana.goto(week("programme/wishes/"))
    ana.get_by_role("link", name="I would like this").click()
    ana.get_by_label("What would you like?").fill(WISH)
    ana.get_by_role("button", name="Put my wish on the wall").click()
    expect(ana.get_by_role("heading", level=1)).to_have_text(WISH)

    bo = somebody(locale=ENGLISH, java_script_enabled=False)
    bo.goto(week("programme/wishes/wish/"))
    bo.get_by_label("What would you like?").fill("sharpen my KNIVES")
    bo.get_by_role("button", name="Put my wish on the wall").click()
    similar = bo.get_by_role("region", name="Is it one of these?")
    similar.get_by_role("button", name=f"Me too · {WISH}").click()
    expect(bo.locator("#me-too")).to_contain_text("You and 1 other would like this")

    coworker = somebody("nadia-berthet", locale=ENGLISH)
    coworker.goto(week("programme/wishes/"))
    coworker.get_by_role("link", name=f"I can run this · {WISH}").click()
    coworker.locator("[name=day]").select_option(week.after)
    coworker.locator("[name=starts]").fill("08:15")
    coworker.get_by_role("button", name="I run this").last.click()
    expect(coworker.get_by_role("heading", level=1)).to_have_text(WISH)

    ana.goto(week("programme/?day=all"))
    expect(ana.get_by_role("link", name=WISH)).to_be_visible()
    bo.goto(week("programme/mine/"))
    bo.get_by_role("link", name=WISH).click()
    expect(bo.locator(".session-times")).to_contain_text("8:15")
    expect(bo.locator(".session-page")).to_contain_text("with Nadia Berthet")


def test_a_question_from_afar_is_answered(somebody: Opener, week: OpenWeek) -> None:
    nadia = somebody("nadia-berthet", locale=ENGLISH)
    nadia.goto(week("programme/now/"))
    nadia.locator("[name=title]").fill("Questions and bread")
    nadia.locator("form").last.get_by_text("Elsewhere").click()
    nadia.locator("form button.btn-primary").last.click()
    expect(nadia.get_by_role("heading", level=1)).to_have_text("Questions and bread")
    address = nadia.url.partition("?")[0]

    far = somebody(locale=ENGLISH, viewport=PHONE)
    far.goto(address)
    far.get_by_role("link", name="Ask a question").click()
    far.get_by_label("Your question").fill("Which flour?")
    far.get_by_role("button", name="Ask", exact=True).click()
    expect(far.get_by_role("heading", level=1)).to_have_text("Questions and bread")
    expect(far.locator("#questions")).to_contain_text("Which flour?")

    nadia.goto(address)
    nadia.locator("#questions").get_by_role("button", name="Answered").click()
    expect(nadia.locator("#questions")).to_contain_text("answered")
    # It comes by itself while the session is on.
    expect(far.locator("#questions li")).to_contain_text(re.compile("answered"), timeout=25_000)

"""The concierge lets the programme arrange itself, looks at it, unticks one, accepts the rest."""

from playwright.sync_api import expect

from tests.journeys.conftest import Opener, OpenWeek


def test_it_is_proposed_looked_at_accepted_and_taken_back(somebody: Opener, week: OpenWeek) -> None:
    page = somebody("nadia-berthet", locale="en-GB", viewport={"width": 390, "height": 844})
    for title in ("Souder une radio", "Compter les abeilles"):
        page.goto(week("programme/propose/"))
        page.locator("[name=title]").fill(title)
        page.get_by_role("button", name="Propose this session").last.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)

    page.goto(week("programme/arrange/"))
    page.get_by_role("button", name="Propose a programme").click()
    # The page that waits leads on by itself.
    expect(page.get_by_role("heading", level=1)).to_have_text("What is proposed", timeout=30_000)
    expect(page.get_by_label("Compter les abeilles")).to_be_checked()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_label("Souder une radio").uncheck()
    page.get_by_role("button", name="Accept what is ticked").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("It is arranged")
    page.goto(week("programme/grid/"))
    expect(page.locator(".tray-item", has_text="Souder une radio")).to_be_visible()
    expect(page.locator(".card", has_text="Compter les abeilles")).to_be_visible()

    page.go_back()
    page.get_by_role("link", name="Undo it all").click()
    page.get_by_role("button", name="Take all of it back").click()
    page.goto(week("programme/grid/"))
    expect(page.locator(".tray-item", has_text="Compter les abeilles")).to_be_visible()

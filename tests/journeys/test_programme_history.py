"""A vandal went through the programme: a coworker sees what was done, and undoes it at once."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opener
from tests.journeys.server import Server
from tests.journeys.test_story import follow, press, said, title


def titles(page: Page, root: str) -> list[str]:
    page.goto(f"{root}?day=all")
    words = page.locator("#content").inner_text()
    return sorted(set(re.findall(r"Atelier \d+|ZORRO|Casino \d", words)))


def test_a_vandal_is_undone_and_the_good_edit_stays(server: Server, somebody: Opener) -> None:
    root = server.stage("vandalism")["root"]
    good = sorted(f"Atelier {number}" for number in range(1, 31))
    keeper = somebody("nadia-berthet", locale="en-GB", java_script_enabled=False)
    assert titles(keeper, root) == [*(f"Casino {number}" for number in range(5)), "ZORRO"]

    keeper.goto(f"{root}history/")
    expect(keeper.locator(".history > li")).to_have_count(50)
    keeper.get_by_role("link", name="Zorro", exact=True).first.click()
    follow(keeper, "Undo all that they changed")
    expect(title(keeper)).to_have_text("Undo all that Zorro changed")
    expect(keeper.locator("#content")).to_contain_text("This undoes 45 changes.")
    expect(keeper.locator("#content")).to_contain_text("35 sessions become what they were")
    press(keeper, "Undo all of it")
    expect(said(keeper)).to_contain_text("35 sessions are as they were")

    # For everybody, as one line; and what somebody else wrote meanwhile is still there.
    visitor = somebody()
    visitor.goto(f"{root}history/")
    expect(visitor.locator(".history > li").first.locator("details")).to_have_count(1)
    assert titles(visitor, root) == good
    visitor.goto(f"{root}atelier-1/")
    expect(visitor.locator("#content")).to_contain_text("Avec du fil et une aiguille.")
    visitor.goto(f"{root}casino-0/")
    expect(title(visitor)).not_to_have_text("Casino 0")

    # The undo is undone, and done again.
    for wanted in (["Casino 0", "Casino 1", "Casino 2", "Casino 3", "Casino 4", "ZORRO"], good):
        keeper.goto(f"{root}history/")
        keeper.get_by_role("link", name="Take it back as a whole").first.click()
        press(keeper, "Take all of it back")
        expect(said(keeper)).to_contain_text("35 sessions are as they were")
        assert titles(keeper, root) == wanted

    keeper.goto(f"{root}removed/")
    expect(keeper.get_by_role("heading", level=2)).to_have_count(5)
    press(keeper, "Put it back Casino 3")
    expect(title(keeper)).to_have_text("Casino 3")

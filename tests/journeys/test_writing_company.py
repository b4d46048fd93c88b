"""Who writes which chapter now, seen from the page of the team."""

from typing import Any

from playwright.sync_api import expect

from tests.journeys.conftest import Opener
from tests.journeys.test_story_writing import open_chapter


def test_a_team_sees_who_writes_in_which_chapter(somebody: Opener, team: dict[str, Any]) -> None:
    lucie, looking = somebody("lucie-nguyen"), somebody()
    open_chapter(lucie, team["link"], "Territoire")
    expect(lucie.locator("[data-state-words]")).to_have_text("enregistré")

    looking.goto(team["link"])
    line = looking.locator(".chapter-line", has_text="Territoire")
    expect(line).to_contain_text("Lucie Nguyen y écrit en ce moment")
    elsewhere = looking.locator(".chapter-line", has_text="Communauté")
    expect(elsewhere).not_to_contain_text("en ce moment")

    # When she leaves, the page says so by itself.
    lucie.close()
    expect(line).not_to_contain_text("en ce moment", timeout=40_000)

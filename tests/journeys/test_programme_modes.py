"""A week that is looked at first, and two people who edit at once."""

from playwright.sync_api import expect

from tests.journeys.conftest import Opener
from tests.journeys.server import Server
from tests.journeys.test_story import press, said, title


def test_a_visitor_proposes_a_regular_accepts_and_it_appears(
    server: Server, somebody: Opener
) -> None:
    root = server.stage("looked_at")["root"]
    visitor = somebody(locale="en-GB", java_script_enabled=False)
    visitor.goto(f"{root}propose/")
    visitor.get_by_label("Title").fill("Accordéon pour débuter")
    press(visitor, "Propose this session")
    expect(visitor.locator("#content")).to_contain_text("Somebody of the place looks at this")

    stranger = somebody(locale="en-GB")
    stranger.goto(f"{root}?day=all")
    expect(stranger.locator("#content")).not_to_contain_text("Accordéon")

    regular = somebody("nadia-berthet", locale="en-GB", java_script_enabled=False)
    regular.goto(f"{root}queue/")
    press(regular, "Let it in Accordéon pour débuter")
    expect(said(regular)).to_contain_text("is in the programme")

    stranger.reload()
    expect(stranger.locator("#content")).to_contain_text("Accordéon pour débuter")


def test_two_edit_at_once_and_nothing_typed_is_lost(server: Server, somebody: Opener) -> None:
    root = server.stage("looked_at")["root"]
    one = somebody("nadia-berthet", locale="en-GB", java_script_enabled=False)
    other = somebody("paul-vial", locale="en-GB", java_script_enabled=False)
    for page in (one, other):
        page.goto(f"{root}pain-au-levain/change/")

    one.get_by_label("Title").fill("Pain noir")
    one.get_by_label("In a few words").fill("Avec du seigle")
    press(one, "Save")
    other.get_by_label("Title").fill("Brioche")
    other.get_by_label("Who runs it").fill("Odette")
    press(other, "Save")

    both = other.get_by_role("group", name="Title")
    expect(both).to_contain_text("Brioche")
    expect(both).to_contain_text("Pain noir")
    expect(other.get_by_label("In a few words")).to_have_value("Avec du seigle")
    both.get_by_label("Take theirs").check()
    press(other, "Save")
    expect(title(other)).to_have_text("Pain noir")
    expect(other.locator("#content")).to_contain_text("Odette")
    expect(other.locator("#content")).to_contain_text("Avec du seigle")

"""Everybody can use every page: axe, the narrowest screen, the keyboard alone."""

import re
from datetime import date
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Opener, OpenWeek
from tests.journeys.pages import (
    challenge_forms_for_everybody,
    challenge_forms_for_the_concierge,
    challenges_for_everybody,
    challenges_for_the_concierge,
    for_everybody,
    for_the_concierge,
    forms_for_everybody,
    forms_for_the_concierge,
    site_of_a_book,
)
from tests.journeys.server import PICTURE
from tests.journeys.sight import faults_of, unfold

Faults = dict[str, list[str]]
MOST_TABS = 80
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def visit(page: Page, address: str) -> None:
    page.goto(address)
    if re.fullmatch("/texts/[^/]+/", address):
        expect(page.locator("#writing-text")).to_have_attribute("contenteditable", "true")
    unfold(page)


def faults_on(page: Page, addresses: list[str]) -> Faults:
    found = {}
    for address in addresses:
        visit(page, address)
        if faults := faults_of(page):
            found[address] = faults
    return found


def send_empty(page: Page, address: str) -> None:
    """Nothing is filled in, nothing is ticked, and the browser does not hold it back."""
    page.goto(address)
    form = page.locator("#content form[novalidate]").first
    form.evaluate(
        """form => [...form.elements].forEach(each => {
            if (each.type === "hidden" || each.tagName === "BUTTON") return;
            if (each.type === "checkbox" || each.type === "radio") each.checked = false;
            else each.value = "";
        })"""
    )
    form.locator("button.btn-primary").first.click()
    expect(page.locator(".error-summary")).to_be_visible()
    unfold(page)


def faults_of_empty(page: Page, addresses: list[str]) -> Faults:
    found = {}
    for address in addresses:
        send_empty(page, address)
        if faults := faults_of(page):
            found[address] = faults
    return found


def test_nothing_stands_in_the_way_of_anybody(
    somebody: Opener, week: OpenWeek, links: dict[str, Any], team: dict[str, Any]
) -> None:
    assert faults_on(somebody(), for_everybody(week, links, team)) == {}


def test_nothing_stands_in_the_way_of_the_concierge(
    somebody: Opener, week: OpenWeek, links: dict[str, Any], team: dict[str, Any]
) -> None:
    page = somebody("nadia-berthet")
    assert faults_on(page, for_the_concierge(week, links, team)) == {}


def test_nothing_stands_in_the_way_of_who_writes_a_book_with_others(
    somebody: Opener, shelf: dict[str, Any]
) -> None:
    page = somebody()
    assert faults_on(page, challenges_for_everybody(shelf) + site_of_a_book(shelf)) == {}
    assert faults_of_empty(page, challenge_forms_for_everybody(shelf)) == {}


def test_nothing_stands_in_the_way_of_who_looks_after_challenges(
    somebody: Opener, shelf: dict[str, Any]
) -> None:
    page = somebody("nadia-berthet")
    assert faults_on(page, challenges_for_the_concierge(shelf)) == {}
    assert faults_of_empty(page, challenge_forms_for_the_concierge(shelf)) == {}


def test_what_goes_wrong_is_said_to_everybody(
    somebody: Opener, week: OpenWeek, links: dict[str, Any]
) -> None:
    assert faults_of_empty(somebody(), forms_for_everybody(week)) == {}
    forms = forms_for_the_concierge(week, links)
    assert faults_of_empty(somebody("nadia-berthet"), forms) == {}


def test_nothing_stands_in_the_way_in_the_dialogs_of_the_editor(
    somebody: Opener, team: dict[str, Any]
) -> None:
    page = somebody()
    page.goto(team["link"])
    visit(page, team["texts"][2])
    page.get_by_role("button", name="Lien", exact=True).click()
    page.get_by_role("button", name="Faire le lien").click()
    expect(page.get_by_role("dialog")).to_contain_text("pas une adresse")
    assert faults_of(page) == []
    page.get_by_role("dialog").get_by_role("button", name="Annuler").click()

    page.get_by_role("button", name="Ajouter", exact=True).click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("menuitem", name="Image", exact=True).click()
    chooser.value.set_files(PICTURE)
    page.get_by_role("button", name="Mettre dans le texte").click()
    expect(page.get_by_role("dialog")).to_contain_text("Dites en quelques mots")
    assert faults_of(page) == []


# --- With the keyboard alone ----------------------------------------------------------------


def tab_to(page: Page, goal: Locator) -> None:
    """Tab until it has the focus; wherever the focus is on the way, one sees it."""
    for _ in range(MOST_TABS):
        if goal.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
        assert page.evaluate(IS_FOCUS_SEEN), page.evaluate("document.activeElement.outerHTML")
    raise AssertionError(f"never reached: {goal}")


IS_FOCUS_SEEN = """() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return true;
    if (focused.isContentEditable) return true;  // its caret shows it
    const isDrawn = each => {
        const style = getComputedStyle(each);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1)
            || style.boxShadow !== "none";
    };
    const box = focused.getBoundingClientRect();
    const isInSight = box.bottom > 0 && box.top < innerHeight && box.width > 0;
    return isInSight && [focused, focused.parentElement, focused.labels?.[0]]
        .some(each => each && isDrawn(each));
}"""


def test_the_first_tab_leads_past_the_head_of_the_page(somebody: Opener, week: OpenWeek) -> None:
    page = somebody()
    page.goto(week())
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def spoken(day: str) -> str:
    """As somebody types it to find it in a list."""
    return WEEKDAYS[date.fromisoformat(day).weekday()]


def test_a_session_is_proposed_with_the_keyboard_alone(somebody: Opener, week: OpenWeek) -> None:
    page = somebody()
    page.goto(week("programme/"))
    tab_to(page, page.get_by_role("link", name="Proposer un moment", exact=True))
    page.keyboard.press("Enter")
    title = page.locator("[name=title]")
    tab_to(page, title)
    page.keyboard.type("Taper sans souris")
    day = page.locator("[name=day]")
    tab_to(page, day)
    page.keyboard.type(spoken(week.tomorrow))
    expect(day).to_have_value(week.tomorrow)
    tab_to(page, page.locator("[name=starts]"))
    page.keyboard.type("1145P")  # in the evening, where a browser counts to twelve
    tab_to(page, page.get_by_role("button", name="Proposer ce moment"))
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", level=1)).to_have_text("Taper sans souris")
    expect(page.locator(".session-hours")).to_contain_text(re.compile(r"(11|23)\sh\s45"))


def test_a_visit_is_announced_with_the_keyboard_alone(somebody: Opener, week: OpenWeek) -> None:
    page = somebody()
    page.goto(week("visit/"))
    last = page.locator("[name=half_days]:enabled").last
    tab_to(page, last)
    page.keyboard.press("Space")
    expect(last).to_be_checked()
    tab_to(page, page.locator("[name=name]"))
    page.keyboard.type("Dactylo")
    tab_to(page, page.get_by_role("button", name="Je viens"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("C’est noté")


def test_the_tools_of_the_editor_are_at_hand(somebody: Opener, team: dict[str, Any]) -> None:
    page = somebody()
    page.goto(team["link"])
    visit(page, team["texts"][2])
    text = page.locator("#writing-text")
    tab_to(page, text)
    page.keyboard.type("Un titre")
    page.keyboard.press("Alt+F10")
    tools = page.get_by_role("toolbar")
    expect(tools.locator(":focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(text).to_be_focused()

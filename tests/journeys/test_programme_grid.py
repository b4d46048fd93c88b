"""Placing sessions: by keyboard, by mouse, on a telephone; and what starts now goes on longer.

In English, so that nothing is found by a word that is about to be translated better.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Opener, OpenWeek

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
HOUR_ROWS = 12


@pytest.fixture
def desk(somebody: Opener) -> Page:
    return somebody("nadia-berthet", locale="en-GB", viewport=DESK)


@pytest.fixture
def phone(somebody: Opener) -> Page:
    return somebody("paul-vial", locale="en-GB", viewport=PHONE, has_touch=True)


def propose(page: Page, week: OpenWeek, title: str, at: str = "", room: str = "La serre") -> None:
    """The day after tomorrow, at that hour; without one it waits in the tray."""
    page.goto(week("programme/propose/"))
    page.locator("[name=title]").fill(title)
    if at:
        page.locator("[name=day]").select_option(week.after)
        page.locator("[name=starts]").fill(at)
        page.locator("[name=room]").select_option(label=room)
    page.get_by_role("button", name="Propose this session").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def grid(page: Page, week: OpenWeek, *, whole: bool = False) -> None:
    page.goto(week(f"programme/grid/{'' if whole else f'?day={week.after}'}"))


def card(page: Page, title: str) -> Locator:
    return page.locator(".card", has_text=title)


def in_tray(page: Page, title: str) -> Locator:
    return page.locator(".tray-item", has_text=title)


def said(page: Page) -> Locator:
    return page.locator("#page-said")


def column(page: Page, title: str) -> str:
    found = re.search(r"\bin-(\d+)", card(page, title).get_attribute("class") or "")
    return found[1] if found else ""


def drag(page: Page, what: Locator, to: Locator | None = None, hours: float = 0) -> None:
    """By its upper corner: to the middle of something, or by so many hours and into its column."""
    what.evaluate("card => card.scrollIntoView({block: 'center'})")
    box = what.bounding_box()
    target = to.bounding_box() if to else box
    assert box is not None
    assert target is not None
    x = target["x"] + (target["width"] / 2 if to else 12)
    y = box["y"] + 8 + hours * hour_height(page) if hours else target["y"] + target["height"] / 2
    page.mouse.move(box["x"] + 12, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(x, y, steps=8)
    page.mouse.up()


def hour_height(page: Page) -> float:
    field = page.locator("[data-field]").first.bounding_box()
    rows = page.locator("[data-rows]").first.get_attribute("data-rows")
    assert field is not None
    return field["height"] / int(rows or 1) * HOUR_ROWS


def test_a_session_is_placed_moved_and_put_back_by_keyboard_alone(
    desk: Page, week: OpenWeek
) -> None:
    propose(desk, week, "Accorder les guitares")
    grid(desk, week, whole=True)

    in_tray(desk, "Accorder les guitares").get_by_role("button").focus()
    desk.keyboard.press("Enter")
    expect(said(desk)).to_contain_text("Accorder les guitares is taken")
    for key, words in (("PageDown", "La serre"), ("PageDown", "La serre"), ("ArrowRight", "Le g")):
        desk.keyboard.press(key)
        expect(said(desk)).to_contain_text(words)
    desk.keyboard.press("Enter")
    expect(said(desk)).to_contain_text("Le grenier")
    placed = card(desk, "Accorder les guitares")
    expect(placed.get_by_role("button")).to_be_focused()
    before = placed.locator(".cell-when").inner_text()

    desk.keyboard.press("Enter")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Escape")
    expect(said(desk)).to_contain_text("stays where it was")
    expect(placed.locator(".cell-when")).to_have_text(before)

    desk.keyboard.press("Enter")
    desk.keyboard.press("ArrowUp")
    desk.keyboard.press("+")
    desk.keyboard.press("Enter")
    expect(placed.locator(".cell-when")).not_to_have_text(before)
    desk.locator("[data-undo]").focus()
    desk.keyboard.press("Enter")
    expect(placed.locator(".cell-when")).to_have_text(before)

    placed.get_by_role("button").focus()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Delete")
    desk.keyboard.press("Enter")
    expect(in_tray(desk, "Accorder les guitares")).to_be_visible()


def test_a_session_is_dragged_to_another_room_and_hour_and_to_the_tray(
    desk: Page, week: OpenWeek
) -> None:
    propose(desk, week, "Réparer un vélo", "09:00")
    grid(desk, week)
    drag(
        desk, card(desk, "Réparer un vélo"), desk.locator(".grid-room", has_text="Le grenier"), 1.5
    )

    expect(card(desk, "Réparer un vélo")).to_contain_text("10:30 am")
    assert column(desk, "Réparer un vélo") == "2"
    desk.reload()
    expect(card(desk, "Réparer un vélo")).to_contain_text("10:30 am")

    drag(desk, card(desk, "Réparer un vélo"), desk.locator("#tray-title"))
    expect(in_tray(desk, "Réparer un vélo")).to_be_visible()


def test_what_is_dropped_on_a_taken_room_goes_back_and_is_offered_what_is_free(
    desk: Page, week: OpenWeek
) -> None:
    propose(desk, week, "Tailler les rosiers", "06:00", "La verrière")
    propose(desk, week, "Greffer un pommier", "08:00", "La verrière")
    grid(desk, week)
    drag(desk, card(desk, "Greffer un pommier"), hours=-1.5)

    refusal = desk.locator("[data-refusal]")
    expect(refusal).to_contain_text("La verrière is already taken")
    expect(refusal).to_be_focused()
    expect(card(desk, "Greffer un pommier")).to_contain_text("8 am")
    refusal.get_by_role("button", name="Le grenier, at the same time").click()
    expect(card(desk, "Greffer un pommier")).to_contain_text("6:30 am")


def test_on_a_telephone_buttons_move_it(phone: Page, week: OpenWeek) -> None:
    propose(phone, week, "Filmer le quartier", "13:00")
    grid(phone, week)
    card(phone, "Filmer le quartier").get_by_role("button").tap()
    panel = phone.locator("#chosen")
    expect(panel).to_contain_text("Filmer le quartier")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    panel.get_by_role("button", name="15 min later").tap()
    expect(panel).to_contain_text("1:15 pm")
    panel.get_by_role("button", name="Room after").tap()
    expect(panel).to_contain_text("Le grenier")
    panel.get_by_role("button", name="It stays where it is").tap()
    expect(panel.get_by_role("button", name="It may be moved again")).to_be_visible()
    panel.get_by_role("button", name="Back to the tray").tap()
    expect(in_tray(phone, "Filmer le quartier")).to_be_visible()


def test_without_scripts_links_and_buttons_do_the_same(somebody: Opener, week: OpenWeek) -> None:
    page = somebody("paul-vial", locale="en-GB", viewport=PHONE, java_script_enabled=False)
    propose(page, week, "Lire à voix haute", "15:00")
    grid(page, week)

    card(page, "Lire à voix haute").get_by_role("link").click()
    page.locator("#chosen").get_by_role("button", name="15 min longer").click()

    expect(page.locator("#chosen")).to_contain_text("3 pm – 4:15 pm".replace(" pm", "\xa0pm"))


def test_what_starts_now_goes_on_longer_from_a_telephone(phone: Page, week: OpenWeek) -> None:
    phone.goto(week("programme/now/"))
    phone.locator("[name=title]").fill("Une fuite sous l’évier")
    phone.get_by_role("button", name="It starts now").last.tap()
    hours = phone.locator(".session-hours")
    before = hours.inner_text()

    phone.get_by_role("button", name=re.compile("^15 min longer")).tap()
    expect(phone.get_by_role("status").first).to_contain_text("It goes on")
    expect(hours).not_to_have_text(before)

    phone.goto(week("programme/"))
    line = phone.locator(".running-line", has_text="Une fuite sous l’évier")
    expect(line).to_be_visible()
    line.get_by_role("button", name="+30 min").tap()
    expect(phone.get_by_role("status").first).to_contain_text("It goes on")
    phone.goto(week("screen/"))
    expect(phone.locator("body")).to_contain_text("Une fuite sous l’évier")

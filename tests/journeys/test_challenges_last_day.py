"""The last day: postponed, closed before its hour, shown to the room, corrected, taken back."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opener, OpenWeek
from tests.journeys.server import Server
from tests.journeys.test_story import press, said, title

WITHIN_A_MINUTE_MS = 60_000
BECAUSE = "le pain n’est pas cuit"


def test_the_last_day_of_a_book(somebody: Opener, server: Server, week: OpenWeek) -> None:
    day = server.stage("last_day", seconds=3000, title="Le dernier soir", words="On a fini.")
    reader, writer, concierge = somebody(), somebody(), somebody("nadia-berthet")
    reader.goto(day["challenge"])
    expect(reader.get_by_role("timer")).to_contain_text("minutes")
    writer.goto(day["link"])
    writer.goto(day["texts"][0])
    expect(writer.locator("[data-countdown]").first).to_contain_text("minutes")

    _postpone(concierge, day, week)
    expect(reader.locator("#countdown")).to_contain_text(BECAUSE)
    expect(writer.locator(".countdown-postponed")).to_be_visible()
    expect(writer.locator("[data-countdown]").first).to_contain_text("jour")

    concierge.goto(f"{day['challenge']}close/")
    press(concierge, "Poser les plumes et publier")
    expect(said(concierge)).to_be_visible()
    expect(writer.locator("#writing-text")).to_have_attribute("contenteditable", "false")
    _show_to_the_room(reader, day)
    _correct(writer, day)

    concierge.goto(f"{day['book']}withdraw/")
    concierge.get_by_label("Pourquoi").fill("une photo sans accord")
    press(concierge, "Retirer ce livre")
    answer = reader.goto(day["book"])
    assert answer is not None
    assert answer.status == 410
    expect(reader.locator("#content")).to_contain_text("une photo sans accord")


def _postpone(page: Page, day: dict[str, Any], week: OpenWeek) -> None:
    page.goto(f"{day['challenge']}postpone/")
    page.get_by_label("Le jour où").fill(week.after)
    page.get_by_label("Pourquoi").fill(BECAUSE)
    press(page, "Reporter, et prévenir tout le monde")
    expect(said(page)).to_contain_text("reporté")


def _show_to_the_room(page: Page, day: dict[str, Any]) -> None:
    page.goto(f"{day['challenge']}ceremony/")
    book = page.locator(".ceremony-book")
    expect(book).to_have_count(1, timeout=WITHIN_A_MINUTE_MS)  # it comes by itself
    page.keyboard.press("ArrowRight")
    expect(book).to_have_attribute("data-shown", "")
    expect(book).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-ceremony]")).to_have_attribute("data-stage", "posters")


def _correct(page: Page, day: dict[str, Any]) -> None:
    page.goto(day["link"])
    press(page, "Corriger notre livre")
    page.goto(day["texts"][0])
    text = page.locator("#writing-text")
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Et bien fini.")
    expect(page.locator("[data-state-words]")).to_have_text("enregistré")
    page.goto(day["link"])
    press(page, "Publier le livre corrigé")
    page.get_by_role("dialog").get_by_role("button", name="Oui").click()
    expect(said(page)).to_be_visible()
    page.goto(day["book"])
    expect(page.locator(".book")).to_contain_text("Et bien fini.")
    expect(page.locator("#content")).to_contain_text(re.compile("Édition 2"))
    page.goto(f"{day['book']}editions/1/")
    expect(page.locator(".book")).not_to_contain_text("Et bien fini.")
    expect(title(page)).to_be_visible()

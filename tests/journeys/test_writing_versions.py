"""The history of a text: named, compared, put back, and whose words they are."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opener
from tests.journeys.server import Server
from tests.journeys.sight import NARROW, faults_of, unfold


@pytest.fixture
def chapter(server: Server, opening: dict[str, Any]) -> dict[str, Any]:
    """The text of a team of its own, with the team's link."""
    made = dict(server.stage("team", name="Les archivistes"))
    return {"link": made["link"], "text": made["texts"][1]}


def open_text(page: Page, chapter: dict[str, Any]) -> None:
    page.goto(chapter["link"])
    page.goto(chapter["text"])
    expect(page.locator("#writing-text")).to_have_attribute("contenteditable", "true")


def saved(page: Page) -> None:
    expect(page.locator("[data-state='saved']")).to_be_visible()


def go(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("main h1")).to_be_visible()


def title_then(page: Page, title: str, words: str) -> None:
    page.keyboard.type(f"## {title}")
    page.keyboard.press("Enter")
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def test_two_write_and_one_passage_comes_back(somebody: Opener, chapter: dict[str, Any]) -> None:
    lucie, jo = somebody("lucie-nguyen"), somebody("jo-marchetti")
    for page in (lucie, jo):
        open_text(page, chapter)
    lucie.locator("#writing-text").click()
    title_then(lucie, "Le jardin", "Un figuier pousse contre le mur.")
    title_then(lucie, "La cour", "On y mange la soupe le lundi.")
    saved(lucie)

    # Lucie gives that state a name.
    history = f"{chapter['text']}history/"
    go(lucie, history)
    lucie.locator(".version-keep button").click()
    expect(lucie.locator(".version-keep .field-error")).not_to_be_empty()
    lucie.locator(".version-keep input[name=name]").fill("Avant la coupe")
    lucie.locator(".version-keep button").click()
    expect(lucie.locator(".version-named strong")).to_have_text("Avant la coupe")

    # Jo changes both passages, at the same time as Lucie adds a word.
    first = jo.locator("#writing-text p", has_text="figuier")
    expect(first).to_be_visible()
    first.click()
    jo.keyboard.press("End")
    jo.keyboard.press("Shift+Home")
    jo.keyboard.type("Plus rien ne pousse contre le mur.")
    second = jo.locator("#writing-text p", has_text="soupe")
    second.click()
    jo.keyboard.press("End")
    jo.keyboard.type(" Et le pain.")
    saved(jo)

    # What has changed is told with the name of whose hand it was.
    go(lucie, history)
    lucie.locator(".version-named a").nth(1).click()
    changes = lucie.locator(".version-changes")
    expect(changes.locator("del[title='Jo Marchetti']").first).to_contain_text("Un figuier")
    expect(changes.locator("ins[title='Jo Marchetti']").last).to_contain_text("Et le pain")
    expect(changes.locator(".hand-name").first).to_have_text("Jo Marchetti")
    unfold(lucie)
    assert faults_of(lucie) == []

    # One passage comes back, by keyboard; the other one, and what Jo types meanwhile, stays.
    jo.keyboard.type(" Et le fromage.")
    saved(jo)
    button = changes.locator(".version-part button", has_text="Le jardin")
    button.focus()
    lucie.keyboard.press("Enter")
    expect(lucie.locator("[role=status], .messages, .notice").first).to_be_visible()
    words = jo.locator("#writing-text")
    expect(words).to_contain_text("Un figuier pousse contre le mur.")
    expect(words).not_to_contain_text("Plus rien")
    expect(words).to_contain_text("On y mange la soupe le lundi. Et le pain. Et le fromage.")

    whose_words_by_telephone(somebody, chapter)
    back_in_time_without_script(somebody, chapter)


def whose_words_by_telephone(somebody: Opener, chapter: dict[str, Any]) -> None:
    """Lucie's words are hers again, whoever put them back."""
    phone = somebody("lucie-nguyen", viewport={"width": NARROW, "height": 800})
    phone.goto(chapter["link"])
    go(phone, f"{chapter['text']}history/version/?hands=on")
    fig_tree = phone.locator(".writing-reading .hand", has_text="figuier")
    expect(fig_tree).to_have_attribute("title", "Lucie Nguyen")
    expect(phone.locator(".hand-legend")).to_contain_text("Jo Marchetti")
    phone.locator(".hand-legend a", has_text="Jo Marchetti").click()
    expect(phone.locator(".hand-legend [aria-current]")).to_have_text("Jo Marchetti")
    assert phone.evaluate("document.documentElement.scrollWidth") <= NARROW
    assert faults_of(phone) == []


def back_in_time_without_script(somebody: Opener, chapter: dict[str, Any]) -> None:
    plain = somebody("lucie-nguyen", java_script_enabled=False)
    plain.goto(chapter["link"])
    go(plain, f"{chapter['text']}history/version/")
    plain.locator("a[rel=prev]").click()
    expect(plain.locator("main h1")).to_be_visible()
    go(plain, f"{chapter['text']}history/")
    plain.locator(".version-days a[href*='mark=0']").click()
    expect(plain.locator(".writing-reading")).not_to_contain_text("figuier")


def test_who_would_go_chooses_what_becomes_of_their_name(somebody: Opener) -> None:
    leaving = somebody("odette-chazelle")
    go(leaving, "/account/")
    assert faults_of(leaving) == []
    leaving.locator("a[href='/account/delete/']").click()
    leaving.locator("form.poster button").click()
    expect(leaving.locator(".field-error").first).not_to_be_empty()
    assert faults_of(leaving) == []

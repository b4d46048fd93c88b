"""Somebody comes alone, and ends up writing with others; one of them without a mouse."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opener
from tests.journeys.test_accessibility import tab_to
from tests.journeys.test_story import press, said, title


def test_who_comes_alone_has_a_team_and_takes_a_chapter(
    somebody: Opener, shelf: dict[str, Any]
) -> None:
    seeker = _comes_alone_with_the_keyboard(somebody(), shelf["school"])
    own_page = seeker.url

    concierge = somebody("nadia-berthet")
    concierge.goto(f"{shelf['school']}composing/")
    expect(concierge.locator(".composed-people").first).to_be_visible()
    press(concierge, "Former ces équipes")
    expect(said(concierge)).to_be_visible()

    # The page of who waits says so by itself.
    expect(title(seeker)).to_have_text("Zélie, vous avez une équipe")
    assert seeker.url == own_page
    press(seeker, "Aller à mon équipe et à son livre")
    expect(seeker.get_by_role("heading", name="Les chapitres")).to_be_visible()

    # Their own link is an invitation: somebody without an account opens it and says who they are.
    other = somebody(viewport={"width": 390, "height": 844})
    other.goto(seeker.get_by_label("Le lien de l’équipe", exact=True).input_value())
    other.locator(".who-other summary").click()
    other.locator("#who").get_by_label("Votre nom").fill("Ulysse")
    press(other, "Rejoindre l’équipe")
    expect(other.locator("#who")).to_have_count(0)
    line = other.locator(".chapter-line").first
    line.get_by_role("button", name="Je prends ce chapitre").click()
    expect(other.locator(".chapter-line").first.locator(".chapter-takers")).to_contain_text(
        "Ulysse"
    )
    questions = other.locator(".questions").first
    questions.locator("summary").click()
    questions.locator(".question").first.get_by_role("button", name="C’est réglé").click()
    expect(other.locator(".question-answered")).to_have_count(1)

    seeker.reload()
    expect(seeker.locator(".chapter-line").first).to_contain_text("Ulysse")


def _comes_alone_with_the_keyboard(page: Page, school: str) -> Page:
    page.goto(f"{school}sign-up/")
    tab_to(page, page.get_by_role("link", name="Je viens sans équipe"))
    page.keyboard.press("Enter")
    name = page.get_by_label("Votre nom")
    tab_to(page, name)
    page.keyboard.type("Zélie")
    tab_to(page, page.get_by_label("relit"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Chercher une équipe"))
    page.keyboard.press("Enter")
    expect(title(page)).to_have_text("Zélie, on vous attend")
    return page

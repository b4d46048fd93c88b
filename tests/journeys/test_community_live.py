"""The virtual place: what one does is seen by the others, who reload nothing and lose nothing."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Opener, eventually

SOON_MS = 2_000
HERE, WALL = "/le-preau/here/", "/le-preau/wall/"


def press(page: Page | Locator, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def listening(page: Page, address: str) -> Page:
    """Open a page, and wait until it hears."""
    with page.expect_response(re.compile("/le-preau/stream/"), timeout=10_000):
        page.goto(address)
    # Whoever reloads it would lose this.
    page.evaluate("window.isTheSame = true")
    return page


def is_the_same(page: Page) -> bool:
    return bool(page.evaluate("window.isTheSame === true"))


def test_who_is_here_is_seen_by_all_without_reloading(somebody: Opener) -> None:
    outside = listening(somebody(), HERE)
    paul = somebody("paul-vial")
    paul.goto(HERE)
    paul.get_by_label(re.compile("^Sur quoi")).fill("le budget du jardin")

    press(paul, "Je suis là, sur place")
    line = outside.locator("#who-is-here li", has_text="le budget du jardin")
    expect(line).to_contain_text("Parle volontiers", timeout=SOON_MS)
    expect(line).to_contain_text("Paul")
    expect(line).not_to_contain_text("Vial")

    press(paul, "Je ne suis plus disponible")
    expect(line).to_contain_text("Pas disponible", timeout=SOON_MS)
    press(paul, "Je m’en vais")
    expect(line).to_have_count(0, timeout=SOON_MS)
    assert is_the_same(outside)


def test_a_message_and_its_answer_appear_and_what_is_typed_stays(somebody: Opener) -> None:
    nadia = listening(somebody("nadia-berthet"), WALL)
    jo, lucie = somebody("jo-marchetti"), somebody("lucie-nguyen")
    jo.goto(WALL)
    jo.get_by_label("Votre message").fill("Qui a une **agrafeuse** ?")
    press(jo, "Écrire sur le mur")
    post = nadia.locator("#wall-posts > ul > li", has_text="agrafeuse")
    expect(post.locator("strong").first).to_have_text("agrafeuse", timeout=SOON_MS)

    # She has begun two things: a message of her own, and a reason in a part that changes.
    own = nadia.get_by_label("Votre message")
    own.fill("Pensez à l’assiette")
    expect(nadia.get_by_text("Brouillon gardé sur cet appareil.")).to_be_visible()
    post.get_by_text("Masquer", exact=True).first.click()
    reason = post.get_by_label(re.compile("^Pourquoi")).first
    reason.fill("Une raison que j’")

    lucie.goto(WALL)
    lucie.get_by_role("link", name=re.compile("^Répondre")).first.click()
    lucie.get_by_label("Votre message").fill("Moi, au bureau.")
    press(lucie, "Répondre")
    nadia.wait_for_timeout(1_500)
    expect(post).not_to_contain_text("Moi, au bureau.")
    expect(reason).to_be_focused()

    nadia.get_by_role("heading", level=1).click()
    own.focus()
    expect(post).to_contain_text("Moi, au bureau.", timeout=SOON_MS)
    expect(reason).to_have_value("Une raison que j’")
    expect(reason).to_be_visible()
    expect(own).to_have_value("Pensez à l’assiette")
    assert is_the_same(nadia)


def test_tabs_of_one_browser_share_one_stream(somebody: Opener) -> None:
    asked: list[str] = []
    first = somebody()
    first.context.on("request", lambda request: asked.append(request.url))
    streams = lambda: sum("/stream/" in url for url in asked)  # noqa: E731  what is counted
    listening(first, HERE)
    second = first.context.new_page()
    second.goto(HERE)
    second.wait_for_timeout(500)
    assert streams() == 1

    paul = somebody("paul-vial")
    paul.goto(HERE)
    press(paul, "Je suis là, à distance")
    for page in (first, second):
        line = page.locator("#who-is-here li", has_text="Paul")
        expect(line).to_contain_text("à distance", timeout=2 * SOON_MS)

    # The one that listened for both is closed: the other goes on.
    first.close()
    eventually(second, streams, 2)
    press(paul, "Je m’en vais")
    expect(second.locator("#who-is-here li", has_text="Paul")).to_have_count(0, timeout=SOON_MS)


def test_without_scripts_it_is_a_page_with_buttons(somebody: Opener) -> None:
    page = somebody(java_script_enabled=False)
    page.goto(HERE)
    page.get_by_role("link", name=re.compile("Je suis là, à distance")).click()
    page.get_by_label(re.compile("^Votre nom")).fill("Zélie")
    press(page, "Je suis là, à distance")
    expect(page.locator("#who-is-here")).to_contain_text("Zélie")
    press(page, "Je ne suis plus disponible")
    expect(page.locator("#here-me")).to_contain_text("Vous n’êtes pas disponible")
    press(page, "Je m’en vais")
    expect(page.locator("#who-is-here li", has_text="Zélie")).to_have_count(0)

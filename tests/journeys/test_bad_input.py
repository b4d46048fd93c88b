"""What people and machines send by mistake: nothing is lost, nothing is done twice."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.journeys.conftest import Opener, OpenWeek
from tests.journeys.server import Server

FIVE_MB = 5_000_000
LINE = "On apporte son vélo et on le répare ensemble, sans se presser.\n"
# All at once, as a paste does: a driver's typing takes a minute over it.
PASTE = """(field, [line, size]) => {
    field.value = line.repeat(size / line.length + 1).slice(0, size);
    field.dispatchEvent(new InputEvent("input", {inputType: "insertFromPaste", bubbles: true}));
}"""


def test_five_megabytes_are_refused_with_their_size_and_kept(
    somebody: Opener, week: OpenWeek
) -> None:
    page = somebody()
    page.goto(week("programme/propose/"))
    page.get_by_label("Titre").fill("Un roman entier")
    page.get_by_text("Plus : description").click()
    description = page.locator("textarea[name=description]")
    description.evaluate(PASTE, [LINE, FIVE_MB])
    page.get_by_role("button", name="Proposer ce moment").click()
    refused = page.locator(".field-count.field-error")
    expect(refused).to_contain_text(re.compile(r"5\s000\s000 caractères"))
    expect(refused).to_contain_text("Rien n’a été coupé")
    expect(page.locator(".draft-word")).to_contain_text("Brouillon gardé")
    page.reload()
    expect(page.get_by_label("Titre")).to_have_value("Un roman entier")
    assert description.evaluate("each => each.value.length") == FIVE_MB
    page.goto(week("programme/?day=all"))
    expect(page.locator("#content")).not_to_contain_text("Un roman entier")


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no scripts"])
def test_pressing_twice_and_going_back_registers_once(
    somebody: Opener, week: OpenWeek, *, has_scripts: bool
) -> None:
    name = f"Deuxfois{'Avec' if has_scripts else 'Sans'}"
    page = somebody(java_script_enabled=has_scripts)
    page.goto(week("visit/"))
    page.get_by_label("Votre nom").fill(name)
    page.get_by_role("button", name="Je viens").dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("C’est noté")
    page.go_back()
    page.get_by_label("Votre nom").fill(name)
    page.get_by_role("button", name="Je viens").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("C’est noté")

    desk = somebody("nadia-berthet")
    desk.goto(week(f"welcome/?{urlencode({'q': name})}"))
    found = desk.locator("section", has_text="Trouvé pour")
    expect(found.locator(".guest")).to_have_count(1)


@pytest.mark.parametrize(
    ("locale", "words", "home"),
    [
        ("fr-FR", "Il n’y a pas de porte ici", "Aller à l’accueil"),
        ("en-GB", "There is no door here", "Go to the home page"),
    ],
)
def test_an_unknown_address_is_a_helpful_page(
    somebody: Opener, week: OpenWeek, locale: str, words: str, home: str
) -> None:
    page = somebody(locale=locale)
    for address in ("/nowhere/", week("programme/inconnu/"), "/le-preau/inconnue/visit/"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404
        expect(page.get_by_role("heading", level=1)).to_have_text(words)
        expect(page.locator(".page-head .logo")).to_be_visible()
    page.get_by_role("link", name=home).click()
    expect(page).to_have_url(re.compile("/$"))


def is_hung_up(line: ClientConnection) -> bool:
    """After what was on its way to us before."""
    try:
        for _ in range(100):
            line.recv(timeout=10)
    except ConnectionClosed:
        return True
    return False


def ticket(page: Page, text: str) -> str:
    return str(page.request.get(f"{text}ticket/").json()["ticket"])


@pytest.mark.parametrize("garbage", [b"\xff" * 40, b"", b"\x00\x07\x80", "mots"], ids=str)
def test_garbage_on_the_live_line_harms_nobody_else(
    somebody: Opener, server: Server, team: dict[str, Any], garbage: bytes | str
) -> None:
    writer = somebody()
    writer.goto(team["link"])
    text = team["texts"][2]
    writer.goto(text)
    expect(writer.locator("#writing-text")).to_have_attribute("contenteditable", "true")

    live = f"ws://127.0.0.1:{server.port}/live/{text.split('/')[2]}"
    with connect(f"{live}?{urlencode({'ticket': ticket(writer, text)})}", proxy=None) as line:
        line.send(garbage)
        assert is_hung_up(line)

    writer.locator("#writing-text").click()
    writer.keyboard.type("Toujours là. ")
    expect(writer.locator("[data-state-words]")).to_have_text("enregistré")
    expect(writer.locator("#writing-text")).to_contain_text("Toujours là.")

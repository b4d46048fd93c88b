"""The plug is pulled while somebody writes: what was said to be saved is there."""

from typing import Any

from playwright.sync_api import expect

from tests.journeys.conftest import Opener, eventually
from tests.journeys.server import Server

SERVING_AGAIN_SECONDS = 10


def test_what_was_said_to_be_saved_survives_the_plug(
    somebody: Opener, server: Server, opening: dict[str, Any]
) -> None:
    team = server.stage("team", name="Ceux de la panne")
    page = somebody()
    page.goto(team["link"])
    page.goto(team["texts"][0])
    text, state = page.locator("#writing-text"), page.locator("[data-state-words]")
    text.click()
    page.keyboard.type("Ceci est enregistré.")
    expect(state).to_have_text("enregistré")
    page.keyboard.type(" Ceci est tapé")
    server.kill()
    page.keyboard.type(" pendant la panne.")
    expect(state).to_have_text("hors ligne, gardé sur cet appareil")
    context = page.context
    page.close()

    assert server.start() <= SERVING_AGAIN_SECONDS
    reader = somebody()
    reader.goto(team["link"])
    reader.goto(team["texts"][0])
    read = reader.locator("#writing-text")
    eventually(reader, lambda: read.inner_text().count("Ceci est enregistré."), 1)

    # The browser that was writing kept the rest, and brings it, once.
    back = context.new_page()
    back.goto(team["texts"][0])
    expect(back.locator("[data-state-words]")).to_have_text("enregistré")
    whole = "Ceci est enregistré. Ceci est tapé pendant la panne."
    eventually(reader, lambda: read.inner_text().count(whole), 1)
    assert read.inner_text().count("Ceci est") == 2

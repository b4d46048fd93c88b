"""All that a chapter may hold, put there by mouse, by keyboard, by thumb and from elsewhere."""

import json
import wave
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Opener, eventually
from tests.journeys.server import PICTURE, Server
from tests.journeys.sight import faults_of

CLIPBOARD = Path(__file__).parent / "clipboard"
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}
NBSP = "\u00a0"

Chapter = Callable[..., Page]

pytestmark = pytest.mark.usefixtures("opening")


@pytest.fixture
def chapter(somebody: Opener, server: Server) -> Chapter:
    """Each opens the first chapter of a team made for this test."""
    made = server.stage("team", name=f"Les essais {uuid4().hex[:6]}")

    def opened(handle: str = "", **options: Any) -> Page:
        page = somebody(handle, **options)
        page.goto(made["link"])
        page.goto(made["texts"][0])
        expect(text(page)).to_have_attribute("contenteditable", "true")
        expect(state(page)).to_have_text("enregistré")
        return page

    return opened


def text(page: Page) -> Locator:
    return page.locator("#writing-text")


def state(page: Page) -> Locator:
    return page.locator("[data-state-words]")


def kind(page: Page) -> Locator:
    return page.get_by_label("Sorte de paragraphe")


def add(page: Page, name: str) -> None:
    page.get_by_role("button", name="Ajouter", exact=True).click()
    page.get_by_role("menuitem", name=name, exact=True).click()


def add_file(page: Page, name: str, file: Path, words: str, caption: str) -> None:
    with page.expect_file_chooser() as chooser:
        add(page, name)
    chooser.value.set_files(file)
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("mots").fill(words)
    dialog.get_by_label("Légende").fill(caption)
    dialog.get_by_role("button", name="Mettre dans le texte").click()
    expect(dialog).to_be_hidden()


def of_the_table(page: Page, name: str) -> None:
    page.get_by_role("button", name="Tableau", exact=True).click()
    page.get_by_role("menuitem", name=name, exact=True).click()


def paste(page: Page, *, html: str = "", plain: str = "à lire") -> None:
    """What a browser does with a clipboard that another program has filled."""
    text(page).evaluate(
        """(each, [html, plain]) => {
            const clipboard = new DataTransfer();
            if (html) clipboard.setData("text/html", html);
            clipboard.setData("text/plain", plain);
            each.dispatchEvent(new ClipboardEvent(
                "paste", {clipboardData: clipboard, bubbles: true, cancelable: true}));
        }""",
        [html, plain],
    )


def copied_from(program: str) -> str:
    return (CLIPBOARD / f"{program}.html").read_text(encoding="utf-8")


def read(page: Page) -> list[Any]:
    """The text as a short tree: what each thing is, then what is in it."""
    return list(text(page).evaluate(SHORT))


def same_for_both(one: Page, other: Page) -> None:
    eventually(one, lambda: read(one) == read(other), wanted=True)


SHORT = """root => {
    const names = {P: "p", H2: "h2", H3: "h3", H4: "h4", UL: "ul", OL: "ol", LI: "li",
        TABLE: "table", TR: "tr", TD: "td", TH: "th", STRONG: "b", EM: "i", A: "a", SUP: "note"};
    const inside = node => [...node.childNodes].flatMap(short);
    const short = node => {
        if (node.nodeType === 3) {
            const words = node.data.replaceAll("\\u2060", "");
            return words ? [words] : [];
        }
        if (node.matches(".writing-caret, label, img, br, .callout-kind")) return [];
        if (node.matches("sup")) return [["note", node.title]];
        const name = names[node.tagName];
        return name ? [[name, ...inside(node)]] : inside(node);
    };
    return inside(root);
}"""


# --- A chapter by two -----------------------------------------------------------------------


def test_two_put_all_that_a_chapter_may_hold_and_both_see_it(chapter: Chapter) -> None:
    lucie, jo = chapter("lucie-nguyen"), chapter("jo-marchetti")

    text(lucie).click()
    add(lucie, "Tableau")
    for words in ("Jour", "Qui", "Où", "Mardi", "Camille"):
        lucie.keyboard.type(words)
        lucie.keyboard.press("Tab")
    of_the_table(lucie, "Retirer cette colonne")
    of_the_table(lucie, "Ajouter une ligne au-dessous")
    rows = text(jo).locator("tr")
    expect(rows).to_have_count(4)
    expect(rows.nth(0).locator("th")).to_have_text(["Jour", "Qui"])
    expect(rows.nth(1).locator("td")).to_have_text(["Mardi", "Camille"])

    of_the_table(lucie, "Continuer au-dessous")
    lucie.keyboard.type("La clé est chez la voisine")
    add(lucie, "Note de bas de page")
    lucie.get_by_label("Ce que dit la note").fill("Sauf le jeudi.")
    lucie.get_by_role("button", name="Garder la note").click()
    lucie.keyboard.type(".")
    note = text(jo).locator("sup")
    expect(note).to_have_attribute("title", "Sauf le jeudi.")
    same_for_both(lucie, jo)
    # Its words are changed by the other of the two.
    note.click()
    jo.get_by_label("Ce que dit la note").fill("Sauf le lundi.")
    jo.get_by_role("button", name="Garder la note").click()
    expect(text(lucie).locator("sup")).to_have_attribute("title", "Sauf le lundi.")


def test_two_make_a_box_a_checklist_and_a_figure_and_both_see_them(chapter: Chapter) -> None:
    lucie, jo = chapter("lucie-nguyen"), chapter("jo-marchetti")
    text(jo).click()
    jo.keyboard.type("Fermez le portail.")
    add(jo, "Encadré")
    jo.get_by_role("button", name="Encadré", exact=True).click()
    jo.get_by_role("menuitemradio", name="Attention").click()
    expect(text(lucie).locator(".callout")).to_contain_text("AttentionFermez le portail.")
    jo.keyboard.press("End")
    jo.keyboard.press("Enter")
    jo.keyboard.press("Enter")  # out of the box
    kind(jo).select_option(label="Liste à cocher")
    jo.keyboard.type("balayer")
    jo.keyboard.press("Enter")
    jo.keyboard.type("éteindre")
    jo.keyboard.press("Control+Enter")
    boxes = text(lucie).get_by_role("checkbox")
    expect(boxes).to_have_count(2)
    expect(boxes.nth(1)).to_be_checked()
    boxes.nth(0).click()
    expect(text(jo).get_by_role("checkbox", name="fait : balayer")).to_be_checked()

    jo.keyboard.press("Enter")
    jo.keyboard.press("Enter")
    add_file(jo, "Image", PICTURE, "Un établi sous une fenêtre", "L’atelier, en mars")
    figure = text(lucie).locator("figure")
    expect(figure.get_by_role("img", name="Un établi sous une fenêtre")).to_be_visible()
    expect(figure.locator("figcaption")).to_have_text("L’atelier, en mars")

    for page in (lucie, jo):
        expect(state(page)).to_have_text("enregistré")
        assert faults_of(page) == []
    written = read(lucie)
    lucie.reload()
    eventually(lucie, partial(read, lucie), written)


def test_a_sound_says_what_is_heard_and_plays_by_itself_never(
    chapter: Chapter, tmp_path: Path
) -> None:
    sound = tmp_path / "cloche.wav"
    with wave.open(str(sound), "wb") as written:
        written.setparams((1, 2, 8000, 8000, "NONE", ""))
        written.writeframes(bytes(16_000))
    page = chapter()
    text(page).click()
    with page.expect_file_chooser() as chooser:
        add(page, "Son")
    chooser.value.set_files(sound)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Mettre dans le texte").click()
    expect(dialog).to_contain_text("Dites en mots ce qu’on entend.")
    dialog.get_by_label("En mots").fill("La cloche de l’école.")
    assert faults_of(page) == []
    dialog.get_by_role("button", name="Mettre dans le texte").click()

    player = text(page).locator("audio")
    expect(player).to_have_attribute("aria-label", "Son")
    assert player.evaluate("each => [each.controls, each.autoplay, each.preload]") == [
        True, False, "metadata",
    ]  # fmt: skip
    expect(text(page).locator("figure")).to_contain_text("La cloche de l’école.")
    text(page).locator("figure").locator("p").dblclick()
    dialog.get_by_label("Légende").fill("À midi")
    dialog.get_by_role("button", name="Garder ces mots").click()
    expect(text(page).locator("figcaption")).to_have_text("À midi")


def test_a_row_and_a_column_added_at_once_leave_both_with_the_same_table(
    chapter: Chapter,
) -> None:
    lucie, jo = chapter("lucie-nguyen"), chapter("jo-marchetti")
    text(lucie).click()
    add(lucie, "Tableau")
    expect(text(jo).locator("tr")).to_have_count(3)
    text(jo).locator("td").first.click()
    for page, name in ((lucie, "Ajouter une colonne après"), (jo, "Ajouter une ligne au-dessous")):
        page.get_by_role("button", name="Tableau", exact=True).click()
        page.get_by_role("menuitem", name=name).focus()
    press = "document.activeElement.click()"
    lucie.evaluate(press)
    jo.evaluate(press)
    for page in (lucie, jo):
        expect(text(page).locator("tr")).to_have_count(4)
        expect(text(page).locator("tr").first.locator("th")).to_have_count(4)
        expect(state(page)).to_have_text("enregistré")
    same_for_both(lucie, jo)
    # Who works on it next mends the missing cell, once.
    text(jo).locator("td").first.click()
    of_the_table(jo, "Ajouter une ligne au-dessous")
    for page in (lucie, jo):
        for row in range(5):
            expect(text(page).locator("tr").nth(row).locator("td, th")).to_have_count(4)


# --- From other programs --------------------------------------------------------------------


def test_pasting_from_word_keeps_what_it_says_and_not_how_it_looked(chapter: Chapter) -> None:
    page = chapter()
    text(page).click()
    paste(page, html=copied_from("word"))
    assert read(page) == [
        ["h2", "La clé du préau"],
        ["p", f"Qui la tient{NBSP}? ", ["b", "La voisine"], f", dit-on «{NBSP}",
         ["i", "depuis toujours"], f"{NBSP}», et le boulanger",
         ["note", "Il la rend chaque soir."], "."],
        ["h3", "Ce qu’il faut"],
        ["ul", ["li", ["p", "un trousseau"], ["ul", ["li", ["p", "la grande clé"]]]],
         ["li", ["p", "de la patience"]]],
        ["ol", ["li", ["p", f"On ouvre à 9{NBSP}h"]], ["li", ["p", "On voit"]]],
        ["table", ["tr", ["td", ["p", ["b", "Jour"]]], ["td", ["p", ["b", "Qui"]]]],
         ["tr", ["td", ["p", "Mardi"]], ["td", ["p"]]]],
    ]  # fmt: skip
    assert text(page).locator("ol").get_attribute("start") == "3"
    assert text(page).locator("[style*=font], [style*=color], font, [class^=Mso]").count() == 0
    expect(page.locator("[data-notices]")).to_contain_text("images de ce que vous avez collé")


def test_pasting_from_word_in_the_browser_makes_one_list_of_many(chapter: Chapter) -> None:
    page = chapter()
    text(page).click()
    paste(page, html=copied_from("word_online"))
    assert read(page) == [
        ["h2", "Le jardin"],
        ["ul", ["li", ["p", "une bêche"], ["ul", ["li", ["p", ["b", "à dents"]]]]],
         ["li", ["p", "de l’eau"]]],
    ]  # fmt: skip


def test_pasting_from_google_docs_makes_lists_of_its_lists_and_boxes(chapter: Chapter) -> None:
    page = chapter()
    text(page).click()
    paste(page, html=copied_from("google_docs"))
    assert read(page) == [
        ["h2", "Le marché"],
        ["p", "Tout le monde y ", ["b", "passe"], ", ", ["i", "même tard"], " : ",
         ["a", "voir la page"]],
        ["ul", ["li", ["p", "des légumes"], ["ul", ["li", ["p", "des courges"]]]],
         ["li", ["p", "du pain"]]],
        ["ul", ["li", ["p", "payer la place"]], ["li", ["p", "prévenir la mairie"]]],
    ]  # fmt: skip
    expect(text(page).locator("a")).to_have_attribute("href", "https://example.org/marche")
    expect(text(page).get_by_role("checkbox", checked=True)).to_have_count(1)


def test_pasting_from_libreoffice_brings_its_notes_along(chapter: Chapter) -> None:
    page = chapter()
    text(page).click()
    paste(page, html=copied_from("libreoffice"))
    assert read(page) == [
        ["h2", "Les gens"],
        ["p", "Ils viennent ", ["b", "à pied"], ", ", ["b", "souvent"], " de loin",
         ["note", "Du plateau."], "."],
        ["ol", ["li", ["p", "Lundi"]], ["li", ["p", "Mardi"], ["ul", ["li", ["p", "matin"]]]]],
    ]  # fmt: skip


def test_lists_that_nobody_closed_end_where_their_items_end(chapter: Chapter) -> None:
    page = chapter()
    text(page).click()
    paste(page, html=copied_from("unclosed"))
    small = ["ul", ["li", ["p", ["b", "une petite"]]], ["li", ["p", ["b", "une grande"]]]]
    assert read(page) == [
        ["p", "Avant"],
        ["ul", ["li", ["p", "un clou"]], ["li", ["p", "deux ", ["b", "vis"]], small],
         ["li", ["p", ["b", "trois"]], ["ol", ["li", ["p", ["b", "ouvrir"]]]]]],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("program", "rows"),
    [
        ("excel", [["Produit", "Prix", "Nombre"], ["Pommes", f"1 200,50{NBSP}€", "3"],
                   ["Une remarque qui déborde", "", ""]]),
        ("calc", [["Nom", "Ville"], ["Camille", "Feurs"]]),
        ("google_sheets", [["Jour", "Qui"], ["Mardi", "CamilleLucie"], ["", "=SOMME(A1)"]]),
    ],
)  # fmt: skip
def test_cells_of_a_spreadsheet_become_a_table(
    chapter: Chapter, program: str, rows: list[list[str]]
) -> None:
    page = chapter()
    text(page).click()
    paste(page, html=copied_from(program))
    found = text(page).locator("tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )  # fmt: skip
    assert found == rows


def test_plain_text_keeps_its_lists(chapter: Chapter) -> None:
    page = chapter()
    text(page).click()
    paste(page, plain="À prendre :\n- du pain\n- du sel\n\n1. ouvrir\n2. voir\n— Et toi ?")
    assert read(page) == [
        ["p", "À prendre :"],
        ["ul", ["li", ["p", "du pain"]], ["li", ["p", "du sel"]]],
        ["ol", ["li", ["p", "ouvrir"]], ["li", ["p", "voir"]]],
        ["p", "— Et toi ?"],
    ]


# --- By keyboard alone ----------------------------------------------------------------------


def test_a_chapter_is_made_with_the_keyboard_alone(chapter: Chapter) -> None:
    page = chapter()
    keys = page.keyboard
    text(page).focus()
    keys.press("Control+Alt+Digit1")
    expect(kind(page)).to_have_value("title")
    keys.type("Le marché")
    keys.press("Enter")
    keys.type("- du pain")
    keys.press("Enter")
    keys.press("Enter")

    # Alt and F10 to the tools; the menu goes by arrows and first letters.
    keys.press("Alt+F10")
    keys.press("ArrowRight")
    expect(page.get_by_role("button", name="Ajouter", exact=True)).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("menuitem", name="Image")).to_be_focused()
    keys.press("t")
    expect(page.get_by_role("menuitem", name="Tableau")).to_be_focused()
    keys.press("Enter")
    keys.type("un")
    keys.press("Tab")
    keys.type("deux")
    keys.press("Shift+Tab")
    expect(text(page)).to_be_focused()
    keys.press("Escape")  # the way out
    keys.type("Après le tableau")
    assert read(page) == [
        ["h2", "Le marché"],
        ["ul", ["li", ["p", "du pain"]]],
        ["table", ["tr", ["th", ["p", "un"]], ["th", ["p", "deux"]], ["th", ["p"]]],
         ["tr", ["td", ["p"]], ["td", ["p"]], ["td", ["p"]]],
         ["tr", ["td", ["p"]], ["td", ["p"]], ["td", ["p"]]]],
        ["p", "Après le tableau"],
    ]  # fmt: skip


def test_the_tools_are_used_with_the_keyboard_alone(chapter: Chapter) -> None:
    page = chapter()
    keys = page.keyboard
    text(page).focus()
    keys.type("Après le tableau")
    # Through the kinds by arrows, without leaving the tools.
    keys.press("Alt+F10")
    keys.press("Home")
    expect(kind(page)).to_be_focused()
    keys.press("ArrowDown")
    expect(kind(page)).to_be_focused()
    keys.press("Escape")
    expect(text(page)).to_be_focused()
    expect(text(page).locator("h2").last).to_have_text("Après le tableau")

    # A note is opened by Enter when it is chosen.
    keys.press("End")
    keys.press("Alt+F10")
    keys.press("ArrowRight")
    keys.press("ArrowDown")
    keys.press("n")
    keys.press("Enter")
    keys.type("Le jeudi.")
    keys.press("Tab")
    keys.press("Enter")
    expect(text(page).locator("sup")).to_have_attribute("title", "Le jeudi.")
    keys.press("Shift+ArrowLeft")
    assert json.dumps(read(page), ensure_ascii=False).count("Le jeudi.") == 1

    keys.press("Alt+F10")
    keys.press("End")
    expect(page.get_by_role("button", name="Clavier")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Écrire au clavier")
    assert faults_of(page) == []
    keys.press("Escape")
    expect(text(page)).to_be_focused()


# --- On a phone -----------------------------------------------------------------------------


def test_a_thumb_finds_everything_on_a_phone(chapter: Chapter) -> None:
    page = chapter(**PHONE)
    text(page).tap()
    page.keyboard.type("Le marché")
    kind(page).select_option(label="Titre")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Ajouter", exact=True).tap()
    menu = page.get_by_role("menu")
    seen = menu.bounding_box()
    assert seen
    assert seen["x"] >= 0
    assert seen["x"] + seen["width"] <= 390
    page.get_by_role("menuitem", name="Tableau").tap()
    page.keyboard.type("Jour")
    text(page).locator("td").first.tap()
    page.keyboard.type("Mardi")
    page.get_by_role("button", name="Tableau", exact=True).tap()
    page.get_by_role("menuitem", name="Continuer au-dessous").tap()
    kind(page).select_option(label="Liste à cocher")
    page.keyboard.type("balayer")
    box = text(page).get_by_role("checkbox")
    box.tap()
    expect(box).to_be_checked()
    size = box.bounding_box()
    assert size
    assert min(size["width"], size["height"]) >= 24
    too_small = page.get_by_role("toolbar").evaluate(
        """bar => [...bar.querySelectorAll("button, select")].filter(each => each.offsetParent)
            .filter(each => Math.min(each.offsetWidth, each.offsetHeight) < 44).length"""
    )
    assert too_small == 0
    assert read(page) == [
        ["h2", "Le marché"],
        ["table", ["tr", ["th", ["p", "Jour"]], ["th", ["p"]], ["th", ["p"]]],
         ["tr", ["td", ["p", "Mardi"]], ["td", ["p"]], ["td", ["p"]]],
         ["tr", ["td", ["p"]], ["td", ["p"]], ["td", ["p"]]]],
        ["ul", ["li", ["p", "balayer"]]],
    ]  # fmt: skip
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


# --- Who is here ----------------------------------------------------------------------------


def test_a_name_shows_while_its_caret_moves_and_arrivals_are_said_calmly(
    chapter: Chapter,
) -> None:
    lucie = chapter("lucie-nguyen")
    text(lucie).click()
    jo = chapter("jo-marchetti")
    said = lucie.locator("[data-said-people]")
    expect(said).to_have_text("Jo Marchetti est là.")
    text(jo).click()
    jo.keyboard.type("Bonjour")
    name = text(lucie).locator(".writing-caret-name")
    expect(name).to_have_text("Jo Marchetti")
    expect(name).to_be_visible()
    expect(name).to_be_hidden()  # at rest, out of the way of the words
    caret = text(lucie).locator(".writing-caret").bounding_box()
    assert caret
    lucie.mouse.move(caret["x"] + 2, caret["y"] + caret["height"] / 2)
    expect(name).to_be_visible()
    jo.context.close()
    expect(said).to_have_text("Jo Marchetti n’est plus là.")

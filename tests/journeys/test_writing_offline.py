"""Writing without a line: kept here, merged once; and what must not be merged by itself.

A page that is closed without a line cannot be opened again before there is one: the house has no
service worker, which would need https everywhere. A page that stays open, or sleeps, loses nothing,
and neither does one that was closed once it is opened with a line.
"""

import shutil
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from tests.journeys.conftest import Opener, eventually
from tests.journeys.proxy import Line
from tests.journeys.server import Server
from tests.journeys.sight import faults_of

OFFLINE = "hors ligne, gardé sur cet appareil"
SOON_MS = 12_000  # the longest pause between two tries, and the time to connect
MANY_BYTES = 3_000_000

pytestmark = pytest.mark.usefixtures("opening")


def text(page: Page) -> Locator:
    return page.locator("#writing-text")


def state(page: Page) -> Locator:
    return page.locator("[data-state-words]")


def notices(page: Page) -> Locator:
    return page.locator("[data-notices]")


def words_of(page: Page) -> list[str]:
    """Paragraph by paragraph, without the names that stand at the carets of others."""
    found = text(page).evaluate(
        """each => {
            const copy = each.cloneNode(true);
            copy.querySelectorAll(".writing-caret").forEach(caret => caret.remove());
            return [...copy.querySelectorAll("p")].map(p => p.textContent.replaceAll("\u2060", ""));
        }"""
    )
    return [words for words in found if words]


def sorted_words_of(page: Page) -> list[str]:
    """For words that two wrote in the same place, whose order is either's."""
    return sorted(words_of(page))


def type_below(page: Page, words: str) -> None:
    text(page).click()
    page.keyboard.press("Control+End")
    if words_of(page):
        page.keyboard.press("Enter")
    page.keyboard.type(words)


@pytest.fixture
def chapter(server: Server) -> Callable[[str], dict[str, Any]]:
    """A text of a team of its own."""
    return lambda name: dict(server.stage("team", name=name))


def opened(page: Page, team: dict[str, Any]) -> Page:
    page.goto(team["link"])
    page.goto(team["texts"][0])
    expect(text(page)).to_have_attribute("contenteditable", "true")
    return page


def test_tabs_without_a_line_hear_each_other_and_are_merged_once(
    somebody: Opener, server: Server, chapter: Callable[[str], dict[str, Any]]
) -> None:
    team = chapter("Ceux des onglets")
    with Line(server.port) as line:
        one = opened(somebody(base_url=line.url), team)
        near = opened(somebody(), team)
        two = one.context.new_page()
        two.goto(team["texts"][0])
        type_below(one, "Ensemble.")
        expect(text(two)).to_contain_text("Ensemble.")
        expect(near.locator("[data-people] li")).to_have_count(2)  # two tabs are one person

        line.cut()
        type_below(one, "Du premier.")
        expect(state(one)).to_have_text(OFFLINE)
        expect(text(two)).to_contain_text("Du premier.")
        type_below(two, "Du deuxième.")
        expect(text(one)).to_contain_text("Du deuxième.")
        expect(state(two)).to_have_text(OFFLINE)
        # A tab opened last, closed first: nothing hangs on it.
        one.close()
        line.mend()

        whole = ["Ensemble.", "Du premier.", "Du deuxième."]
        expect(state(two)).to_have_text("enregistré", timeout=SOON_MS)
        eventually(near, lambda: words_of(near), whole)
        two.reload()
        eventually(two, lambda: words_of(two), whole)


def test_a_server_put_back_to_an_older_state_offers_the_copy_to_its_author(
    somebody: Opener, server: Server, chapter: Callable[[str], dict[str, Any]], tmp_path: Path
) -> None:
    team = chapter("Ceux de la sauvegarde")
    log, backup = server.folder / "live.sqlite3", tmp_path / "live.sqlite3"
    page = opened(somebody(), team)
    type_below(page, "Lundi.")
    expect(state(page)).to_have_text("enregistré")
    server.stop()
    shutil.copy(log, backup)
    server.start()

    expect(state(page)).to_have_text("enregistré", timeout=SOON_MS)
    type_below(page, "Mardi.")
    expect(state(page)).to_have_text("enregistré")
    beside = page.context.new_page()
    beside.goto(team["texts"][0])
    eventually(beside, lambda: words_of(beside), ["Lundi.", "Mardi."])
    expect(state(beside)).to_have_text("enregistré")
    server.stop()
    type_below(page, "Mercredi, hors ligne.")
    expect(state(page)).to_have_text(OFFLINE)
    for leftover in log.parent.glob("live.sqlite3-*"):
        leftover.unlink()
    shutil.copy(backup, log)
    server.start()

    # The page begins anew from the text as it is; the copy waits beside it.
    offered = page.get_by_role("link", name="Regarder cette copie")
    expect(offered).to_be_visible(timeout=30_000)
    expect(state(page)).to_have_text("enregistré")
    for tab in (page, beside):
        eventually(tab, partial(words_of, tab), ["Lundi."], seconds=30)
        expect(state(tab)).to_have_text("enregistré")
    expect(offered).to_have_count(1)
    reader = opened(somebody(), team)
    assert words_of(reader) == ["Lundi."]
    expect(reader.get_by_role("link", name="Regarder cette copie")).to_have_count(0)

    type_below(reader, "Un autre mardi.")
    expect(state(reader)).to_have_text("enregistré")
    offered.click()
    expect(page.locator("ins")).to_have_text(["Mardi.", "Mercredi, hors ligne."])
    assert faults_of(page) == []
    page.get_by_role("button", name="Reprendre dans le texte").click()
    expect(text(page)).to_contain_text("Mercredi, hors ligne.")
    whole = ["Lundi.", "Mardi.", "Mercredi, hors ligne.", "Un autre mardi."]
    for each in (page, reader):
        eventually(each, partial(sorted_words_of, each), sorted(whole))
    expect(offered).to_have_count(0)


def test_what_came_after_the_end_waits_beside_the_book(
    somebody: Opener, server: Server, chapter: Callable[[str], dict[str, Any]]
) -> None:
    team = chapter("Ceux du retard")
    with Line(server.port) as line:
        page = opened(somebody(base_url=line.url), team)
        type_below(page, "À temps.")
        expect(state(page)).to_have_text("enregistré")
        line.cut()
        type_below(page, "Trop tard.")
        expect(state(page)).to_have_text(OFFLINE)
        server.stage("pens_down", text=team["texts"][0])
        line.mend()

        offered = page.get_by_role("link", name="Regarder cette copie")
        expect(offered).to_be_visible(timeout=SOON_MS)
        expect(notices(page)).to_contain_text("ils ne sont pas dans le livre")
        expect(text(page)).to_have_attribute("contenteditable", "false")
        assert faults_of(page) == []
        offered.click()
        expect(page.locator("ins")).to_have_text(["Trop tard."])
        expect(page.get_by_role("button", name="Reprendre dans le texte")).to_have_count(0)
        page.get_by_role("button", name="Laisser de côté").click()
        expect(page.locator("main")).to_contain_text("Cette copie a été laissée de côté")
        page.get_by_role("button", name="Poser de nouveau la question").click()
        expect(page.get_by_role("button", name="Laisser de côté")).to_be_visible()


def test_a_browser_that_comes_back_long_after_the_end_hands_its_words_over_once(
    somebody: Opener, server: Server, chapter: Callable[[str], dict[str, Any]]
) -> None:
    team = chapter("Ceux de bien plus tard")
    with Line(server.port) as line:
        page = opened(somebody(base_url=line.url), team)
        type_below(page, "À temps.")
        expect(state(page)).to_have_text("enregistré")
        line.cut()
        type_below(page, "Resté dans ce navigateur.")
        expect(state(page)).to_have_text(OFFLINE)
        context = page.context
        page.close()
        server.stage("pens_down", text=team["texts"][0])
        line.mend()

        later = context.new_page()
        later.goto(team["texts"][0])
        expect(notices(later)).to_contain_text("ils ne sont pas dans le livre")
        later.reload()
        expect(later.get_by_role("link", name="Regarder cette copie")).to_have_count(1)
        expect(later.locator("[data-reading]")).not_to_contain_text("Resté dans ce navigateur.")
        assert faults_of(later) == []
        later.get_by_role("link", name="Regarder cette copie").click()
        expect(later.locator("ins")).to_have_text(["Resté dans ce navigateur."])


def test_hours_of_writing_without_a_line_go_through(
    somebody: Opener, server: Server, chapter: Callable[[str], dict[str, Any]]
) -> None:
    team = chapter("Ceux du train")
    with Line(server.port) as line:
        page = opened(somebody(base_url=line.url), team)
        type_below(page, "Au départ.")
        expect(state(page)).to_have_text("enregistré")
        line.cut()
        paste = """words => {
            const data = new DataTransfer();
            data.setData("text/plain", words);
            const options = {clipboardData: data, bubbles: true, cancelable: true};
            const paste = new ClipboardEvent("paste", options);
            document.querySelector("#writing-text").dispatchEvent(paste);
        }"""
        piece = "\n\n".join(["Été à côté, là-bas… " * 50] * 150)
        times = MANY_BYTES // len(piece.encode()) + 1
        for _ in range(times):
            page.evaluate(paste, f"\n\n{piece}")
        expect(state(page)).to_have_text(OFFLINE)
        line.mend()
        expect(state(page)).to_have_text("enregistré", timeout=60_000)
        length = sum(map(len, words_of(page)))
        assert length > times * 149_000

        reader = opened(somebody(), team)
        eventually(reader, lambda: sum(map(len, words_of(reader))), length, seconds=60)


def test_a_laptop_that_slept_twelve_hours_doubles_nothing(
    somebody: Opener, server: Server, chapter: Callable[[str], dict[str, Any]]
) -> None:
    team = chapter("Ceux de la nuit")
    with Line(server.port) as line:
        page = somebody(base_url=line.url)
        page.clock.install()
        opened(page, team)
        near = opened(somebody(), team)
        type_below(page, "Le soir.")
        expect(state(page)).to_have_text("enregistré")
        eventually(near, lambda: words_of(near), ["Le soir."])
        line.fall_silent()  # the lid is shut: nobody says so
        type_below(page, "Dans la nuit.")
        type_below(near, "Le matin.")
        expect(state(near)).to_have_text("enregistré")
        line.mend()
        page.clock.fast_forward("12:00:00")

        expect(state(page)).to_have_text("enregistré", timeout=SOON_MS)
        whole = ["Dans la nuit.", "Le matin.", "Le soir."]
        for each in (page, near):
            eventually(each, partial(sorted_words_of, each), whole)


def test_a_line_that_dies_without_a_word_is_noticed_and_left(
    somebody: Opener, server: Server, chapter: Callable[[str], dict[str, Any]]
) -> None:
    team = chapter("Ceux du tunnel")
    with Line(server.port) as line:
        page = opened(somebody(base_url=line.url, viewport={"width": 390, "height": 844}), team)
        type_below(page, "Avant le tunnel.")
        expect(state(page)).to_have_text("enregistré")
        line.fall_silent()
        type_below(page, "Dans le tunnel.")
        expect(state(page)).to_have_text("enregistrement… la connexion est lente")
        expect(state(page)).to_have_text(OFFLINE, timeout=14_000)
        line.mend()
        expect(state(page)).to_have_text("enregistré", timeout=SOON_MS)
        near = opened(somebody(), team)
        eventually(near, lambda: words_of(near), ["Avant le tunnel.", "Dans le tunnel."])


NO_STORAGE = "Object.defineProperty(window, 'indexedDB', {get: () => { throw new Error('off'); }})"
FULL = """
    const put = IDBObjectStore.prototype.add;
    IDBObjectStore.prototype.add = function (...given) {
        if (window.isFull) throw new DOMException("full", "QuotaExceededError");
        return put.apply(this, given);
    };
"""


def test_a_device_that_keeps_nothing_warns_before_more_is_typed(
    somebody: Opener, server: Server, chapter: Callable[[str], dict[str, Any]]
) -> None:
    team = chapter("Ceux sans mémoire")
    with Line(server.port) as line:
        page = somebody(base_url=line.url)
        page.add_init_script(NO_STORAGE)
        opened(page, team)
        expect(notices(page)).to_contain_text("Cet appareil ne garde pas de copie du texte")
        type_below(page, "En ligne.")
        expect(state(page)).to_have_text("enregistré")
        line.cut()
        type_below(page, "Nulle part.")
        expect(state(page)).to_have_text(
            "hors ligne, gardé nulle part encore : laissez cette page ouverte".replace(
                " :", "\u00a0:"
            )
        )
        asked: list[str] = []

        def stay(dialog: Dialog) -> None:
            asked.append(dialog.type)
            dialog.dismiss()

        page.on("dialog", stay)
        page.close(run_before_unload=True)
        eventually(page, lambda: asked, ["beforeunload"])
        line.mend()
        expect(state(page)).to_have_text("enregistré", timeout=SOON_MS)


def test_a_device_that_fills_up_says_so_and_says_when_it_keeps_again(
    somebody: Opener, server: Server, chapter: Callable[[str], dict[str, Any]]
) -> None:
    team = chapter("Ceux du disque plein")
    with Line(server.port) as line:
        page = somebody(base_url=line.url)
        page.add_init_script(FULL)
        opened(page, team)
        type_below(page, "Gardé.")
        line.cut()
        page.evaluate("window.isFull = true")
        type_below(page, "Pas gardé.")
        expect(notices(page)).to_contain_text("Cet appareil ne garde pas de copie du texte")
        expect(state(page)).to_contain_text("gardé nulle part encore")
        page.evaluate("window.isFull = false")
        expect(state(page)).to_have_text(OFFLINE)
        expect(notices(page)).not_to_contain_text("Cet appareil ne garde pas de copie du texte")
        context = page.context
        page.close()
        line.mend()
        again = context.new_page()
        again.goto(team["texts"][0])
        eventually(again, lambda: words_of(again), ["Gardé.", "Pas gardé."])


def test_words_that_the_server_takes_no_more_can_be_taken_away(
    somebody: Opener, server: Server, chapter: Callable[[str], dict[str, Any]], tmp_path: Path
) -> None:
    team = chapter("Ceux qui n’ont plus le droit")
    with Line(server.port) as line:
        page = opened(somebody(base_url=line.url), team)
        type_below(page, "Avant.")
        expect(state(page)).to_have_text("enregistré")
        line.cut()
        type_below(page, "Sans le droit.")
        expect(state(page)).to_have_text(OFFLINE)
        page.context.clear_cookies()
        line.mend()
        expect(notices(page)).to_contain_text("Vous ne pouvez plus écrire ici", timeout=SOON_MS)
        with page.expect_download() as taken:
            notices(page).get_by_role("link", name="Emporter ces mots").click()
        path = tmp_path / "words.txt"
        taken.value.save_as(path)
        with closing(path.open(encoding="utf-8")) as file:
            assert file.read() == "Avant.\n\nSans le droit."

"""In the margin: one who may only comment, and one who writes."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Opener, eventually
from tests.journeys.server import Server
from tests.journeys.sight import faults_of, unfold

PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True}


@pytest.fixture
def margin(server: Server) -> dict[str, Any]:
    return dict(server.stage("margin"))


@pytest.fixture
def at_the_text(somebody: Opener, margin: dict[str, Any]) -> Callable[..., Page]:
    def open_it(handle: str, **options: Any) -> Page:
        page = somebody(handle, **options)
        page.goto(margin["address"])
        expect(text(page)).to_contain_text(margin["words"])
        return page

    return open_it


def text(page: Page) -> Locator:
    return page.locator("#writing-text")


def threads(page: Page) -> Locator:
    return page.locator("[data-open] .remark-thread")


def passage(page: Page, kind: str = "") -> Locator:
    return page.locator(f".remark-passage{kind}")


def select(page: Page, words: str) -> None:
    """As a finger held on them does."""
    text(page).evaluate(
        """(each, words) => {
            each.focus();
            const walk = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) {
                const at = walk.currentNode.data.indexOf(words);
                if (at < 0) continue;
                getSelection().setBaseAndExtent(
                    walk.currentNode, at, walk.currentNode, at + words.length
                );
            }
        }""",
        words,
    )


def select_by_keys(page: Page, words: int) -> str:
    """What is then selected: keys faster than hands may come while the list is drawn anew."""
    text(page).focus()
    page.keyboard.press("Control+Home")
    for _ in range(words):
        page.keyboard.press("Control+Shift+ArrowRight")
    # Looked at again a few frames later: what a drawing still under way puts back is put back then.
    page.evaluate(
        """async () => {
            for (let n = 0; n < 12; n += 1) await new Promise(requestAnimationFrame);
        }"""
    )
    return str(page.evaluate("getSelection().toString()")).strip()


def send(page: Page, dialog: str) -> None:
    page.locator(f"#{dialog}-dialog button[type=submit]").click()


def deed(thread: Locator, name: str) -> Locator:
    return thread.locator(f"form[action$='/{name}/'] button")


def words_of(page: Page) -> str:
    """Without what stands in the text only to be looked at."""
    return str(
        text(page).evaluate(
            """each => {
                const copy = each.cloneNode(true);
                copy.querySelectorAll("[aria-hidden]").forEach(mark => mark.remove());
                return copy.textContent.replaceAll("\u2060", "");
            }"""
        )
    )


def test_a_comment_and_a_suggestion_from_a_phone_end_in_the_text(
    at_the_text: Callable[..., Page], margin: dict[str, Any]
) -> None:
    lucie, jo = at_the_text("lucie-nguyen"), at_the_text("jo-marchetti", **PHONE)

    # Jo may not write, whatever they try.
    text(jo).click()
    for key in ("a", "Enter", "Backspace", "Delete", "Control+x", "Control+b"):
        jo.keyboard.press(key)
    assert words_of(jo) == margin["words"]

    select(jo, "été comme hiver")
    jo.locator("[data-remarks-bar] [data-comment]").click()
    send(jo, "comment")
    expect(jo.locator("#comment-dialog [data-trouble]")).not_to_be_empty()
    jo.locator("#comment-dialog textarea").fill("Il perd ses feuilles.")
    send(jo, "comment")
    expect(passage(jo)).to_have_text("été comme hiver")
    expect(threads(lucie)).to_contain_text("Il perd ses feuilles.")
    expect(lucie.locator("[data-said]")).to_contain_text("Jo Marchetti")

    select(jo, "🌳, contre")
    jo.locator("[data-remarks-bar] [data-suggest]").click()
    jo.locator("#suggest-dialog [name=proposed]").fill("🌱, devant")
    send(jo, "suggest")
    expect(passage(lucie, ".remark-struck")).to_have_text("🌳, contre")
    expect(lucie.locator(".remark-inserted")).to_have_text("🌱, devant")
    assert words_of(lucie) == margin["words"]

    # What is typed in front moves both; what is typed in an answer stays when news come.
    text(lucie).click()
    lucie.keyboard.press("Control+Home")
    lucie.keyboard.type("Oui. ")
    expect(passage(jo, ".remark-struck")).to_have_text("🌳, contre")
    comment = threads(lucie).filter(has_text="Il perd ses feuilles.")
    comment.locator("summary").click()
    comment.locator("textarea").fill("Pas tou")
    jo.locator("[data-whole] summary").click()
    jo.locator("[data-whole] textarea").fill("Bravo.")
    jo.locator("[data-whole] button[type=submit]").click()
    expect(threads(lucie)).to_have_count(3)
    expect(comment.locator("textarea")).to_be_focused()
    lucie.keyboard.type("tes.")
    deed(comment, "answer").click()
    expect(threads(jo).filter(has_text="Pas toutes.")).to_have_count(1)

    deed(threads(lucie).filter(has_text="devant"), "accept").click()
    whole = "Oui. " + margin["words"].replace("🌳, contre", "🌱, devant")
    for page in (lucie, jo):
        eventually(page, partial(words_of, page), whole)
    deed(threads(lucie).filter(has_text="Pas toutes."), "close").click()
    expect(threads(jo)).to_have_count(1)
    for page in (lucie, jo):
        unfold(page)
        assert faults_of(page) == []


def test_what_is_said_follows_its_words_as_long_as_there_are_any(
    at_the_text: Callable[..., Page],
) -> None:
    lucie, jo = at_the_text("lucie-nguyen"), at_the_text("jo-marchetti")

    # Words that are cut and pasted take along what is said of them.
    select(jo, "le figuier")
    jo.locator("[data-remarks-bar] [data-comment]").click()
    jo.locator("#comment-dialog textarea").fill("Lequel ?")
    send(jo, "comment")
    expect(passage(lucie)).to_have_text("le figuier")
    text(lucie).click()
    for key in ("Control+A", "Control+x", "Control+v"):
        lucie.keyboard.press(key)
    expect(passage(lucie)).to_have_text("le figuier")
    expect(passage(jo)).to_have_text("le figuier")

    # Words that went are said to be gone, and what was said of them stays.
    select(lucie, "la mairie")
    lucie.locator("[data-remarks-bar] [data-comment]").click()
    lucie.locator("#comment-dialog textarea").fill("Laquelle ?")
    send(lucie, "comment")
    text(lucie).click()
    lucie.keyboard.press("Control+A")
    lucie.keyboard.type("Autre chose.")
    expect(threads(jo).filter(has_text="Laquelle ?").locator("[data-gone]")).to_be_visible()


def test_a_suggestion_whose_words_changed_is_shown_with_both(
    at_the_text: Callable[..., Page], margin: dict[str, Any]
) -> None:
    lucie, jo = at_the_text("lucie-nguyen"), at_the_text("jo-marchetti")
    select(jo, "le figuier")
    jo.locator("[data-remarks-bar] [data-suggest]").click()
    jo.locator("#suggest-dialog [name=proposed]").fill("un mûrier")
    send(jo, "suggest")
    thread = threads(lucie)
    expect(thread).to_have_count(1)

    select(lucie, "figuier")
    lucie.keyboard.press("ArrowLeft")
    lucie.keyboard.type("grand ")
    expect(lucie.locator("[data-state-words]")).to_have_text("enregistré")
    deed(thread, "accept").click()
    changed = thread.locator("[data-changed]")
    expect(changed).to_contain_text("le grand figuier")
    changed.locator("textarea").fill("un grand mûrier")
    changed.locator("button[type=submit]").click()
    whole = margin["words"].replace("le figuier", "un grand mûrier")
    eventually(jo, partial(words_of, jo), whole)


def test_by_keyboard_alone(at_the_text: Callable[..., Page]) -> None:
    jo = at_the_text("jo-marchetti")
    eventually(jo, partial(select_by_keys, jo, 2), "Ici pousse")
    expect(jo.locator("[data-remarks-bar]")).to_be_visible()
    jo.keyboard.press("Control+Alt+m")
    expect(jo.locator("#comment-dialog [name=body]")).to_be_focused()
    jo.keyboard.type("Où donc ?")
    jo.keyboard.press("Tab")
    jo.keyboard.press("Enter")
    expect(passage(jo)).to_have_text("Ici pousse")

    # Tab leads out of the text, to what can be done with the selected words.
    eventually(jo, partial(select_by_keys, jo, 1), "Ici")
    expect(jo.locator("[data-remarks-bar] [data-suggest]")).to_be_visible()
    jo.keyboard.press("Tab")
    expect(jo.locator("[data-remarks-bar] [data-comment]")).to_be_focused()
    jo.keyboard.press("Tab")
    jo.keyboard.press("Enter")
    expect(jo.locator("#suggest-dialog [name=proposed]")).to_be_focused()
    jo.keyboard.press("Control+A")
    jo.keyboard.type("Là")
    jo.keyboard.press("Tab")
    jo.keyboard.press("Tab")
    jo.keyboard.press("Enter")
    expect(passage(jo, ".remark-struck")).to_have_text("Ici")


def test_without_the_editor_one_says_something_of_the_whole(
    somebody: Opener, margin: dict[str, Any]
) -> None:
    jo = somebody("jo-marchetti", java_script_enabled=False)
    jo.goto(margin["address"])
    jo.locator("[data-whole] summary").click()
    jo.locator("[data-whole] textarea").fill("Bravo.")
    jo.locator("[data-whole] button[type=submit]").click()
    thread = threads(jo)
    expect(thread).to_contain_text("Bravo.")
    thread.locator("summary").click()
    thread.locator("textarea").fill("Oui, bravo.")
    deed(thread, "answer").click()
    expect(thread).to_contain_text("Oui, bravo.")
    deed(threads(jo), "close").click()
    expect(threads(jo)).to_have_count(0)
    expect(jo.locator("[data-settled] > summary")).to_be_visible()

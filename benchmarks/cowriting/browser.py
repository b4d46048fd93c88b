"""From a key in one Chromium page to the letter on another's, with our own editor."""

import statistics
import time

from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--no-first-run",
]  # fmt: skip
WORDS = ".ProseMirror"
WATCH = """
() => {
  window.seen = [];
  new MutationObserver(() => window.seen.push(performance.timeOrigin + performance.now()))
    .observe(document.querySelector(".ProseMirror"),
             {subtree: true, childList: true, characterData: true});
}
"""
NOTE = """
() => {
  window.typed = [];
  document.querySelector(".ProseMirror").addEventListener(
    "keydown", () => window.typed.push(performance.timeOrigin + performance.now()), true);
}
"""


def keystroke_ms(url: str, letters: int = 60) -> float:
    """The median; both pages belong to one browser, so one clock tells both moments."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        writer, reader = _page(browser.new_context().new_page(), url), browser.new_context()
        other = _page(reader.new_page(), url)
        writer.locator(WORDS).click()
        writer.keyboard.type("Ici ")
        other.get_by_text("Ici").wait_for()
        other.evaluate(WATCH)
        writer.evaluate(NOTE)
        for number in range(letters):
            writer.keyboard.press("abcdefgh"[number % 8])
            time.sleep(0.05)
        time.sleep(0.3)
        typed, seen = writer.evaluate("window.typed"), other.evaluate("window.seen")
        browser.close()
    waits = [min((at - key for at in seen if at >= key), default=float("inf")) for key in typed]
    return statistics.median(waits)


def _page(page: Page, url: str) -> Page:
    page.goto(url)
    page.locator(f'{WORDS}[contenteditable="true"]').wait_for()
    return page

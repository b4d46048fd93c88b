"""The welcome desk: a passer-by in a few taps, two desks, a network that drops, a tablet."""

from contextlib import suppress

import pytest
from playwright.sync_api import Error, Locator, Page, expect

from tests.journeys.conftest import Opener, OpenWeek, eventually, sign_in
from tests.journeys.proxy import Line
from tests.journeys.server import Server

EXPECTED = ["Odile Marchand", "Basile Roux", "Ugo Faure", "Nour Haddad"]


@pytest.fixture
def day(server: Server, week: OpenWeek) -> dict[str, object]:
    return dict(server.stage("desk_day", names=EXPECTED))


def desk(somebody: Opener, root: str, handle: str = "nadia-berthet") -> Page:
    page = somebody(handle, locale="en-GB")
    page.goto(root)
    return page


def guest(page: Page, name: str) -> Locator:
    return page.locator("#desk-lists li").filter(has_text=name)


def welcome(page: Page, name: str) -> None:
    page.get_by_label("Their name").fill(name)
    page.keyboard.press("Enter")


def test_a_passer_by_is_welcomed_in_one_line_and_the_other_desk_sees_it(
    somebody: Opener, day: dict[str, str]
) -> None:
    one, other = (desk(somebody, day["root"]) for _ in range(2))

    welcome(one, "Achille Talon")
    expect(one.locator("#desk-said")).to_contain_text("Welcome, Achille Talon. Their code is")
    here = one.locator("section").filter(has=one.get_by_role("heading", name="Here now"))
    expect(here).to_contain_text("Achille Talon")
    expect(guest(other, "Achille Talon")).to_contain_text("here since")

    other.get_by_label("A name, or a code as it was said").fill("odil marchant")
    other.keyboard.press("Enter")
    found = other.locator("#desk-found li")
    expect(found).to_have_count(1)
    found.get_by_role("button", name="Has come").click()
    expect(other.locator("#desk-said")).to_have_text("Welcome, Odile Marchand.")
    expect(guest(one, "Odile Marchand").first).to_contain_text("here since")

    # The list of visitors does not outlive the session on that device.
    eventually(one, lambda: kept_list(one), True)
    one.get_by_role("button", name="Sign out").click()
    eventually(one, lambda: one.evaluate("localStorage.getItem('openweek-desk')"), None)
    eventually(one, lambda: one.evaluate("caches.has('openweek-desk')"), False)


def test_the_desk_goes_on_without_a_network_and_merges_once(
    somebody: Opener, server: Server, day: dict[str, str]
) -> None:
    codes: dict[str, str] = day["codes"]  # type: ignore[assignment]
    with Line(server.port) as line:
        page = desk(somebody, f"{line.url}{day['root']}")
        eventually(page, lambda: kept_list(page), True)
        line.cut()

        guest(page, codes["Basile Roux"]).get_by_role("button", name="Has come").click()
        state = page.locator("#desk-state")
        expect(state).to_contain_text("Kept on this device: 1.")
        welcome(page, "Zénobie Hors-Ligne")
        expect(state).to_contain_text("Kept on this device: 2.")
        page.get_by_label("A name, or a code as it was said").fill("hadad")
        page.keyboard.press("Enter")
        here = page.locator("#desk-found li").filter(has_text=codes["Nour Haddad"])
        here.get_by_role("button", name="Has come").click()
        expect(state).to_contain_text("Kept on this device: 3.")
        server.stage("cancels", code=codes["Basile Roux"])
        server.stage("cancels", code=codes["Ugo Faure"])

        # Where the browser allows it, also after it was closed and opened again.
        page.on("dialog", lambda dialog: dialog.accept())
        with suppress(Error):
            page.reload()
        expect(state).to_contain_text("Kept on this device: 3.")
        expect(page.locator("#desk-kept")).to_contain_text("Zénobie Hors-Ligne")

        line.mend()
        expect(state).to_have_text("The network is back: everything is saved.")
        conflicts = page.locator("#to-look-at li")
        expect(conflicts).to_have_count(1)
        expect(conflicts).to_contain_text("Had cancelled meanwhile")
        conflicts.get_by_role("button", name="It is settled").click()
        expect(page.locator("#to-look-at li")).to_have_count(0)

    here_now = server.stage("desk_counts")["here"]
    for name in ("Basile Roux", "Zénobie Hors-Ligne", "Nour Haddad"):
        assert here_now.count(name) == 1


def test_who_was_signed_out_signs_in_again_and_loses_nothing(
    somebody: Opener, day: dict[str, str]
) -> None:
    page = desk(somebody, day["root"])
    eventually(page, lambda: kept_list(page), True)
    page.context.clear_cookies()

    welcome(page, "Prune Tardive")
    expect(page.locator("#desk-state")).to_contain_text("Your session has ended.")
    page.get_by_role("link", name="Sign in again").click()
    sign_in(page, "nadia-berthet")
    page.goto(day["root"])
    expect(guest(page, "Prune Tardive")).to_contain_text("since")


def test_a_plug_that_is_pulled_while_merging_loses_nothing_and_doubles_nothing(
    somebody: Opener, server: Server, day: dict[str, str]
) -> None:
    names = [f"Passante {number}" for number in range(12)]
    with Line(server.port) as line:
        page = desk(somebody, f"{line.url}{day['root']}")
        eventually(page, lambda: kept_list(page), True)
        line.cut()
        for name in names:
            welcome(page, name)
        expect(page.locator("#desk-state")).to_contain_text("Kept on this device: 12.")
        with page.expect_request("**/welcome/merge/"):
            line.mend()
        page.wait_for_timeout(60)
        server.kill()
        server.start()
        expect(page.locator("#desk-state")).to_have_text(
            "The network is back: everything is saved."
        )
    here_now = server.stage("desk_counts")["here"]
    assert sorted(name for name in here_now if name.startswith("Passante")) == sorted(names)


def test_a_tablet_at_the_door_needs_a_finger_and_no_script(
    somebody: Opener, day: dict[str, str]
) -> None:
    codes: dict[str, str] = day["codes"]  # type: ignore[assignment]
    tablet = somebody(locale="en-GB", java_script_enabled=False, has_touch=True)
    tablet.goto(day["kiosk"])
    expect(tablet.locator("body")).not_to_contain_text("Odile")
    tablet.get_by_role("link", name="I have just come").tap()
    tablet.get_by_label("Your first name, or your name").fill("Gaspard Petit")
    tablet.get_by_role("button", name="Here I am").tap()
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Welcome, Gaspard")
    expect(tablet.locator("body")).not_to_contain_text("Petit")
    tablet.get_by_role("link", name="Done").tap()

    keys = somebody(locale="en-GB", has_touch=True)
    keys.goto(day["kiosk"])
    keys.get_by_role("link", name="I have a code").tap()
    for key in codes["Ugo Faure"].lower().replace(" ", ""):
        keys.locator(f'[data-key="{key.upper()}"]').tap()
    keys.get_by_role("button", name="Here I am").tap()
    expect(keys.get_by_role("heading", level=1)).to_have_text("Welcome, Ugo")


def kept_list(page: Page) -> bool:
    """Whether the device has the list, and the page to open again."""
    return bool(
        page.evaluate(
            """async () => {
                if (!localStorage.getItem("openweek-desk")) return false;
                const cache = await caches.open("openweek-desk");
                return (await cache.keys()).length > 3 && !!navigator.serviceWorker.controller;
            }"""
        )
    )

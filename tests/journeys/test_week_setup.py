"""A week set up from a format on a phone; then the desk says what to do, one button each."""

from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opener, OpenWeek
from tests.journeys.test_story import follow, press, said, title

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "locale": "en-GB"}
# What somebody does with a finger before a week stands: taps, and fields filled.
MOST_INTERACTIONS = 12


class Finger:
    """Counts what a person does."""

    def __init__(self, page: Page) -> None:
        self.page, self.done = page, 0

    def follow(self, name: str) -> None:
        self.done += 1
        follow(self.page, name)

    def press(self, name: str) -> None:
        self.done += 1
        press(self.page, name)

    def fill(self, label: str, words: str) -> None:
        self.done += 1
        self.page.get_by_label(label).fill(words)


def test_a_week_is_set_up_on_a_phone_in_a_few_taps(week: OpenWeek, somebody: Opener) -> None:
    """Also without scripts: everything is a form."""
    nadia = somebody("nadia-berthet", **PHONE, java_script_enabled=False)
    nadia.goto("/le-preau/desk/")
    finger = Finger(nadia)
    first = date.today() + timedelta(days=28)  # noqa: DTZ011  any coming day will do
    monday = first - timedelta(days=first.weekday())

    finger.follow("A new week")
    finger.fill("First day", monday.isoformat())
    finger.press("See what is proposed")
    expect(nadia.get_by_label("Last day")).to_have_value((monday + timedelta(days=4)).isoformat())
    finger.fill("Title", "La semaine du printemps")
    finger.fill("The doors open at", "10:00")
    finger.press("Set up this week")

    expect(said(nadia)).to_contain_text("“La semaine du printemps” is ready.")
    assert finger.done <= MOST_INTERACTIONS // 2
    nadia.goto("/le-preau/la-semaine-du-printemps/programme/?day=all")
    expect(nadia.locator("#content")).to_contain_text("PapyCamp")
    nadia.goto("/le-preau/la-semaine-du-printemps/checklist/")
    expect(nadia.locator(".check-lines > li")).to_have_count(24)


def test_the_desk_says_what_to_do_with_one_button_each(week: OpenWeek, somebody: Opener) -> None:
    nadia = somebody("nadia-berthet", **PHONE)
    nadia.goto(week("checklist/"))
    nadia.get_by_label("What is to be done?").fill("Arroser le citronnier")
    nadia.get_by_label("By when").last.fill(date.today().isoformat())  # noqa: DTZ011
    press(nadia, "Add it to the list")
    nadia.goto("/le-preau/desk/")

    expect(title(nadia)).to_contain_text("to do")
    lines = nadia.locator(".today-lines > li")
    for number in range(lines.count()):
        expect(lines.nth(number).locator("a, button")).to_have_count(1)

    line = lines.filter(has_text="Arroser le citronnier")
    line.get_by_role("button", name="It is done").click()
    expect(said(nadia)).to_contain_text("Done: Arroser le citronnier.")
    expect(line).to_have_count(0)


def test_the_desk_changes_by_itself_when_somebody_arrives(week: OpenWeek, somebody: Opener) -> None:
    nadia = somebody("nadia-berthet", **PHONE)
    nadia.goto("/le-preau/desk/")
    arrived = nadia.locator(".today-count", has_text="arrived").locator("strong")
    before = int(arrived.inner_text())

    welcomer = somebody("nadia-berthet", locale="en-GB")
    welcomer.goto(f"{nadia.locator('.today-counts').get_attribute('href')}")
    walk_in = welcomer.locator("form[action$='walk-in/']")
    walk_in.locator("[name=name]").fill("Basile")
    walk_in.get_by_role("button").last.click()

    expect(arrived).to_have_text(str(before + 1))

"""A concierge brings a programme in: looks at it, says yes, follows it, and takes it back."""

from datetime import date, timedelta

from playwright.sync_api import expect

from tests.journeys.conftest import Opener, OpenWeek


def table(first: date) -> str:
    """Some sessions of two days, and a line of which nobody knows what it is."""
    lines = [f"Atelier {n};{first + timedelta(days=n % 2)};{9 + n % 8}h;45 min" for n in range(30)]
    return "\n".join(["titre;jour;début;durée", *lines, ";jeudi;9h;1h"])


def test_a_programme_comes_in_and_is_taken_back(somebody: Opener, week: OpenWeek) -> None:
    nadia = somebody("nadia-berthet")
    nadia.goto(week("programme/import/"))
    today = date.fromisoformat(week.tomorrow) - timedelta(days=1)
    nadia.locator("#id_pasted").fill(table(today))
    nadia.locator("main .btn-primary").click()

    # What it would change, and nothing of it is there yet.
    counts = nadia.locator(".import-counts li")
    expect(counts.first).to_contain_text("30")
    expect(nadia.locator("details.fold").first).to_contain_text("32")
    expect(nadia.locator("details.fold").last).to_contain_text("Atelier 7")

    nadia.locator(".form-actions .btn-primary").click()
    # The page follows by itself until it is done.
    nadia.wait_for_url("**/done/")
    expect(counts.first).to_contain_text("30")
    nadia.goto(f"{week('programme/')}?day=all")
    expect(nadia.get_by_role("link", name="Atelier 7", exact=True).first).to_be_visible()
    nadia.go_back()

    nadia.locator("a[href*='/undo/batch/']").click()
    nadia.locator("main form[method=post] button[type=submit]").first.click()
    nadia.goto(f"{week('programme/')}?day=all")
    expect(nadia.get_by_role("link", name="Atelier 7", exact=True)).to_have_count(0)


def test_it_works_without_a_script(somebody: Opener, week: OpenWeek) -> None:
    nadia = somebody("nadia-berthet", java_script_enabled=False)
    nadia.goto(week("programme/import/"))
    nadia.locator("#id_pasted").fill(f"titre;jour;début;durée\nSans script;{week.tomorrow};9h;1h")
    nadia.locator("main .btn-primary").click()
    nadia.locator(".form-actions .btn-primary").click()
    # The page shows itself again, as its head says.
    nadia.wait_for_url("**/done/", timeout=20_000)
    expect(nadia.locator(".import-counts li").first).to_contain_text("1")

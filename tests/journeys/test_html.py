"""Every page is sound HTML, says the checker of those who make HTML."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Opener, OpenWeek
from tests.journeys.pages import (
    challenge_forms_for_everybody,
    challenges_for_everybody,
    challenges_for_the_concierge,
    for_everybody,
    for_the_concierge,
    forms_for_everybody,
    site_of_a_book,
)

CHECKER = Path(__file__).parents[2] / "frontend/node_modules/vnu-jar/build/dist/vnu.jar"


def save(page: Page, addresses: list[str], folder: Path) -> dict[str, str]:
    """Each as the server sent it; the name of its file tells the address."""
    folder.mkdir()
    told = {}
    for number, address in enumerate(addresses):
        file = folder / f"{number}.html"
        file.write_bytes(page.request.get(address).body())
        told[str(file)] = address
    return told


def save_wrong(page: Page, addresses: list[str], folder: Path) -> dict[str, str]:
    """Each form as it comes back when nothing was filled in."""
    folder.mkdir()
    told = {}
    for number, address in enumerate(addresses):
        page.goto(address)
        hidden = page.locator("#content form:not([action]) input[type=hidden]")
        form = {each.get_attribute("name"): each.get_attribute("value") for each in hidden.all()}
        token = page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
        answer = page.request.post(
            address,
            form={**{k: v or "" for k, v in form.items() if k}, "csrfmiddlewaretoken": token or ""},
        )
        file = folder / f"{number}.html"
        file.write_bytes(answer.body())
        assert "error-summary" in answer.text(), address
        told[str(file)] = f"{address} (empty)"
    return told


def test_the_checker_finds_nothing(
    *,
    somebody: Opener,
    week: OpenWeek,
    links: dict[str, Any],
    team: dict[str, Any],
    shelf: dict[str, Any],
    tmp_path: Path,
) -> None:
    if not CHECKER.exists() and os.environ.get("CI") != "true":
        pytest.skip("the Nu validator is not here: npm --prefix frontend ci brings it")
    anybody, concierge = somebody(), somebody("nadia-berthet")
    of_challenges = challenges_for_everybody(shelf) + site_of_a_book(shelf)
    told = {
        **save(anybody, of_challenges, tmp_path / "challenges"),
        **save(concierge, challenges_for_the_concierge(shelf), tmp_path / "kept"),
        **save_wrong(anybody, challenge_forms_for_everybody(shelf), tmp_path / "unsaid"),
        **save(anybody, for_everybody(week, links, team), tmp_path / "everybody"),
        **save(concierge, for_the_concierge(week, links, team), tmp_path / "concierge"),
        **save_wrong(anybody, forms_for_everybody(week), tmp_path / "wrong"),
    }
    done = subprocess.run(
        ["java", "-jar", str(CHECKER), "--errors-only", "--format", "json", "--exit-zero-always",
         str(tmp_path)],
        capture_output=True, check=True,
    )  # fmt: skip
    found = json.loads(done.stderr)["messages"]
    assert [
        f"{told[each['url'].removeprefix('file:')]}: {each['message']} {each.get('extract')}"
        for each in found
    ] == []

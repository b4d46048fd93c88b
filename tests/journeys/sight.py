"""Looking at a page as many see it: light and dark, wide and narrow, and with axe."""

from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
WIDE, NARROW, NARROWEST = 1280, 390, 320
ALL = {"type": "tag", "values": WCAG}
# What else depends on colours or width was found in the two looks that are looked at whole.
OF_LOOKS = ["color-contrast", "target-size"]
LOOKS: list[tuple[Literal["light", "dark"], int, Any]] = [
    ("light", WIDE, ALL),
    ("dark", WIDE, OF_LOOKS),
    ("dark", NARROW, ALL),
    ("light", NARROW, OF_LOOKS),
]


def unfold(page: Page) -> None:
    """What is folded is looked at too."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


def faults_of(page: Page) -> list[str]:
    """What axe finds, in light and dark, wide and narrow; and whether one scrolls sideways."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = []
    for scheme, width, rules in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{scheme} {width}: {fault}" for fault in _axe(page, rules)]
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    reach = page.evaluate("document.documentElement.scrollWidth")
    if reach > NARROWEST:
        found.append(f"one scrolls sideways at {NARROWEST}: {reach}")
    page.set_viewport_size({"width": WIDE, "height": 900})
    return found


def _axe(page: Page, rules: Any) -> list[str]:
    answer: dict[str, Any] = page.evaluate(
        "rules => axe.run({runOnly: rules, resultTypes: ['violations']})", rules
    )
    return [
        f"{violation['id']} {node['target']} {node['failureSummary']}"
        for violation in answer["violations"]
        for node in violation["nodes"][:3]
    ]

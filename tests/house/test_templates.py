"""The Content-Security-Policy lets nothing inline run: neither may any template try."""

import re
from pathlib import Path

import pytest

from tests.house.plan import PACKAGE, ROOT

# Mail programs know no other way to lay a letter out, and show it under a policy of their own; in
# our pages it is seen in a frame in which nothing runs.
LETTER = PACKAGE / "place/templates/place/letter.html"
TEMPLATES = sorted(set(PACKAGE.rglob("templates/**/*.*")) - {LETTER})
# What isn't markup that a browser reads: comments, and tags whose words may hold anything.
NOT_MARKUP = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", re.DOTALL)
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a handler attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without src": re.compile(
        r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*type=\"(?:application/(?:ld\+)?json|importmap)\")",
        re.IGNORECASE,
    ),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "something fetched from elsewhere": re.compile(
        r"<(?:script|img|iframe|source|video|audio)\b[^>]*\bsrc\s*=\s*[\"'](?:https?:)?//",
        re.IGNORECASE,
    ),
}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_template_has_nothing_inline_and_fetches_nothing_from_elsewhere(template: Path) -> None:
    markup = NOT_MARKUP.sub("", template.read_text(encoding="utf-8"))

    assert [what for what, pattern in INLINE.items() if pattern.search(markup)] == []

"""Docs that fail: what the code has and the docs don't name breaks the build."""

import ast
import re
from collections.abc import Iterator

import click
import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from scripts.command_help import commands, page_with_help
from tests.house.plan import DOCS, LIVED_IN, ROOT, room_page, source_files

README = (ROOT / "README.md").read_text(encoding="utf-8")
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]+)")
OPERATING = (DOCS / "operating.md").read_text(encoding="utf-8")


def unnamed(names: set[str], page: str) -> set[str]:
    """Those that the page doesn't name between backquotes."""
    return names - set(re.findall(r"`([^`\n]+)`", page))


def calls(room: str, function: str) -> Iterator[ast.Call]:
    for file in source_files(room):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == function:
                yield node


@pytest.mark.parametrize("room", LIVED_IN)
def test_a_room_has_a_page_and_its_neighbours_are_told(room: str) -> None:
    assert room_page(room).startswith("# ")


@pytest.mark.parametrize("room", LIVED_IN)
def test_a_rooms_page_names_its_tables(room: str) -> None:
    tables = {model.__name__ for model in apps.get_models() if model._meta.app_label == room}

    assert unnamed(tables, room_page(room)) == set()


def event_kinds(room: str) -> set[str]:
    """Also those that a module says to a function of its own, whose first argument is the kind."""
    kinds = [
        call.args[0] for function in ("events.record", "_record") for call in calls(room, function)
    ]
    said = [kind for kind in kinds if ast.unparse(kind) != "kind"]
    assert all(isinstance(kind, ast.Constant) for kind in said), "a kind is a plain string"
    return {str(ast.literal_eval(kind)) for kind in said}


@pytest.mark.parametrize("room", LIVED_IN)
def test_a_rooms_page_names_its_events(room: str) -> None:
    kinds = event_kinds(room)

    assert {kind for kind in kinds if not kind.startswith(f"{room}.")} == set()
    assert unnamed(kinds, room_page(room)) == set()


def named_addresses(resolver: URLResolver) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from named_addresses(pattern)
        elif isinstance(pattern, URLPattern) and pattern.name:
            view = getattr(pattern.callback, "view_class", pattern.callback)
            yield view.__module__, pattern.name


@pytest.mark.parametrize("room", LIVED_IN)
def test_a_rooms_page_names_its_addresses(room: str) -> None:
    names = {
        name
        for module, name in named_addresses(get_resolver())
        if module.startswith(f"openweek.{room}.")
    }

    assert unnamed(names, room_page(room)) == set()


def settings_read() -> set[str]:
    return {
        f"OPENWEEK_{node.args[0].value}"
        for file in source_files("config")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func.value) == "env"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def test_every_setting_is_explained() -> None:
    assert settings_read() != set()
    assert unnamed(settings_read(), OPERATING) == set()


def test_no_setting_is_explained_that_is_gone() -> None:
    explained = set(re.findall(r"^\| `(OPENWEEK_\w+)`", OPERATING, re.MULTILINE))

    assert explained == settings_read()


def test_the_commands_help_in_the_docs_is_what_the_commands_say() -> None:
    assert page_with_help(OPERATING) == OPERATING, "run `make help-texts`"


def test_every_command_says_what_it_is_for() -> None:
    assert [name for name, command in commands().items() if not command.help] == []


def test_every_option_says_what_it_is_for() -> None:
    silent = {
        f"{name} {option.opts[0]}"
        for name, command in commands().items()
        for option in command.params
        if isinstance(option, click.Option) and not (option.help or option.type.name == "choice")
    }

    assert silent == set()


def make_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))


def test_the_make_commands_that_the_docs_name_exist() -> None:
    pages = [README, *(page.read_text(encoding="utf-8") for page in DOCS.rglob("*.md"))]
    named = set(re.findall(r"(?:^|`|&& )make ([a-z-]+)", "\n".join(pages), re.MULTILINE))

    assert {"demo", "test"} <= named
    assert named <= make_targets()


def test_the_links_between_the_docs_lead_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")]
    dead = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]

    assert dead == []

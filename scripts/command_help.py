"""Writes what each command says of itself into docs/operating.md, between two markers."""

from pathlib import Path

import click

from openweek.config.cli import main as openweek

PAGE = Path(__file__).parent.parent / "docs" / "operating.md"
START, END = "<!-- commands: written by `make help-texts` -->", "<!-- end of commands -->"
WIDTH = 96


def commands() -> dict[str, click.Command]:
    """Those of a group too, by both words."""
    found = dict(openweek.commands)
    for name, group in openweek.commands.items():
        if isinstance(group, click.Group):
            found |= {f"{name} {inner}": command for inner, command in group.commands.items()}
    return dict(sorted(found.items()))


def help_of(name: str) -> str:
    command = commands()[name]
    context = click.Context(openweek, info_name="openweek", **openweek.context_settings)
    for word in name.split(" "):
        context = click.Context(command, info_name=word, parent=context, terminal_width=WIDTH)
    return command.get_help(context)


def command_help() -> str:
    parts = [f"### `openweek {name}`\n\n```text\n{help_of(name)}\n```" for name in commands()]
    return "\n\n".join(parts)


def page_with_help(page: str) -> str:
    before, rest = page.split(START)
    _, after = rest.split(END)
    return f"{before}{START}\n\n{command_help()}\n\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page_with_help(PAGE.read_text(encoding="utf-8")), encoding="utf-8")

"""``openweek``: the commands. Each does its work in a module of its own, imported when needed."""

import os
import sys
from pathlib import Path
from typing import BinaryIO

import click

from openweek.config.serve import Refused, serve


def _wake(data: Path | None) -> None:
    """Tell the settings where the data is, then wake Django up."""
    _folder(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openweek.config.settings")
    import django  # noqa: PLC0415  half a second that `--help` need not wait for

    django.setup()


def _folder(data: Path | None) -> Path:
    """The data folder said, or that of the environment; children and settings find it there."""
    folder = data or Path(os.environ.get("OPENWEEK_DATA", "var/openweek"))
    os.environ["OPENWEEK_DATA"] = str(folder.expanduser().resolve())
    return folder.expanduser().resolve()


data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the database, media and books (or OPENWEEK_DATA).",
)
host_option = click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to open."
)
port_option = click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to open."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96})
@click.version_option(package_name="openweek")
def main() -> None:
    """OpenWeek: a week of open doors, written by everybody who comes."""
    # Who visits, what is being written, the keys: for this account alone on a shared machine.
    os.umask(0o077)


@main.command("serve")
@host_option
@port_option
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes that serve pages (more than one needs PostgreSQL).",
)
@click.option(
    "--live",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes that carry the co-writing (more than one needs PostgreSQL and Redis).",
)
@data_option
def serve_command(host: str, port: int, workers: int, live: int, data: Path | None) -> None:
    """Serve the pages and the co-writing, until stopped."""
    if workers > 1 and not os.environ.get("OPENWEEK_DATABASE_URL", "").startswith("postgres"):
        raise click.ClickException(
            "Plusieurs processus demandent PostgreSQL (OPENWEEK_DATABASE_URL). / "
            "Several workers need PostgreSQL (OPENWEEK_DATABASE_URL)."
        )
    if live > 1 and not (
        os.environ.get("OPENWEEK_DATABASE_URL", "").startswith("postgres")
        and os.environ.get("OPENWEEK_REDIS_URL")
    ):
        raise click.ClickException(
            "Plusieurs processus d’écriture demandent PostgreSQL et Redis "
            "(OPENWEEK_DATABASE_URL, OPENWEEK_REDIS_URL). / "
            "Several live processes need PostgreSQL and Redis."
        )
    _serve(host, port, workers, _folder(data), live)


def _serve(host: str, port: int, workers: int, folder: Path, live: int = 1) -> None:
    os.environ.setdefault("OPENWEEK_URL", f"http://localhost:{port}")
    try:
        serve(host=host, port=port, workers=workers, live=live, folder=folder, say=click.echo)
    except Refused as why:
        raise click.ClickException(str(why)) from why


@main.command()
@host_option
@port_option
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var/demo"),
    show_default=True,
    help="Folder of the demonstration.",
)
@click.option("--fill-only", is_flag=True, help="Fill the folder and stop.")
def demo(host: str, port: int, data: Path, *, fill_only: bool) -> None:
    """Fill a folder with the demonstration, and serve it."""
    os.environ.setdefault("OPENWEEK_URL", f"http://localhost:{port}")
    os.environ["OPENWEEK_DEMONSTRATION"] = "1"
    folder = _folder(data)
    # In a process of its own, so that the supervisor stays small.
    from openweek.config.commands.fill import fill_in_its_own_process  # noqa: PLC0415

    if fill_in_its_own_process(folder) != 0:
        raise click.ClickException(
            "La démonstration n’a pas pu être préparée (voir ci-dessus). / "
            "The demonstration could not be made (see above)."
        )
    if not fill_only:
        _serve(host, port, 1, folder)


@main.command()
@data_option
@click.option("--place", "place_name", help="Name of the place.")
@click.option("--city", help="Its city.")
@click.option("--address", help="Its street and number.")
@click.option("--concierge", help="Name of the person who keeps it.")
@click.option("--email", help="Their mail address (optional).")
@click.option("--week", "week_title", help="Title of the first week.")
@click.option("--from", "starts_on", type=click.DateTime(["%Y-%m-%d"]), help="Its first day.")
@click.option("--to", "ends_on", type=click.DateTime(["%Y-%m-%d"]), help="Its last day.")
@click.option("--room", "rooms", multiple=True, help="A room; say it once per room.")
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
def init(data: Path | None, **answers: object) -> None:
    """Create a place and its first week, by questions or by these options."""
    _wake(data)
    from openweek.config.commands.init import Answers, init_place  # noqa: PLC0415

    init_place(Answers.asked(**answers))  # type: ignore[arg-type]


@main.command()
@data_option
def doctor(data: Path | None) -> None:
    """Say in plain words what is wrong with this installation."""
    _wake(data)
    from openweek.config.commands.doctor import examine  # noqa: PLC0415

    raise SystemExit(examine())


@main.command()
@data_option
@click.option("--place", help="Slug of a place: all its books.")
@click.option("--book", help="Slug of one book of that place.")
def publish(data: Path | None, place: str | None, book: str | None) -> None:
    """Publish what is due, or a place's books as they stand now."""
    _wake(data)
    from openweek.config.commands.publish import publish_books  # noqa: PLC0415

    raise SystemExit(publish_books(place_slug=place, book_slug=book))


@main.command()
@data_option
@click.option("--place", required=True, help="Slug of the place.")
@click.option("--person", required=True, help="Handle or mail address of the person.")
def token(data: Path | None, place: str, person: str) -> None:
    """Print a bearer token for the API and for co-writing."""
    _wake(data)
    from openweek.config.commands.token import make_token  # noqa: PLC0415

    click.echo(make_token(place_slug=place, person_name=person))


@main.command("import")
@data_option
@click.argument("file", type=click.File("rb"))
@click.option("--place", required=True, help="Slug of the place.")
@click.option("--week", required=True, help="Slug of the week; made if the file says its days.")
@click.option("--extend", is_flag=True, help="Make the week longer for days that it does not have.")
@click.option("--remove-missing", is_flag=True, help="Take out what a newer file no longer has.")
@click.option("--dry-run", is_flag=True, help="Only say what it would change.")
def import_command(
    data: Path | None,
    file: BinaryIO,
    place: str,
    week: str,
    *,
    extend: bool,
    remove_missing: bool,
    dry_run: bool,
) -> None:
    """Take a programme that was written elsewhere into a week.

    FILE (- for what comes in) is a schedule.xml, schedule.json, pretalx's JSON, an iCalendar or a
    CSV, also packed with gzip. What can be read is kept, and the rest listed with the reason. A
    second time changes nothing; a newer file changes only what is new in it, and leaves what people
    wrote here since. It can be taken back as a whole.
    """
    _wake(data)
    from openweek.config.commands.import_ import Asked, import_file  # noqa: PLC0415
    from openweek.programme.importing import Wanted  # noqa: PLC0415

    wanted = Wanted(extend=extend, remove_missing=remove_missing)
    name = Path(getattr(file, "name", "")).name.strip("<>")
    asked = Asked(place=place, week=week, file=name, wanted=wanted, dry_run=dry_run)
    import_file(file.read(), asked)


@main.group("text")
def text_commands() -> None:
    """Take texts out to a file, and in from one."""


_format = click.option(
    "--format", "file_format", type=click.Choice(["json", "html", "md", "yjs"]),
    help="Tiptap's JSON, HTML, Markdown, or a Yjs update (V1); else as the file's name ends.",
)  # fmt: skip


@text_commands.command("export")
@data_option
@click.argument("text_id", metavar="ID")
@_format
@click.option("--at", help="As it was then: 2012-03-21, or 2012-03-21T16:30 (time of the place).")
@click.option("-o", "--output", default="-", help="File to write; without one, the terminal.")
def text_export(
    data: Path | None, text_id: str, file_format: str | None, at: str | None, output: str
) -> None:
    """Write a text to a file; ID stands in its address, after /texts/."""
    _wake(data)
    from openweek.config.commands.text import export_text, format_of  # noqa: PLC0415

    chosen = format_of(file_format, output)
    if output == "-" and chosen == "yjs" and sys.stdout.isatty():
        raise click.UsageError("These bytes are not for a terminal: say where to with -o FILE.")
    content = export_text(text_id=text_id, file_format=chosen, at=at)
    if output == "-":
        click.echo(content, nl=False)
        return
    try:
        Path(output).write_bytes(content)
    except OSError as trouble:
        raise click.ClickException(f"{output}: {trouble.strerror}") from trouble


@text_commands.command("import")
@data_option
@click.argument("file", type=click.File("rb"))
@click.option("--place", required=True, help="Slug of the place.")
@click.option("--title", help="Title of the new text; without one, the file's name.")
@click.option("--language", default="", help="Its language; without one, that of the place.")
@click.option("--into", default="", help="ID of a text to add to (a Yjs update is merged into it).")
@_format
def text_import(
    data: Path | None,
    file: BinaryIO,
    place: str,
    *,
    title: str | None,
    language: str,
    into: str,
    file_format: str | None,
) -> None:
    """Make a text of a FILE (- for what comes in), or add it to one; prints its ID."""
    _wake(data)
    from openweek.config.commands.text import format_of, import_text  # noqa: PLC0415

    name = getattr(file, "name", "")
    text = import_text(
        content=file.read(),
        file_format=format_of(file_format, name),
        place_slug=place,
        title=title or Path(name).stem.strip("<>"),
        language=language,
        into=into,
    )
    click.echo(text.pk)


if __name__ == "__main__":
    main()

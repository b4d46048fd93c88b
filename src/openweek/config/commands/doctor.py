"""What is wrong with this installation, in plain words."""

import os
import shutil
import sqlite3
from collections.abc import Callable

import click
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation
from django.utils.translation import gettext as _

from openweek.config.commands.findings import Finding
from openweek.config.commands.neighbours import neighbours
from openweek.config.descriptors import room_for_streams
from openweek.ground import clock
from openweek.ground.models import Deadline
from openweek.place.models import Letter

GIGABYTE = 1 << 30
A_FULL_PLACE = 1000
LITTLE_ROOM_BYTES = GIGABYTE // 2
# From here on SQLite cannot lose rows when two connections write and checkpoint together.
SQLITE_MENDED = (3, 51, 3)


def examine() -> int:
    """Say each finding; 1 when something must be mended, else 0."""
    translation.activate(_language_of_the_terminal())
    findings = [finding for look in LOOKS for finding in look()]
    signs = {"ok": "✓", "warning": "!", "trouble": "✗"}
    for finding in findings:
        click.echo(f" {signs[finding.mark]} {finding.words}")
    return int(any(finding.mark == "trouble" for finding in findings))


def _language_of_the_terminal() -> str:
    """French where the machine speaks French; English elsewhere."""
    said = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return "fr" if said.lower().startswith("fr") else "en"


def _folder() -> list[Finding]:
    folder = settings.OPENWEEK_DATA
    if not os.access(folder, os.W_OK):
        return [
            Finding(
                "trouble", _("The data folder %(folder)s can’t be written to.") % {"folder": folder}
            )
        ]
    free = shutil.disk_usage(folder).free
    words = _("Data folder %(folder)s: %(free).1f GB free.") % {
        "folder": folder,
        "free": free / GIGABYTE,
    }
    return [Finding("warning" if free < LITTLE_ROOM_BYTES else "ok", words)]


def _clock() -> list[Finding]:
    if clock.is_plausible():
        return [
            Finding(
                "ok", _("The clock says %(now)s UTC.") % {"now": f"{clock.now():%Y-%m-%d %H:%M}"}
            )
        ]
    words = _("The clock says %(now)s: nothing is published until it is right.") % {
        "now": f"{clock.now():%Y-%m-%d}"
    }
    return [Finding("trouble", words)]


def _database() -> list[Finding]:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as trouble:
        return [Finding("trouble", _("The database does not answer: %(why)s") % {"why": trouble})]
    if waiting:
        words = _("%(count)d changes of the tables wait: openweek serve will make them.") % {
            "count": len(waiting)
        }
        return [Finding("warning", words)]
    return [
        Finding(
            "ok",
            _("The database (%(vendor)s) answers and is up to date.")
            % {"vendor": connection.vendor},
        )
    ]


def _sqlite() -> list[Finding]:
    if connection.vendor != "sqlite":
        return []
    findings = []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check")
        verdict = cursor.fetchone()[0]
        cursor.execute("PRAGMA synchronous")
        synchronous = cursor.fetchone()[0]
    if verdict != "ok":
        findings.append(
            Finding("trouble", _("The database file is damaged: %(why)s") % {"why": verdict})
        )
    if synchronous < 2:  # noqa: PLR2004  2 is FULL in SQLite's own numbering
        findings.append(Finding("trouble", _("The database does not wait for the disk.")))
    version = ".".join(map(str, sqlite3.sqlite_version_info))
    if sqlite3.sqlite_version_info >= SQLITE_MENDED:
        words = _("SQLite %(version)s.") % {"version": version}
    else:
        words = _("SQLite %(version)s, with one keeper of its log.") % {"version": version}
    findings.append(Finding("ok", words))
    return findings


def _mail() -> list[Finding]:
    if not settings.OPENWEEK_MAIL_URL:
        words = _("No mail server (OPENWEEK_MAIL_URL): people sign in with papers from the desk.")
        return [Finding("warning", words)]
    stuck = Letter.objects.filter(sent_at__isnull=True, attempts__gt=0).count()
    if stuck:
        return [
            Finding("warning", _("%(count)d letters could not be sent yet.") % {"count": stuck})
        ]
    return [Finding("ok", _("Letters leave by the mail server."))]


def _deadlines() -> list[Finding]:
    late = Deadline.objects.filter(done_at__isnull=True, attempts__gt=0)
    return [
        Finding(
            "trouble",
            _("%(what)s fails: %(why)s")
            % {"what": f"{row.kind} {row.subject_id}", "why": row.trouble},
        )
        for row in late[:10]
    ]


def _open_pages() -> list[Finding]:
    most = room_for_streams()
    words = _("Each process of pages tells up to %(count)d open pages what happens.") % {
        "count": most
    }
    return [Finding("ok" if most >= A_FULL_PLACE else "warning", words)]


def _migrated(look: Callable[[], list[Finding]]) -> Callable[[], list[Finding]]:
    """That look needs its tables; before the first start there are none."""

    def with_tables() -> list[Finding]:
        tables = connection.introspection.table_names()
        return look() if Letter._meta.db_table in tables else []

    return with_tables


LOOKS: list[Callable[[], list[Finding]]] = [
    _folder,
    _clock,
    _database,
    _sqlite,
    neighbours,
    _open_pages,
    _migrated(_mail),
    _migrated(_deadlines),
]

"""Bring the data folder up to date before anything is served.

An embedded database is copied before its tables change.
Alone: ``python -m openweek.config.prepare``.
"""

import os
import sqlite3
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from openweek.ground import clock


def prepare() -> None:
    """Make the folders and the tables; nothing to do takes a fraction of a second."""
    for name in ("media", "published"):
        (settings.OPENWEEK_DATA / name).mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return
    if executor.loader.applied_migrations and connection.vendor == "sqlite":
        print("Copie de sûreté / Safety copy:", _copy(Path(connection.settings_dict["NAME"])))
    call_command("migrate", interactive=False, verbosity=0)


def _copy(database: Path) -> Path:
    """A consistent copy beside the database, also while something reads it."""
    stamp = clock.now().astimezone().strftime("%Y-%m-%dT%H-%M-%S")
    kept = database.with_name(f"{database.stem}-before-{stamp}.sqlite3")
    source, target = sqlite3.connect(database), sqlite3.connect(kept)
    try:
        source.backup(target)
    finally:
        target.close()
        source.close()
    return kept


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openweek.config.settings")
    django.setup()
    prepare()


if __name__ == "__main__":
    main()

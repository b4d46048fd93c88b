"""One room, one session at a time: refused by the database, whoever asks.

SQLite forgets triggers when Django rebuilds a table: a migration that alters ``Slot`` lifts this
first and lays it again at its end.
"""

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ALONE = "cancelled_at IS NULL AND room_id IS NOT NULL"


def lay(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Where ``shared`` is set, several may be there at once."""
    _run(schema_editor, f"{ALONE} AND NOT shared", "AND NOT NEW.shared", "AND NOT shared")


def lay_without_sharing(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """As it was before rooms could be shared."""
    _run(schema_editor, ALONE, "", "")


def lift(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE programme_slot DROP CONSTRAINT IF EXISTS slot_no_double_booking"
        )
        return
    for verb in ("insert", "update"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS slot_no_double_booking_{verb}")


def _run(
    schema_editor: BaseDatabaseSchemaEditor, alone: str, new_alone: str, others_alone: str
) -> None:
    if schema_editor.connection.vendor == "postgresql":
        # Rows that were written in this transaction would hold up the change of the table.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        schema_editor.execute(f"""
            ALTER TABLE programme_slot ADD CONSTRAINT slot_no_double_booking
            EXCLUDE USING gist (room_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
            WHERE ({alone})
        """)
        return
    # Moments are stored as text of one form and in UTC, so that comparing text compares moments.
    for verb in ("INSERT", "UPDATE"):
        statement = f"""
            CREATE TRIGGER slot_no_double_booking_{verb.lower()} BEFORE {verb} ON programme_slot
            WHEN NEW.cancelled_at IS NULL AND NEW.room_id IS NOT NULL {new_alone}
            BEGIN
                SELECT RAISE(ABORT, 'slot_no_double_booking') WHERE EXISTS (
                    SELECT 1 FROM programme_slot
                    WHERE room_id = NEW.room_id AND cancelled_at IS NULL AND id IS NOT NEW.id
                    AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at {others_alone}
                );
            END
        """  # noqa: S608  the conditions are those above
        schema_editor.execute(statement)

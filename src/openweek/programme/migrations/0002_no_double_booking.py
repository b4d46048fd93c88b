"""One room, one session at a time: refused by the database, whoever asks."""

from django.db import migrations

POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    """
    ALTER TABLE programme_slot ADD CONSTRAINT slot_no_double_booking
    EXCLUDE USING gist (room_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
    WHERE (cancelled_at IS NULL AND room_id IS NOT NULL)
    """,
]
POSTGRESQL_BACK = ["ALTER TABLE programme_slot DROP CONSTRAINT slot_no_double_booking"]

# Moments are stored as text of one form and in UTC, so that comparing text compares moments.
SQLITE = [
    f"""
    CREATE TRIGGER slot_no_double_booking_{verb.lower()} BEFORE {verb} ON programme_slot
    WHEN NEW.cancelled_at IS NULL AND NEW.room_id IS NOT NULL
    BEGIN
        SELECT RAISE(ABORT, 'slot_no_double_booking') WHERE EXISTS (
            SELECT 1 FROM programme_slot
            WHERE room_id = NEW.room_id AND cancelled_at IS NULL AND id IS NOT NEW.id
            AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at
        );
    END
    """
    for verb in ("INSERT", "UPDATE")
]
SQLITE_BACK = [
    "DROP TRIGGER slot_no_double_booking_insert",
    "DROP TRIGGER slot_no_double_booking_update",
]


def forwards(apps, schema_editor):
    run(schema_editor, {"postgresql": POSTGRESQL, "sqlite": SQLITE})


def backwards(apps, schema_editor):
    run(schema_editor, {"postgresql": POSTGRESQL_BACK, "sqlite": SQLITE_BACK})


def run(schema_editor, by_vendor):
    for statement in by_vendor[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]

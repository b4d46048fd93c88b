"""Looking for words in all that is kept."""

import json

from django.db import connection


def whole_database() -> str:
    """Every row of every table, as text."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  a name from the database
            rows += [f"{table} {row}" for row in cursor.fetchall()]
    return "\n".join(rows)


def found(words: list[str], text: str) -> list[str]:
    escaped = [json.dumps(word)[1:-1] for word in words]
    return [word for word in [*words, *escaped] if word in text]

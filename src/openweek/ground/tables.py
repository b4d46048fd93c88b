"""Tables for spreadsheets, in which nothing that somebody typed is ever computed.

A cell that could be taken for a formula begins with an apostrophe. Telephone numbers and amounts
stay as they are.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

CONTENT_TYPE = "text/csv; charset=utf-8"
# What spreadsheets take for the beginning of a formula, also in its wide form.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?\(?\d[\d\s.,()\-]*")


def harmless(text: str) -> str:
    """That text, as a spreadsheet shows it and never computes it."""
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]], *, language: str) -> bytes:
    """With the sign that spreadsheets of that language expect, and everything in quotes, so that
    one that expects the other sign still finds whole cells: in French, a comma parts the cents
    from the euros. Every cell is made harmless.
    """
    page = io.StringIO(newline="")
    sign = ";" if language.startswith("fr") else ","
    table = csv.writer(page, delimiter=sign, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(map(harmless, columns))
    for row in rows:
        table.writerow(map(harmless, row))
    return b"\xef\xbb\xbf" + page.getvalue().encode()

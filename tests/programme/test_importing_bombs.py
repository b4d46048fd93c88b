"""Files made to take a machine down: read or refused while one still waits for it."""

import gzip
import time
import tracemalloc
from contextlib import suppress
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from openweek.programme import importing
from openweek.programme.importing.incoming import MOST_EVENTS, Unreadable, Where

WHERE = Where(ZoneInfo("Europe/Paris"), date(2026, 11, 23), date(2026, 11, 27))
SECONDS = 5
# Of memory, for a file of a few MB.
MEGABYTES = 60
EVENT = "BEGIN:VEVENT\r\nUID:{0}\r\nSUMMARY:{0}\r\nDTSTART:{1}\r\n{2}END:VEVENT\r\n"


def calendar(rule: str, start: str = "20261125T100000Z") -> str:
    return "BEGIN:VCALENDAR\r\n" + EVENT.format(1, start, f"RRULE:{rule}\r\n") + "END:VCALENDAR"


BOMBS = {
    "nested events": "<schedule>" + "<event>" * 400_000,
    "nested JSON": "[" * 1_000_000,
    "laughing entities": '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><schedule>&b;'
    "</schedule>",
    "a file of the machine": '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><schedule>&a;'
    "</schedule>",
    "a quote that never ends": 'title,day\n"' + "x,\n" * 1_500_000,
    "nothing but commas": "title,day\n" + "," * 4_000_000,
    "each second": calendar("FREQ=SECONDLY"),
    "a day that never comes": calendar("FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"),
    "since the first year": calendar("FREQ=SECONDLY", "00010101T000000Z"),
    "numbers without end": f"title,day,seats\nx,0001-01-01,{'9' * 5000}\ny,9999-12-31,²\n",
    "a line of its own": "title,day\n" + "x" * 4_000_000 + ",2026-11-25\n",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_it_costs_neither_time_nor_memory(bomb: str) -> None:
    content = BOMBS[bomb].encode()
    begun = time.process_time()
    _try(content)
    assert time.process_time() - begun < SECONDS

    tracemalloc.start()
    try:
        _try(content[: 2 << 20])
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < MEGABYTES << 20


def _try(content: bytes) -> None:
    with suppress(Unreadable):
        assert len(importing.read(content, WHERE).rows) <= MOST_EVENTS


def test_what_swells_is_refused_before_it_does() -> None:
    with pytest.raises(Unreadable):
        importing.read(gzip.compress(b"x\n" * 20_000_000), WHERE)

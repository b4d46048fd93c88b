"""Files that chance has damaged, and weeks that chance has written."""

import random
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openweek.ground.authors import SOFTWARE
from openweek.ground.text import clean_line, clean_prose
from openweek.place.models import Place
from openweek.programme import actions, importing
from openweek.programme.exports import programme_csv, schedule_json, schedule_xml
from openweek.programme.importing import Programme, Unreadable
from openweek.programme.importing.incoming import Where
from openweek.programme.models import Session, Slot
from openweek.week import actions as week_actions
from openweek.week.models import Week
from tests.factories.programme import make_week_with_rooms, span

FILES = Path(__file__).parent / "files"
WEEK = Where(ZoneInfo("Europe/Paris"), date(2026, 11, 23), date(2026, 11, 27))
NAMES = [path.name for path in sorted(FILES.iterdir())]
# Each test rolls back what it wrote; a week of its own keeps the examples apart.
patient = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(content: bytes) -> Programme | None:
    try:
        return importing.read(content, WEEK)
    except Unreadable as said:
        # In words, always.
        return None if str(said) else pytest.fail("refused without a word")


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(max_examples=40)
def test_a_damaged_file_never_breaks_anything(name: str, data: st.DataObject) -> None:
    content = bytearray((FILES / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        piece = data.draw(st.binary(min_size=0, max_size=8))
        content[at : at + data.draw(st.integers(0, 8))] = piece
        if not content:
            return
    read(bytes(content))


@given(content=st.binary(max_size=400))
def test_any_bytes_are_a_programme_or_refused(content: bytes) -> None:
    read(content)


@given(text=st.text(max_size=200))
@pytest.mark.parametrize(
    "around",
    [
        "<schedule><day date='2026-11-25'><room name='A'><event id='1'>{}</event></room></day>",
        '{{"schedule": {{"conference": {}}}}}',
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nDTSTART:{}\nEND:VEVENT\nEND:VCALENDAR",
        "BEGIN:VEVENT\nSUMMARY:x\nDTSTART:20261125T100000\nDURATION:PT1H\nRRULE:{}\nEND:VEVENT",
        "titre;jour;heure;durée\n{}",
    ],
    ids=["xml", "json", "calendar", "recurrence", "table"],
)
def test_any_words_in_a_file_are_read_or_refused(around: str, text: str) -> None:
    read(around.format(text).encode("utf-8", errors="surrogatepass"))


@pytest.mark.parametrize("seed", range(40))
def test_a_letter_that_is_lost_costs_one_event_of_a_schedule_at_most(seed: int) -> None:
    text = (FILES / "semaine.schedule.xml").read_text()
    first, last = text.index("<event"), text.rindex("</event>")
    place = random.Random(seed).randrange(first, last)
    damaged = text[:place] + text[place + 1 :]

    programme = read(damaged.encode())

    assert programme is not None
    assert len(programme.rows) >= 3


# --- out and in again ----------------------------------------------------------------------

words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Co", "Cn", "Zl", "Zp")),
    max_size=40,
)
sessions = st.lists(
    st.fixed_dictionaries(
        {
            "title": words.map(lambda text: clean_line(f"T{text}")),
            "summary": words.map(clean_line),
            "description": st.lists(words, max_size=3).map(
                lambda lines: clean_prose("\n".join(lines))
            ),
            "facilitator": st.sampled_from(["", "Nour", "Zoé, Lou", "Anne et Paul"]),
            "track": st.sampled_from(["", "Réparer", "Écrire"]),
            "language": st.sampled_from(["", "fr", "en", "de-at"]),
            "quarter": st.integers(0, 30),
            "quarters": st.integers(1, 12),
        }
    ),
    max_size=5,
)


def written(place: Place, said: list[dict[str, Any]], room: Any) -> Week:
    days = (date(2026, 11, 23), date(2026, 11, 27))
    week = week_actions.create_week(place=place, title="Tirée au sort", days=days, by=SOFTWARE)
    for number, each in enumerate(said):
        details = {
            name: each[name]
            for name in ("summary", "description", "facilitator", "track", "language")
        }
        hour = f"{10 + each['quarter'] // 4:02d}:{15 * (each['quarter'] % 4):02d}"
        where = room if number == 0 else None
        when = span(week, where, at=hour, minutes=15 * each["quarters"])
        actions.propose_session(
            week=week, title=each["title"], by=SOFTWARE, spans=[when], **details
        )
    return week


def told(week: Week) -> list[dict[str, Any]]:
    slots = Slot.objects.filter(session__week=week, cancelled_at=None).order_by("guid")
    columns = (
        "guid", "room__name", "starts_at", "ends_at", "session__title", "session__summary",
        "session__description", "session__facilitator", "session__track", "session__language",
    )  # fmt: skip
    return list(slots.values(*columns))


@pytest.mark.parametrize("export", [schedule_xml, schedule_json, programme_csv])
@given(said=sessions)
@patient
def test_what_was_written_is_what_comes_in_again(export: Any, said: list[dict[str, Any]]) -> None:
    place = make_week_with_rooms().place
    week = written(place, said, place.rooms.first())
    week.rooms.set(place.rooms.all())
    before, content = told(week), export.render(week)
    slug = week.slug
    week.delete()
    days = (date(2026, 11, 23), date(2026, 11, 27))
    other = week_actions.create_week(place=place, title=slug, days=days, by=SOFTWARE)
    if before:
        programme = importing.read(content, actions.where_of(other))
        actions.import_programme(week=other, programme=programme, by=SOFTWARE)
        again = importing.compare(other, importing.read(content, actions.where_of(other)))
        assert again.is_empty
    assert told(other) == before
    Session.objects.filter(week=other).delete()
    place.delete()

"""A real self-organised programme, written again, exported, undone and done again."""

import json
from datetime import UTC, datetime, timedelta

import jsonschema
import pytest
import xmlschema

from openweek.ground import clock
from openweek.programme.exports import schedule_json, schedule_xml
from tests.programme.replay import (
    SCHEMAS,
    Replay,
    make_replay,
    revisions,
    undo_a_period_and_redo,
    undo_an_author_and_redo,
)

pytestmark = [pytest.mark.django_db, pytest.mark.proof]
# A busy afternoon in the middle of the event.
SINCE = datetime(2019, 12, 28, 11, tzinfo=UTC)
UNTIL = datetime(2019, 12, 28, 19, tzinfo=UTC)
AFTERWARDS = timedelta(hours=1)


class Schemas:
    """Of both schedule formats, as the software that reads them holds them."""

    def __init__(self) -> None:
        self._xml = xmlschema.XMLSchema(str(SCHEMAS / "schedule.xml.xsd"))
        schema = json.loads((SCHEMAS / "schedule.schema.json").read_text())
        self._json = jsonschema.validators.validator_for(schema)(schema)

    def check(self, replay: Replay) -> None:
        self._xml.validate(schedule_xml.render(replay.week).decode())
        self._json.validate(json.loads(schedule_json.render(replay.week)))


def test_all_revisions_give_the_source_and_valid_exports() -> None:
    history = revisions()
    replay, schemas = make_replay(history), Schemas()

    for revision in history:
        replay.follow(revision)
        if revision.number % 20 == 0:
            schemas.check(replay)

    assert replay.programme() == replay.shown
    assert len(replay.shown) == 631
    with clock.at(history[-1].at + AFTERWARDS):
        schemas.check(replay)
        assert undo_a_period_and_redo(replay, SINCE, UNTIL) > 50
        assert undo_an_author_and_redo(replay, "Chloé") > 100

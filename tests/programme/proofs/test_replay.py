"""A real self-organised programme, written again, exported, undone and done again."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import jsonschema
import pytest
import xmlschema

from openweek.ground import clock
from openweek.programme import actions
from openweek.programme.exports import schedule_json, schedule_xml
from openweek.programme.selection import Selection
from tests.programme.replay import SCHEMAS, Replay, Revision, Step, make_replay, revisions

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


@pytest.fixture
def history() -> list[Revision]:
    return revisions()


@pytest.fixture
def replay(history: list[Revision]) -> Iterator[Replay]:
    """The first third of it, which has all kinds of changes."""
    made = make_replay(history)
    for revision in history[:150]:
        made.follow(revision)
    with clock.at(history[150].at):
        yield made


def test_all_revisions_give_the_source_and_valid_exports(history: list[Revision]) -> None:
    replay, schemas = make_replay(history), Schemas()

    for revision in history:
        replay.follow(revision)
        if revision.number % 20 == 0:
            schemas.check(replay)

    assert replay.programme() == replay.shown
    assert len(replay.shown) == 631
    with clock.at(history[-1].at + AFTERWARDS):
        schemas.check(replay)
        undo_a_period_and_redo(replay)
        undo_an_author_and_redo(replay)


def undo_a_period_and_redo(replay: Replay) -> None:
    def chosen(step: Step) -> bool:
        return SINCE <= step.at < UNTIL

    whole, by = replay.programme(), replay.people["Ada"]
    done = actions.undo_period(
        week=replay.week, chosen=Selection(since=SINCE, until=UNTIL), by=by
    )
    assert done.batch
    assert done.sessions > 50
    assert replay.expect(chosen) <= len(done.lost)
    actions.undo_batch(batch=done.batch, by=by)
    assert replay.programme() == whole


def undo_an_author_and_redo(replay: Replay) -> None:
    whole = replay.programme()
    theirs = Selection(author_keys=(replay.people["Chloé"].key,), author_name="Chloé")
    done = actions.undo_author(week=replay.week, chosen=theirs, by=replay.people["Ada"])
    assert done.batch
    assert done.sessions > 50
    assert replay.expect(lambda step: step.author == "Chloé") <= len(done.lost)
    actions.undo_batch(batch=done.batch, by=replay.people["Ada"])
    assert replay.programme() == whole

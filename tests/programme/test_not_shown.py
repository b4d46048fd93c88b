"""What is kept from those who only read is in no page, list or export of the programme."""

from http import HTTPStatus
from typing import Any

from django.core.cache import cache
from django.test import Client

from openweek.ground.authors import SOFTWARE, Author
from openweek.programme import actions, queries
from openweek.programme.models import Mode
from tests.factories.programme import (
    make_session,
    make_week_with_rooms,
    room_of,
    slot_of,
    span,
)
from tests.programme.test_hostile_text import addresses

# The address to follow it from afar; who comes; what was removed, and why; what waits.
SECRETS = ("secret-way", "cachalot", "potiron", "querelle", "aubergine")


def test_none_of_it_is_read_by_somebody_passing_by() -> None:
    week = make_week_with_rooms("Grande salle")
    by, comes = Author(name="Nour", passer_by="n0ur"), Author(passer_by="c0me")
    session = make_session(
        week, "Visible", span(week, room_of(week)), by=by, remote_url="https://v.example/secret-way"
    )
    said: dict[str, Any] = {"name": "Cachalot", "email": "cachalot@example.org"}
    actions.sign_up(session=session, slots=[slot_of(session)], by=comes, **said)
    actions.say_me_too(session=session, by=comes, **said)
    removed = make_session(week, "Ôté", by=by, description="potiron", facilitator="potiron")
    actions.remove_session(session=removed, by=by, why="querelle")
    actions.set_policy(week=week, mode=Mode.LOOKED_AT, holds_newcomers=False, by=SOFTWARE)
    make_session(week, "Aubergine", span(week, room_of(week), at="15:00"), by=by)
    actions.wish_session(week=week, title="Wish of aubergine", by=by)
    seen = queries.newest_change(session)
    actions.hold_change(session=session, by=by, seen=seen, after={"title": "Aubergine"})

    read, told = 0, []
    for address in addresses(week):
        # Whoever has the private link to somebody's choices reads their name.
        if "/programme/mine/" in address:
            continue
        cache.clear()
        answer = Client().get(address)
        if answer.status_code == HTTPStatus.OK:
            read += 1
            body = answer.content.decode().casefold()
            told += [(address, each) for each in SECRETS if each in body]

    assert told == []
    assert read > 15

"""The pages that cross rooms: read by everybody, in both languages, at a cost that doesn't grow."""

from collections.abc import Iterator
from datetime import timedelta
from fnmatch import fnmatch
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLResolver, get_resolver

from openweek.desk.models import HouseRules, Notice
from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.programme.actions import improvise_session, propose_session
from openweek.programme.models import Span
from openweek.week.actions import archive_week, change_week
from openweek.week.models import Week
from tests.factories.places import make_room, make_week

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]


def address(week: Week, tail: str = "") -> str:
    return f"/{week.place.slug}/{week.slug}/{tail}"


def add_sessions(week: Week, count: int) -> None:
    room = make_room(week.place, f"Salle {week.rooms.count() + 1}")
    week.rooms.add(room)
    start = clock.now() + timedelta(hours=1)
    for n in range(count):
        begins = start + n * timedelta(hours=1)
        propose_session(
            week=week,
            title=f"Moment {n}",
            by=SOFTWARE,
            spans=[Span(begins, begins + timedelta(minutes=45), room)],
        )


@pytest.mark.parametrize(("language", "words"), [("fr", "Je viens"), ("en", "I am coming")])
def test_a_week_says_what_it_is_in_both_languages(
    client: Client, language: str, words: str
) -> None:
    week = make_week()
    page = client.get(address(week), headers={"accept-language": language}).content.decode()
    assert f'<html lang="{language}"' in page
    assert words in page
    assert week.title in page


def test_a_week_shows_its_licence_and_principles(client: Client) -> None:
    week = make_week()
    change_week(
        week=week, title=week.title, by=SOFTWARE,
        licence="CC-BY-NC-SA-3.0", move_commons="np-rp-rc.di-gr",
    )  # fmt: skip
    page = client.get(address(week)).content.decode()
    assert 'href="https://creativecommons.org/licenses/by-nc-sa/3.0/"' in page
    assert "non lucratif" in page


@pytest.mark.parametrize("tail", ["", "screen/"])
def test_the_cost_of_a_page_does_not_grow_with_its_sessions(
    client: Client, django_assert_max_num_queries: Any, tail: str
) -> None:
    week = make_week()
    add_sessions(week, 1)
    cache.clear()
    with django_assert_max_num_queries(20) as one:
        client.get(address(week, tail))
    add_sessions(week, 3)
    cache.clear()
    with django_assert_max_num_queries(len(one)):
        client.get(address(week, tail))


def test_what_is_improvised_is_on_the_screen_at_once(client: Client) -> None:
    week = make_week()
    room = make_room(week.place)
    week.rooms.add(room)
    improvise_session(week=week, title="Une lampe <b>à</b> réparer", room=room, by=SOFTWARE)
    page = client.get(address(week, "screen/")).content.decode()
    assert "Une lampe &lt;b&gt;à&lt;/b&gt; réparer" in page
    assert room.name in page


def test_a_finished_week_invites_nobody(client: Client) -> None:
    week = make_week()
    archive_week(week=week, by=SOFTWARE)
    assert "visit/" not in client.get(address(week)).content.decode().split("<main")[1]


@pytest.mark.parametrize("path", ["/nulle-part/", "/le-preau/jamais/", "/le-preau/%00/"])
def test_an_unknown_address_is_a_helpful_page_and_makes_nothing(client: Client, path: str) -> None:
    before = Week.objects.count()
    answer = client.get(path)
    assert answer.status_code == 404
    assert '<html lang="fr"' in answer.content.decode()
    assert Week.objects.count() == before


def test_home_leads_to_every_week(client: Client) -> None:
    week = make_week()
    assert address(week) in client.get("/").content.decode()


def test_a_page_that_is_kept_is_true_as_soon_as_something_changes(client: Client) -> None:
    week = make_week()
    client.get(address(week))
    improvise_session(week=week, title="Une soupe à goûter", room=None, by=SOFTWARE)
    assert "Une soupe à goûter" in client.get(address(week)).content.decode()


def test_robots_are_kept_off_every_private_link(client: Client) -> None:
    said = client.get("/robots.txt").content.decode()
    closed = [line.removeprefix("Disallow: ") for line in said.splitlines() if "Disallow" in line]
    private = [route for route in routes() if "<str:secret>" in route or "<str:signed>" in route]
    open_to_robots = [
        route for route in private if not any(fnmatch(f"/{route}", f"{path}*") for path in closed)
    ]
    assert len(private) > 5
    assert open_to_robots == []


def routes(resolver: URLResolver | None = None, under: str = "") -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        route = under + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route


def test_a_rooms_own_screen_counts_down(client: Client) -> None:
    week = make_week()
    add_sessions(week, 3)
    room = week.rooms.get()
    screen = address(week, f"screen/{room.slug}/")

    waiting = client.get(screen, headers={"accept-language": "en"}).content.decode()
    with clock.at(clock.now() + timedelta(minutes=65, seconds=30)):
        running = client.get(screen, headers={"accept-language": "en"}).content.decode()

    assert "Free just now" in waiting
    assert "in 1\N{NO-BREAK SPACE}h" in waiting
    assert "40\N{NO-BREAK SPACE}min to go" in running
    assert running.index("Moment 0") < running.index("Moment 1") < running.index("Moment 2")
    assert client.get(address(week, "screen/nowhere/")).status_code == 404


def test_notices_for_screens_are_on_every_screen_and_others_on_none(client: Client) -> None:
    week = make_week()
    add_sessions(week, 1)
    now = clock.now()
    for text, on_screen in (("Plus de café", True), ("Réunion des hôtes", False)):
        Notice.objects.create(
            place=week.place, text=text, on_screen=on_screen, created_at=now, starts_at=now,
            ends_at=now + timedelta(hours=1),
        )  # fmt: skip
    for tail in ("screen/", f"screen/{week.rooms.get().slug}/"):
        page = client.get(address(week, tail)).content.decode()
        assert "Plus de café" in page
        assert "Réunion des hôtes" not in page
        with clock.at(now + timedelta(hours=2)):
            assert "Plus de café" not in client.get(address(week, tail)).content.decode()


def test_the_rules_of_the_house_come_on_the_wall_in_turn(client: Client) -> None:
    week = make_week()
    HouseRules.objects.create(place=week.place, number=1, text="Fermer la porte.", at=clock.now())
    shown = []
    for seconds in (0, 20, 40):
        with clock.at(clock.now() + timedelta(seconds=seconds)):
            page = client.get(address(week, "screen/")).content.decode()
        shown.append("Fermer la porte." in page)
    assert sorted(shown) == [False, False, True]

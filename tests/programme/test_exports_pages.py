"""The addresses at which the programme goes out: for everybody, and without a cookie."""

import json
import re
from datetime import timedelta
from html import unescape
from http import HTTPStatus
from typing import Any

import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from openweek.commons import actions as commons_actions
from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.place import actions as place_actions
from openweek.programme import actions
from openweek.programme.exports import tags
from openweek.programme.models import Session
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.places import make_person
from tests.factories.programme import (
    SOMEBODY,
    make_format,
    make_session,
    make_week_with_rooms,
    room_of,
    slot_of,
    span,
)

EXPORTS = {
    "programme.ics": "text/calendar; charset=utf-8",
    "programme.json": "application/json",
    "programme.rss": "application/rss+xml; charset=utf-8",
    "programme.csv": "text/csv; charset=utf-8",
    "schedule.xml": "application/xml; charset=utf-8",
    "schedule.json": "application/json",
}
EVERYTHING = [*EXPORTS, "programme/embed/", "programme/pain/calendar.ics"]
every_address = pytest.mark.parametrize("address", EVERYTHING)


def root(week: Week) -> str:
    return f"/{week.place.slug}/{week.slug}/"


def text(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def a_week() -> Week:
    week = make_week_with_rooms("Grande salle", "Cuisine")
    make_session(
        week, "Pain", span(week, room_of(week)), facilitator="Nour", format=make_format(week.place)
    )
    return week


# --- Every export ---------------------------------------------------------------------------


@pytest.mark.parametrize(("address", "kind"), EXPORTS.items())
def test_each_is_what_it_says(client: Client, address: str, kind: str) -> None:
    week = a_week()

    response = client.get(root(week) + address)

    assert response.status_code == HTTPStatus.OK
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"].startswith("inline; filename=")
    assert response["Content-Language"] == "fr"
    assert "Pain" in text(response)


@every_address
def test_no_export_leaves_a_cookie_even_to_somebody_signed_in(
    sign_in: SignIn, client: Client, address: str
) -> None:
    week = a_week()
    browser = sign_in(make_person(week.place))

    for visitor in (browser, Client()):
        response = visitor.get(root(week) + address)
        assert response.status_code == HTTPStatus.OK
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


@every_address
def test_whoever_has_it_already_is_told_so(client: Client, address: str) -> None:
    week = a_week()
    first = client.get(root(week) + address)
    assert first["Cache-Control"] == "no-cache"

    again = client.get(root(week) + address, headers={"If-None-Match": first["ETag"]})

    assert again.status_code == HTTPStatus.NOT_MODIFIED
    assert not text(again)
    actions.move_session(
        slot=slot_of(Session.objects.get()), span=span(week, room_of(week, 1)), by=SOMEBODY
    )
    moved = client.get(root(week) + address, headers={"If-None-Match": first["ETag"]})
    assert moved.status_code == HTTPStatus.OK


@every_address
def test_only_reading_is_possible(client: Client, address: str) -> None:
    week = a_week()

    assert client.post(root(week) + address).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    head = client.head(root(week) + address)
    assert head.status_code == HTTPStatus.OK
    assert head["ETag"]
    assert not text(head)


@pytest.mark.parametrize("address", list(EXPORTS))
def test_since_when_it_is_so(client: Client, address: str) -> None:
    week = a_week()
    first = client.get(root(week) + address)
    since = {"If-Modified-Since": first["Last-Modified"]}

    assert client.get(root(week) + address, headers=since).status_code == HTTPStatus.NOT_MODIFIED
    with clock.at(clock.now() + timedelta(minutes=1)):
        make_session(week, "Soupe", span(week))
        assert client.get(root(week) + address, headers=since).status_code == HTTPStatus.OK


@every_address
@pytest.mark.parametrize("count", [1, 3])
def test_questions_do_not_grow_with_the_programme(
    client: Client, address: str, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    week = a_week()
    for hour in range(count):
        make_session(week, f"Soupe {hour}", span(week, room_of(week), at=f"{11 + hour}:00"))

    with django_assert_max_num_queries(9):
        client.get(root(week) + address)


def test_the_tag_costs_two_questions(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    week = a_week()

    with django_assert_num_queries(2):
        tags.tag(week)


def test_the_tag_is_another_one_whenever_an_export_would_be() -> None:
    week = a_week()
    seen = [tags.tag(week)]

    def changed() -> bool:
        seen.append(tags.tag(Week.objects.select_related("place").get(pk=week.pk)))
        return seen.count(seen[-1]) == 1

    make_session(week, "Soupe", span(week, room_of(week, 1)))
    assert changed()
    place_actions.change_room(room=room_of(week), name="Salon", by=SOFTWARE)
    assert changed()
    week.rooms.remove(room_of(week, 1))
    assert changed()
    Session.objects.filter(title="Soupe").update(held_at=clock.now())
    assert changed()
    Week.objects.filter(pk=week.pk).update(title="Autre semaine")
    assert changed()
    with clock.at(clock.now() + timedelta(minutes=1)):
        written = Session.objects.get(title="Pain").format
        assert written is not None
        commons_actions.change_format(
            changed=written, by=SOFTWARE, title="Atelier", purpose="Faire"
        )
    assert changed()
    assert not changed()


def test_an_export_speaks_the_language_of_the_place(client: Client) -> None:
    week = make_week_with_rooms()
    make_session(week, "Pain", span(week), facilitator="Nour")

    in_english = client.get(f"{root(week)}programme.ics", headers={"Accept-Language": "en"})

    assert "avec Nour" in text(in_english)


@pytest.mark.parametrize("query", ["?room=nulle-part", "?format=rien"])
def test_an_unknown_room_or_format_has_no_calendar(client: Client, query: str) -> None:
    week = a_week()

    response = client.get(f"{root(week)}programme.ics{query}")

    assert response.status_code == HTTPStatus.NOT_FOUND


def test_an_unknown_week_has_nothing(client: Client) -> None:
    for address in EVERYTHING:
        assert client.get(f"/ailleurs/jamais/{address}").status_code == HTTPStatus.NOT_FOUND


def test_a_session_that_waits_has_no_calendar(client: Client) -> None:
    week = a_week()
    Session.objects.update(held_at=clock.now())

    response = client.get(f"{root(week)}programme/pain/calendar.ics")

    assert response.status_code == HTTPStatus.NOT_FOUND


# --- Inside another site --------------------------------------------------------------------


def test_everybody_may_frame_the_programme_and_nothing_else(client: Client) -> None:
    week = a_week()

    framed, page = (
        client.get(f"{root(week)}programme/embed/"),
        client.get(f"{root(week)}programme/"),
    )

    assert "X-Frame-Options" not in framed
    assert "frame-ancestors *;" in framed["Content-Security-Policy"] + ";"
    assert "'none'" in framed["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_links_leave_the_frame(client: Client) -> None:
    week = a_week()

    page = text(client.get(f"{root(week)}programme/embed/"))

    links = re.findall(r"<a [^>]*>", page)
    assert len(links) >= 2
    assert all('target="_top"' in link and 'href="http' in link for link in links)
    assert "<script" not in page


def test_the_frame_takes_a_theme_a_day_a_room_and_a_language(client: Client) -> None:
    week = a_week()
    make_session(week, "Soupe", span(week, room_of(week, 1)))
    address = f"{root(week)}programme/embed/"

    page = text(client.get(f"{address}?theme=dark&ink=leaf&room=cuisine&language=en"))
    assert 'lang="en" data-theme="dark" data-ink="leaf"' in page
    assert "Soupe" in page
    assert "Pain" not in page
    assert "Pain" not in text(client.get(f"{address}?day=2026-11-27"))
    assert "Pain" in text(client.get(f"{address}?day=2026-11-26"))


@pytest.mark.parametrize(
    "query", ['theme="><script>', "ink=red;}", "day=hier", "room='", "language=xx"]
)
def test_a_frame_ignores_what_it_does_not_know(client: Client, query: str) -> None:
    week = a_week()

    page = text(client.get(f"{root(week)}programme/embed/?{query}"))

    assert 'lang="fr" data-ink="vermilion"' in page
    assert "Pain" in page


def test_two_frames_that_differ_have_two_names(client: Client) -> None:
    address = f"{root(a_week())}programme/embed/"

    assert client.get(address)["ETag"] != client.get(f"{address}?ink=duck")["ETag"]


# --- The page that offers them --------------------------------------------------------------


def test_the_page_offers_every_way(client: Client) -> None:
    week = a_week()

    page = unescape(text(client.get(f"{root(week)}programme/subscribe/")))

    for address in EXPORTS:
        assert f"http://testserver{root(week)}{address}" in page
    assert f"webcal://testserver{root(week)}programme.ics" in page
    assert "programme.ics?room=cuisine" in page
    assert "programme.ics?format=wikischool" in page
    assert f'<iframe src="http://testserver{root(week)}programme/embed/?' in page


def test_a_title_cannot_break_out_of_the_code_to_copy(client: Client) -> None:
    week = a_week()
    Week.objects.filter(pk=week.pk).update(title='"><script>alert(1)</script>')

    page = text(client.get(f"{root(week)}programme/subscribe/"))

    assert "<script>alert" not in page
    # What is pasted into another page is what one reads here.
    code = re.search(r'<code id="embed-code">(.*?)</code>', page, re.DOTALL)
    assert code
    assert "<iframe" in unescape(code[1])
    assert "<script>alert" not in unescape(code[1])


# --- The head of a session's page -----------------------------------------------------------


def head_of(client: Client, week: Week, slug: str) -> dict[str, Any]:
    page = text(client.get(f"{root(week)}programme/{slug}/"))
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def test_a_page_says_what_it_is_about(client: Client) -> None:
    week = make_week_with_rooms("Cuisine")
    make_session(
        week, "Pain", span(week, room_of(week)), facilitator="Nour, Ali", summary="On pétrit",
        remote_url="https://example.org/prive",
    )  # fmt: skip

    told = head_of(client, week, "pain")

    assert (told["@type"], told["name"], told["description"]) == ("Event", "Pain", "On pétrit")
    assert told["startDate"] == "2026-11-26T10:00:00+01:00"
    assert told["endDate"] == "2026-11-26T11:00:00+01:00"
    assert told["eventAttendanceMode"].endswith("MixedEventAttendanceMode")
    assert told["location"][0]["name"] == "Cuisine, Le Préau"
    assert told["organizer"]["name"] == "Le Préau"
    assert told["offers"]["price"] == 0
    assert told["inLanguage"] == "fr"
    assert [person["name"] for person in told["performer"]] == ["Nour", "Ali"]
    assert "prive" not in json.dumps(told)


def test_several_times_are_parts_of_one(client: Client) -> None:
    week = make_week_with_rooms()
    make_session(week, "Yoga", *(span(week, room_of(week), day, "08:00") for day in week.days[3:]))

    told = head_of(client, week, "yoga")

    assert [part["startDate"][:10] for part in told["subEvent"]] == ["2026-11-26", "2026-11-27"]
    assert told["endDate"].startswith("2026-11-27")


def test_a_session_without_a_time_is_still_described(client: Client) -> None:
    week = make_week_with_rooms()
    make_session(week, "Un jour")

    told = head_of(client, week, "un-jour")

    assert (told["startDate"], told["endDate"]) == ("2026-11-23", "2026-11-27")


def test_what_lost_its_time_is_postponed(client: Client) -> None:
    week = make_week_with_rooms()
    session = make_session(week, "Pain", span(week))
    actions.change_session(session=session, spans=[], by=SOMEBODY)

    assert head_of(client, week, "pain")["eventStatus"].endswith("EventPostponed")


def test_nothing_typed_closes_the_script(client: Client) -> None:
    week = make_week_with_rooms()
    make_session(week, "Pain", span(week), summary="</script><script>alert(1)</script>\u2028")

    assert "alert(1)" in head_of(client, week, "pain")["description"]
    assert "<script>alert" not in text(client.get(f"{root(week)}programme/pain/"))


def test_a_page_names_itself_and_its_calendar(client: Client) -> None:
    week = a_week()

    with translation.override("fr"):
        page = text(client.get(f"{root(week)}programme/pain/"))
        programme = text(client.get(f"{root(week)}programme/"))

    assert f'<link rel="canonical" href="http://localhost:8000{root(week)}programme/pain/">' in page
    assert f'type="text/calendar" href="{root(week)}programme/pain/calendar.ics"' in page
    assert '<meta property="og:title" content="Pain">' in page
    assert f'type="text/calendar" href="{root(week)}programme.ics"' in programme
    assert f'type="application/rss+xml" href="{root(week)}programme.rss"' in programme

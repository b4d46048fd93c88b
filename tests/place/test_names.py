"""Somebody without an account says under which name they write."""

import pytest
from django.test import Client

from openweek.place.middleware import PEN_NAME

pytestmark = pytest.mark.django_db


def test_a_name_is_kept_in_this_browser_and_one_goes_back(client: Client) -> None:
    answer = client.post("/my-name/", {"name": "  Odette  ", "next": "/le-preau/"})
    assert answer["Location"] == "/le-preau/"
    assert client.session[PEN_NAME] == "Odette"


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", ""])
def test_nobody_is_led_elsewhere(client: Client, back: str) -> None:
    assert client.post("/my-name/", {"name": "Odette", "next": back})["Location"] == "/"


@pytest.mark.parametrize("name", ["", "x" * 5_000_000])
def test_no_name_and_a_whole_book_are_refused(client: Client, name: str) -> None:
    client.post("/my-name/", {"name": name, "next": "/"})
    assert PEN_NAME not in client.session


def test_looking_at_the_address_changes_nothing(client: Client) -> None:
    assert client.get("/my-name/").status_code == 405

"""The programme on paper: whole, in its language, and deaf to what people type."""

import pytest
from django.test import Client
from django.utils import translation

from openweek.programme import printing
from tests.factories.programme import make_session, make_week_with_rooms, room_of, span

HOSTILE = '#import "/etc/passwd": * $x$ <pages> @nobody \\ #panic("no") */ "quoted"'


@pytest.mark.parametrize("paper", printing.SHEETS)
def test_whatever_people_typed_is_only_words_on_paper(paper: str) -> None:
    week = make_week_with_rooms()
    make_session(week, HOSTILE, span(week, room_of(week)), facilitator=HOSTILE)

    made = printing.printed(week, paper, address="http://localhost/p/w/programme/")

    assert made.startswith(b"%PDF-1.7")
    assert made == printing.printed(week, paper, address="http://localhost/p/w/programme/")


def test_the_sheet_says_when_where_and_with_whom_in_both_languages() -> None:
    week = make_week_with_rooms("Cuisine")
    make_session(week, "Soupe", span(week, room_of(week)), facilitator="Nour, Lou")

    with translation.override("en"):
        english = printing.said(week, address="https://open.example/p/w/programme/")
    with translation.override("fr"):
        french = printing.said(week, address="https://open.example/p/w/programme/")

    thursday = english["days"][3]
    assert thursday["sessions"] == [
        {
            "starts": "10\N{NO-BREAK SPACE}am",
            "title": "Soupe",
            "more": "1\N{NO-BREAK SPACE}h · Cuisine · with Nour, Lou",
            "ink": 0,
        }
    ]
    assert english["credits"] == "With Lou, Nour."
    assert (english["language"], french["language"]) == ("en", "fr")
    assert french["days"][3]["name"].startswith("jeudi")
    assert english["address"] == "open.example/p/w/programme"


def test_a_leaflet_folds_to_whole_sheets() -> None:
    week = make_week_with_rooms()
    for number in range(60):
        make_session(week, f"Moment {number}", span(week, at=f"{9 + number % 9:02}:00"))
    data = printing.said(week, address="http://localhost/p/w/programme/")
    files = {"qr.svg": b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>"}

    assert printing.typesetting.count(printing.PAPER / "booklet.typ", data, "pages", files) % 4 == 0


def test_everybody_can_print_it_and_no_other_paper(client: Client) -> None:
    week = make_week_with_rooms()
    address = f"/{week.place.slug}/{week.slug}/programme.pdf"

    answer = client.get(address, {"paper": "a4"})

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert client.get(address, {"paper": "../a4"}).status_code == 404

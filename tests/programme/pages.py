"""Pages of the programme, as a browser asks for them and as somebody reads them."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client

from openweek.week.models import Week


def browser() -> Client:
    """Somebody else's, that asks for English."""
    return Client(headers={"accept-language": "en"})


def root(week: Week) -> str:
    return f"/{week.place.slug}/{week.slug}/programme/"


def text(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode().replace("\xa0", " ")


def propose(client: Client, week: Week, **given: Any) -> HttpResponseBase:
    return client.post(
        f"{root(week)}propose/", {"title": "Pain au levain", "minutes": "60", **given}
    )

"""The base page, the living page, and the pages that answer when something goes wrong."""

import re
from pathlib import Path

import polib
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest
from django.test import Client, RequestFactory
from django.utils import translation

from openweek.look import errors

LOOK = Path(errors.__file__).parent


@pytest.fixture
def request_from_nobody(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/somewhere/?page=2")
    request.user = AnonymousUser()
    return request


@pytest.mark.parametrize(
    ("language", "trouble", "status", "title"),
    [
        ("fr", errors.NOT_FOUND, 404, "Il n’y a pas de porte ici"),
        ("en", errors.NOT_FOUND, 404, "There is no door here"),
        ("fr", errors.FORBIDDEN, 403, "Cette porte vous est fermée"),
        ("en", errors.CSRF, 403, "This form has grown old"),
        ("fr", errors.TOO_LARGE, 413, "C’est trop gros pour nous"),
        ("en", errors.BAD_REQUEST, 400, "This request cannot be read"),
    ],
)
def test_trouble_is_told_in_the_readers_language(
    request_from_nobody: HttpRequest,
    language: str,
    trouble: errors.Trouble,
    status: int,
    title: str,
) -> None:
    with translation.override(language):
        response = errors.answer(request_from_nobody, trouble)

    html = response.content.decode()
    assert response.status_code == status
    assert f'<html lang="{language}">' in html
    assert f"<h1>{title}</h1>" in html
    assert '<a class="btn btn-primary" href="/">' in html


def test_broken_server_answers_without_asking_anything(rf: RequestFactory) -> None:
    with translation.override("fr"):
        response = errors.server_error(rf.get("/"))

    assert response.status_code == 500
    assert "Quelque chose a cassé chez nous" in response.content.decode()


def test_unknown_address_does_not_say_why(request_from_nobody: HttpRequest) -> None:
    response = errors.not_found(request_from_nobody, Http404("secret reason"))

    assert "secret reason" not in response.content.decode()


def test_what_is_too_large_is_called_so(request_from_nobody: HttpRequest) -> None:
    assert errors.bad_request(request_from_nobody, RequestDataTooBig()).status_code == 413


def test_page_lets_one_change_language_and_come_back(request_from_nobody: HttpRequest) -> None:
    with translation.override("fr"):
        html = errors.not_found(request_from_nobody, Http404()).content.decode()

    assert '<input type="hidden" name="next" value="/somewhere/?page=2">' in html
    assert 'name="language" value="en" lang="en"' in html
    assert 'value="fr"' not in html


def test_living_page_leaves_no_cookie_and_nothing_inline(client: Client) -> None:
    response = client.get("/look/")

    html = response.content.decode()
    assert response.status_code == 200
    assert not response.cookies
    assert " style=" not in html
    assert not re.search(r"\son[a-z]+=", html)
    assert not re.findall(r"<script(?![^>]*(?:src|application/json))", html)
    assert "http://" not in re.sub(r"http://(testserver|www\.w3\.org)", "", html)


def test_living_page_changes_nothing(client: Client) -> None:
    assert client.post("/look/").status_code == 405


def test_everything_is_said_in_french() -> None:
    catalogue = polib.pofile(str(LOOK / "locale/fr/LC_MESSAGES/django.po"))

    assert catalogue.untranslated_entries() == []
    assert catalogue.fuzzy_entries() == []


def test_what_a_page_needs_is_shipped() -> None:
    built = LOOK / "static" / "built"

    assert {"look.css", "page.js", "theme.js", "editor.js"} <= {f.name for f in built.iterdir()}
    # Nothing is asked of anybody else's server.
    assert not re.findall(r"url\(\s*[\"']?https?:", (built / "look.css").read_text())

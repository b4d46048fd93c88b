"""Letters leave one by one, and nothing private stays behind."""

import socket
from typing import Any

import pytest
from django.core import mail

from openweek.ground.authors import SOFTWARE
from openweek.place.actions import write_letter
from openweek.place.jobs import send_letters
from openweek.place.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def a_mail_server(settings: Any) -> None:
    settings.OPENWEEK_MAIL_URL = "smtp://mail.example"


def write() -> None:
    write_letter(
        to="odette@example.org",
        subject="À mardi\r\nBcc: everybody@example.org",
        text="Votre lien : https://le-preau.example/visit/secret/",
        by=SOFTWARE,
    )


@pytest.mark.usefixtures("a_mail_server")
def test_a_letter_leaves_once_and_its_private_link_is_not_kept() -> None:
    write()
    assert [send_letters(), send_letters()] == [1, 0]
    (sent,) = mail.outbox
    assert (sent.to, sent.bcc) == (["odette@example.org"], [])
    assert sent.subject == "À mardi Bcc: everybody@example.org"
    assert "secret" in sent.body
    kept = Letter.objects.get()
    assert kept.sent_at is not None
    assert "secret" not in kept.text


def test_without_a_mail_server_letters_wait() -> None:
    write()
    assert send_letters() == 0
    assert Letter.objects.get().sent_at is None


@pytest.mark.usefixtures("a_mail_server")
def test_a_letter_that_could_not_leave_is_tried_again(settings: Any) -> None:
    with socket.socket() as taken:  # bound, but nobody listens: refused at once
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = taken.getsockname()
        write()
        assert send_letters() == 0
    kept = Letter.objects.get()
    assert (kept.sent_at, kept.attempts) == (None, 1)
    assert "secret" in kept.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_letters() == 1


def test_an_address_gets_three_letters_a_day_at_most() -> None:
    for _ in range(1000):
        write()
    assert Letter.objects.count() == 3

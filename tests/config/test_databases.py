from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from openweek.config.databases import postgres, sqlite
from openweek.config.mail import mail_settings


def test_postgres_address_is_read_whole() -> None:
    settings = postgres("postgresql://ow%40x:p%2Fw@db.example:5433/week?sslmode=require")
    named = ["USER", "PASSWORD", "HOST", "PORT", "NAME", "OPTIONS"]
    assert [settings[key] for key in named] == [
        "ow@x", "p/w", "db.example", "5433", "week", {"sslmode": "require"},
    ]  # fmt: skip


def test_an_address_of_another_kind_is_refused_in_words() -> None:
    with pytest.raises(ImproperlyConfigured, match="postgresql://"):
        sqlite(Path(), "mysql://x/y")
    with pytest.raises(ImproperlyConfigured, match="no database"):
        postgres("postgresql://host/")


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://u:p@mail.example:587", 587, True, False),
        ("smtps://u:p@mail.example", 465, False, True),
        ("smtp://localhost:25", 25, False, False),
    ],
)
def test_mail_addresses_say_how_letters_leave(url: str, port: int, *, tls: bool, ssl: bool) -> None:
    settings = mail_settings(url)
    assert (settings.port, settings.use_tls, settings.use_ssl) == (port, tls, ssl)


def test_a_mail_address_without_server_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="smtp://"):
        mail_settings("mail.example")

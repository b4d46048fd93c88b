"""What the live processes count of themselves, for whoever watches the installation."""

from django.test import Client
from pytest_django import Settings

from openweek.config.metrics import CONTENT_TYPE
from tests.writing.conftest import House


def samples(page: str) -> dict[str, float]:
    lines = [line for line in page.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_metrics_are_off_until_they_are_asked_for(client: Client, db: None) -> None:
    assert client.get("/metrics").status_code == 404


def test_metrics_tell_numbers_and_nothing_of_what_is_written(
    live: House, client: Client, settings: Settings
) -> None:
    settings.OPENWEEK_METRICS = True
    text = live.text("Début.")
    ada, blaise = live.writer(text, "Ada"), live.writer(text, "Blaise")
    ada.hear(lambda: ada.words).write("Bonjour.").hear(lambda: ada.all_is_saved)
    blaise.hear(lambda: len(blaise.words) == 2)

    answer = client.get("/metrics")

    page = answer.content.decode()
    said = samples(page)
    assert answer["Content-Type"] == CONTENT_TYPE
    assert said['openweek_live_up{process="0"}'] == 1
    assert said['openweek_live_connections{process="0"}'] == 2
    assert said['openweek_live_rooms{process="0"}'] == 1
    assert said['openweek_live_updates_total{process="0"}'] >= 2
    assert said['openweek_live_queue_rows{process="0"}'] == 0
    assert said['openweek_live_committed_rows_total{process="0"}'] == 1
    assert said['openweek_live_commit_seconds_count{process="0"}'] >= 1
    assert not [word for word in ("Ada", "Blaise", "Bonjour", str(text.pk)) if word in page]


def test_metrics_without_a_live_process_say_that_none_is_up(
    house: House, client: Client, settings: Settings
) -> None:
    settings.OPENWEEK_METRICS = True
    assert samples(client.get("/metrics").content.decode()) == {}


def test_metrics_are_for_this_machine_or_for_the_token(
    client: Client, db: None, settings: Settings
) -> None:
    settings.OPENWEEK_METRICS = True
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 403
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 403
    settings.OPENWEEK_METRICS_TOKEN = "long-and-secret"
    assert client.get("/metrics").status_code == 403
    shown = {"Authorization": "Bearer long-and-secret"}
    assert client.get("/metrics", headers=shown, REMOTE_ADDR="192.0.2.7").status_code == 200

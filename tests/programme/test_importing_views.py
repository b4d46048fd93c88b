"""Importing in the interface: who may, what it would change, yes, and what was done."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openweek.ground import deadlines
from openweek.place.models import Role
from openweek.programme.models import Session, Upload
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.places import make_person
from tests.factories.programme import make_session, make_week_with_rooms

XML = (Path(__file__).parent / "files" / "semaine.schedule.xml").read_bytes()


@pytest.fixture
def week() -> Week:
    return make_week_with_rooms("Grande salle")


@pytest.fixture
def concierge(week: Week, sign_in: SignIn) -> Client:
    return sign_in(make_person(week.place, "Nadia", Role.CONCIERGE))


def address(week: Week, *more: object) -> str:
    parts = "".join(f"{each}/" for each in more)
    return f"/{week.place.slug}/{week.slug}/programme/import/{parts}"


def send(client: Client, week: Week, content: bytes = XML, once: str = "") -> Upload:
    file = SimpleUploadedFile("../../etc/semaine.xml", content)
    answer = client.post(address(week), {"file": file, "once": once})
    assert answer.status_code == 302
    return Upload.objects.latest("pk")


@pytest.mark.parametrize("role", [Role.COWORKER, Role.CONTRIBUTOR, Role.VISITOR])
def test_only_a_concierge_imports(week: Week, sign_in: SignIn, role: Role) -> None:
    client = sign_in(make_person(week.place, "Sam", role))
    upload = Upload.objects.create(week=week, at=week.created_at, name="caché.xml")
    for path in ((), (upload.pk,), (upload.pk, "progress"), (upload.pk, "done")):
        assert client.get(address(week, *path)).status_code == 403
    assert client.post(address(week, upload.pk)).status_code == 403
    assert client.post(address(week, upload.pk, "forget")).status_code == 403


def test_the_file_of_another_week_is_not_there(week: Week, concierge: Client) -> None:
    upload = Upload.objects.create(week=make_week_with_rooms(), at=week.created_at)
    assert concierge.get(address(week, upload.pk)).status_code == 404


def test_a_file_is_looked_at_confirmed_and_imported_once(week: Week, concierge: Client) -> None:
    upload = send(concierge, week, once="une-fois")
    assert send(concierge, week, once="une-fois") == upload
    assert upload.name == "semaine.xml"

    page = concierge.get(address(week, upload.pk)).content.decode()
    assert "Réparer sa bicyclette" in page
    assert "Jardin" in page
    assert not Session.objects.exists()

    for _ in range(2):
        answer = concierge.post(address(week, upload.pk))
        assert answer["Location"] == address(week, upload.pk, "progress")
    assert concierge.get(address(week, upload.pk, "progress")).status_code == 200
    assert concierge.get(address(week, upload.pk, "done")).status_code == 302

    assert deadlines.sweep() == 1
    assert Session.objects.filter(week=week).count() == 4
    answer = concierge.get(address(week, upload.pk, "progress"))
    assert answer["Location"] == address(week, upload.pk, "done")
    done = concierge.get(address(week, upload.pk, "done")).content.decode()
    upload.refresh_from_db()
    assert (upload.outcome["new"], upload.outcome["changed"]) == (4, 0)
    assert upload.batch is not None
    assert f"/history/undo/batch/{upload.batch.pk}/" in done
    # The file itself is gone, and a new sweep does nothing more.
    assert bytes(upload.content) == b""
    assert deadlines.sweep() == 0


def test_what_would_change_is_shown_word_by_word(week: Week, concierge: Client) -> None:
    concierge.post(address(week, send(concierge, week).pk))
    deadlines.sweep()
    newer = XML.replace(b"<track>R\xc3\xa9parer</track>", b"<track>Bricoler</track>")
    page = concierge.get(address(week, send(concierge, week, newer).pk)).content.decode()
    assert "<del>Réparer</del>" in page
    assert "<ins>Bricoler</ins>" in page


def test_what_a_file_names_is_shown_as_words(week: Week, concierge: Client) -> None:
    table = "titre;jour;début;durée;salle\n<script>alert(1)</script>;jeudi;9h;1h;<b>Cuisine</b>"
    page = concierge.get(address(week, send(concierge, week, table.encode()).pk))
    assert "<script>alert" not in page.content.decode()
    assert "<b>Cuisine" not in page.content.decode()


def test_a_file_that_is_none_is_refused_in_words_and_what_was_pasted_stays(
    week: Week, concierge: Client
) -> None:
    answer = concierge.post(address(week), {"pasted": "bonjour à tous"})
    assert answer.status_code == 422
    assert "bonjour à tous" in answer.content.decode()
    assert concierge.post(address(week), {}).status_code == 422
    assert not Upload.objects.exists()


def test_what_was_pasted_is_imported_too(week: Week, concierge: Client) -> None:
    answer = concierge.post(
        address(week), {"pasted": "titre\tjour\tdébut\tdurée\nA\tjeudi\t9h\t1h"}
    )
    assert answer.status_code == 302
    concierge.post(address(week, Upload.objects.get().pk))
    deadlines.sweep()
    assert Session.objects.get(week=week).title == "A"


def test_a_file_is_forgotten_when_one_leaves_it(week: Week, concierge: Client) -> None:
    make_session(week)
    upload = send(concierge, week)
    concierge.post(address(week, upload.pk, "forget"))
    assert not Upload.objects.exists()
    assert Session.objects.count() == 1


def test_the_preview_asks_as_often_for_one_session_as_for_many(
    week: Week, concierge: Client
) -> None:
    head, counts = "titre;jour;début;durée;salle\n", []
    rows = [f"S{n};jeudi;{9 + n}h;1h;Grande salle\n" for n in range(3)]
    for text in (head + rows[0], head + "".join(rows)):
        upload = send(concierge, week, text.encode())
        with CaptureQueriesContext(connection) as queries:
            concierge.get(address(week, upload.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_is_ticked_counts_with_and_without_another_look(week: Week, concierge: Client) -> None:
    table = "titre;jour;début;durée\nDimanche;2026-11-29;9h;1h".encode()
    upload = send(concierge, week, table)
    answer = concierge.post(address(week, upload.pk), {"extend": "on", "look": "again"})
    assert answer["Location"] == f"{address(week, upload.pk)}?extend=on"
    assert "checked" in concierge.get(answer["Location"]).content.decode()
    assert not deadlines.sweep()

    concierge.post(address(week, upload.pk), {"extend": "on"})
    deadlines.sweep()
    week.refresh_from_db()
    assert week.ends_on.isoformat() == "2026-11-29"

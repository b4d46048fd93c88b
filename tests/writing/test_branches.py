"""Copies that a text must not take in by itself: kept, looked at, settled; and never twice."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from openweek.ground.authors import SOFTWARE, Author
from openweek.ground.models import Event
from openweek.place import actions as place_actions
from openweek.place.middleware import HELD
from openweek.place.models import Place, Role
from openweek.writing import actions, crdt, queries
from openweek.writing import tree as trees
from openweek.writing.log import reading
from openweek.writing.models import Branch, Level, Text
from tests.factories.places import make_person, make_place

pytestmark = pytest.mark.django_db

LOST, LATE = Branch.Reason.OTHER_PAST, Branch.Reason.TOO_LATE
ADA = Author(name="Ada", passer_by="ada")


def document(*words: str) -> dict[str, Any]:
    return {"type": "doc", "content": [paragraph(each) for each in words]}


def paragraph(words: str) -> dict[str, Any]:
    return {"type": "paragraph", "content": [{"type": "text", "text": words}]}


@pytest.fixture
def place(settings: Any, tmp_path: Path) -> Place:
    settings.OPENWEEK_DATA = settings.MEDIA_ROOT = tmp_path
    return make_place()


@pytest.fixture
def text(place: Place) -> Text:
    made = actions.create_text(
        place=place, title="Territoire", language="fr", by=SOFTWARE, tree=document("Le figuier.")
    )
    actions.grant(text=made, level=Level.WRITE, by=SOFTWARE, role=Role.CONTRIBUTOR)
    actions.grant(text=made, level=Level.READ, by=SOFTWARE, role=Role.VISITOR)
    actions.grant(text=made, level=Level.MANAGE, by=SOFTWARE, role=Role.CONCIERGE)
    return made


def copy_with(text: Text, *words: str) -> bytes:
    """What the browser of somebody who wrote these words has."""
    doc = crdt.document([reading.state_of(text)])
    crdt.apply(doc, trees.appending(crdt.encoded(doc), document(*words)))
    return crdt.encoded(doc)


def keep(text: Text, state: bytes, *, by: Author = ADA, reason: str = LOST) -> Branch:
    made = actions.keep_branch(text=text, by=by, reason=reason, state=state)
    assert made is not None
    return made


def words_of(text: Text) -> str:
    return queries.plain_of(text).body


# --- kept ----------------------------------------------------------------------------------


def test_a_copy_is_kept_beside_the_text_which_does_not_change(text: Text) -> None:
    branch = keep(text, copy_with(text, "La menthe."))

    assert words_of(text) == "Le figuier."
    assert trees.tree_of(bytes(branch.state)) == document("Le figuier.", "La menthe.")
    assert Event.objects.filter(kind="writing.branch_kept").count() == 1


def test_the_same_copy_twice_is_one(text: Text) -> None:
    state = copy_with(text, "La menthe.")

    assert keep(text, state) == keep(text, state)
    assert Event.objects.filter(kind="writing.branch_kept").count() == 1


def test_what_is_within_a_copy_that_waits_is_that_copy(text: Text) -> None:
    """Two tabs of one browser, of which one had heard a little less."""
    less = copy_with(text, "La menthe.")
    doc = crdt.document([less])
    crdt.apply(doc, trees.appending(less, document("Le thym.")))
    branch = keep(text, crdt.encoded(doc))

    assert keep(text, less) == branch


def test_a_copy_that_says_nothing_new_is_not_kept(text: Text) -> None:
    state = reading.state_of(text)

    assert actions.keep_branch(text=text, by=ADA, reason=LOST, state=state) is None


def test_a_copy_that_only_took_words_out_is_kept(text: Text) -> None:
    doc = crdt.document([reading.state_of(text)])
    with crdt.transaction(doc) as txn:
        crdt.root(doc, txn).remove_range(txn, 0, 1)

    branch = keep(text, crdt.encoded(doc))

    assert trees.tree_of(bytes(branch.state))["content"] == []
    assert words_of(text) == "Le figuier."


def test_nothing_is_too_late_while_the_text_takes_pens(text: Text) -> None:
    state = copy_with(text, "La menthe.")
    with pytest.raises(actions.NotTooLateError):
        keep(text, state, reason=LATE)

    actions.freeze_texts(texts=[text], by=SOFTWARE)

    assert keep(text, state, reason=LATE).reason == LATE
    assert words_of(text) == "Le figuier."


@pytest.mark.parametrize(
    "bad", [b"x", b"\x00\x00\x00", b"\xff" * 40, b"\x01\x01\x80", b"\x00\x01"], ids=repr
)
def test_bytes_that_are_no_copy_are_refused_in_words(bad: bytes, text: Text) -> None:
    with pytest.raises(actions.BranchRefusedError, match=r"could not be read|n’a pas pu"):
        keep(text, bad)


def test_one_author_may_leave_only_so_many_waiting(text: Text) -> None:
    for number in range(20):
        keep(text, copy_with(text, f"Essai {number}"))
    with pytest.raises(actions.BranchRefusedError):
        keep(text, copy_with(text, "Un de plus"))

    assert keep(text, copy_with(text, "D’une autre"), by=Author(name="Jo", passer_by="jo"))


# --- settled -------------------------------------------------------------------------------


def test_merged_it_is_there_once_and_of_its_author(text: Text) -> None:
    branch = keep(text, copy_with(text, "La menthe."))
    actions.add_blocks(text=text, by=SOFTWARE, tree=document("Le thym."))

    for _ in range(2):
        actions.merge_branch(branch=branch, by=SOFTWARE)

    assert sorted(words_of(text).split("\n\n")) == ["La menthe.", "Le figuier.", "Le thym."]
    assert "Ada" in {part.name for part in queries.authors_of(text)}
    assert branch.outcome == Branch.Outcome.MERGED


def test_a_closed_text_takes_no_copy_in(text: Text) -> None:
    branch = keep(text, copy_with(text, "La menthe."))
    actions.freeze_texts(texts=[text], by=SOFTWARE)

    with pytest.raises(actions.TextIsFrozenError):
        actions.merge_branch(branch=branch, by=SOFTWARE)

    branch.refresh_from_db()
    assert branch.outcome == Branch.Outcome.OPEN
    assert words_of(text) == "Le figuier."


def test_left_aside_it_stays_and_can_be_asked_about_again(text: Text) -> None:
    branch = keep(text, copy_with(text, "La menthe."))

    actions.leave_branch(branch=branch, by=ADA)
    assert branch.outcome == Branch.Outcome.LEFT
    actions.reopen_branch(branch=branch, by=ADA)

    assert branch.outcome == Branch.Outcome.OPEN
    told = Event.objects.filter(kind__startswith="writing.branch").order_by("pk")
    assert [event.kind for event in told] == [
        "writing.branch_kept",
        "writing.branch_left",
        "writing.branch_reopened",
    ]


@pytest.mark.parametrize(
    "author",
    [Author("Ada", person_id=7), Author("Ada", capability_id=3, passer_by="x"), ADA],
    ids=lambda author: author.key,
)
def test_its_author_is_known_again(author: Author, text: Text) -> None:
    branch = keep(text, copy_with(text, "La menthe."), by=author)

    actions.merge_branch(branch=branch, by=SOFTWARE)

    assert author.key in {part.author for part in reading.parts_of(text)}


# --- its page ------------------------------------------------------------------------------


@pytest.fixture
def sign_in(place: Place) -> Callable[..., Client]:
    def open_browser(name: str, role: str = Role.CONTRIBUTOR) -> Client:
        client = Client()
        client.force_login(make_person(place, name, role))
        return client

    return open_browser


def to(text: Text, name: str, *more: object) -> str:
    return reverse(name, args=[text.pk, *more])


def hand_over(client: Client, text: Text, state: bytes, reason: str = LOST) -> Any:
    return client.post(to(text, "keep_branch"), {"reason": reason, "state": BytesIO(state)})


def test_its_author_finds_it_on_the_text_and_takes_it_up(
    sign_in: Callable[..., Client], text: Text
) -> None:
    ada = sign_in("Ada")
    answer = hand_over(ada, text, copy_with(text, "La menthe."))
    address = answer.json()["branch"]

    assert answer.status_code == 201
    assert f'href="{address}"' in ada.get(to(text, "edit_text")).content.decode()
    page = ada.get(address).content.decode()
    assert "<ins>La menthe.</ins>" in page
    taken = ada.post(f"{address}merge/", follow=True).content.decode()
    assert "La menthe." in taken
    assert address not in taken


def test_others_see_nothing_of_it_and_a_manager_does(
    sign_in: Callable[..., Client], text: Text
) -> None:
    address = hand_over(sign_in("Ada"), text, copy_with(text, "La menthe.")).json()["branch"]
    jo, reader = sign_in("Jo"), sign_in("Zoé", Role.VISITOR)
    manager = sign_in("Camille", Role.CONCIERGE)

    for stranger in (jo, reader, Client()):
        assert stranger.get(address).status_code == 404
        for verb in ("merge", "leave", "reopen"):
            assert stranger.post(f"{address}{verb}/").status_code == 404
    assert address not in jo.get(to(text, "edit_text")).content.decode()
    assert manager.get(address).status_code == 200
    assert address in manager.get(to(text, "edit_text")).content.decode()


def test_a_reader_hands_nothing_over(sign_in: Callable[..., Client], text: Text) -> None:
    reader = sign_in("Zoé", Role.VISITOR)

    assert hand_over(reader, text, copy_with(text, "La menthe.")).status_code == 403
    assert hand_over(Client(), text, copy_with(text, "La menthe.")).status_code == 404
    assert not Branch.objects.exists()


def test_who_came_by_a_link_finds_their_copy_in_the_same_browser(place: Place, text: Text) -> None:
    capability, _ = place_actions.give_capability(
        kind="team", place=place, subject="challenges.team:1", by=SOFTWARE, name="Les Figues"
    )
    actions.grant(text=text, level=Level.WRITE, by=SOFTWARE, capability=capability)
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        session = client.session
        session[HELD] = [capability.pk]
        session.save()

    address = hand_over(here, text, copy_with(text, "La menthe.")).json()["branch"]

    assert here.get(address).status_code == 200
    assert elsewhere.get(address).status_code == 404


def test_what_came_too_late_waits_on_the_page_of_the_closed_text(
    sign_in: Callable[..., Client], text: Text
) -> None:
    ada, late = sign_in("Ada"), copy_with(text, "La menthe.")
    assert hand_over(ada, text, late, LATE).status_code == 409
    actions.freeze_texts(texts=[text], by=SOFTWARE)

    address = hand_over(ada, text, late, LATE).json()["branch"]

    assert address in ada.get(to(text, "edit_text")).content.decode()
    page = ada.get(address).content.decode()
    assert "La menthe." in page
    assert f"{address}merge/" not in page
    assert ada.post(f"{address}merge/").status_code == 409


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"reason": LOST},
        {"reason": "because", "state": b"x"},
        {"reason": LOST, "state": b"x"},
    ],
)
def test_a_copy_that_is_not_taken_is_answered_in_words(
    sent: dict[str, Any], sign_in: Callable[..., Client], text: Text
) -> None:
    data = {key: BytesIO(value) if key == "state" else value for key, value in sent.items()}
    answer = sign_in("Ada").post(to(text, "keep_branch"), data)

    assert answer.status_code == 400
    assert answer.json()["trouble"]


def test_looking_settles_nothing(sign_in: Callable[..., Client], text: Text) -> None:
    ada = sign_in("Ada")
    address = hand_over(ada, text, copy_with(text, "La menthe.")).json()["branch"]

    for verb in ("", "merge/", "leave/", "reopen/"):
        assert ada.get(f"{address}{verb}").status_code == (405 if verb else 200)
    assert ada.get(to(text, "keep_branch")).status_code == 405
    assert Branch.objects.get().outcome == Branch.Outcome.OPEN

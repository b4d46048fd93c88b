"""What is said beside a text: who may, what becomes of it, and how a suggestion gets in."""

import threading
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from openweek.ground.authors import SOFTWARE, Author
from openweek.ground.models import Event
from openweek.place.models import Place, Role
from openweek.writing import actions, queries
from openweek.writing.actions import remarks
from openweek.writing.actions.remarks import Quoted
from openweek.writing.models import Level, Remark, Text, Thread
from tests.factories.places import make_person, make_place
from tests.writing.conftest import House, document
from tests.writing.test_passages import FIRST, ends, passage_of, said

ADA, JO = Author(name="Ada", person_id=1), Author(name="Jo", passer_by="jo")
WORDS = "Ici pousse le figuier, été comme hiver."


def once() -> str:
    return str(uuid.uuid4())


def quoted(words: str, sentence: str = WORDS) -> Quoted:
    return Quoted(*passage_of(sentence, words), words)


@pytest.fixture
def place(settings: Any, tmp_path: Path, db: None) -> Place:
    settings.OPENWEEK_DATA = settings.MEDIA_ROOT = tmp_path
    return make_place()


@pytest.fixture
def text(place: Place) -> Text:
    """Coworkers manage it, contributors write it, visitors comment, anyone reads."""
    made = written(place, document(WORDS))
    for role, level in (
        (Role.COWORKER, Level.MANAGE), (Role.CONTRIBUTOR, Level.WRITE),
        (Role.VISITOR, Level.COMMENT), ("anyone", Level.READ),
    ):  # fmt: skip
        actions.grant(text=made, level=level, by=SOFTWARE, role=role)
    return made


def written(place: Place, tree: dict[str, Any]) -> Text:
    return actions.create_text(
        place=place, title="Territoire", language="fr", by=SOFTWARE, tree=tree
    )


def suggest(text: Text, words: str, proposed: str, *, by: Author = JO, body: str = "") -> Thread:
    return remarks.suggest_change(
        text=text, by=by, on=quoted(words), proposed=proposed, body=body, once=once()
    )


def body_of(text: Text) -> str:
    return queries.plain_of(text).body


def kinds() -> list[str]:
    return [
        kind.removeprefix("writing.")
        for kind in Event.objects.order_by("pk").values_list("kind", flat=True)
        if kind.startswith("writing.") and kind != "writing.right_granted"
    ]


# --- suggestions ----------------------------------------------------------------------------


def test_an_accepted_suggestion_is_in_the_text_as_its_authors_words(text: Text) -> None:
    thread = suggest(text, "été comme hiver", "en été 🌞 seulement")
    remarks.accept_suggestion(thread=thread, by=ADA)

    thread.refresh_from_db()
    assert body_of(text) == "Ici pousse le figuier, en été 🌞 seulement."
    assert (thread.state, thread.settled_by) == ("accepted", "Ada")
    assert [part.name for part in queries.authors_of(text)] == ["Jo"]
    assert kinds() == ["text_created", "change_suggested", "suggestion_accepted"]


def test_marks_around_and_within_a_suggestion_stay(place: Place) -> None:
    text = written(place, said("Il y a ", ("trois", "bold"), " pommiers ici."))
    on = Quoted(*ends(FIRST, FIRST + len("Il y a trois pommiers") + 1), "Il y a trois pommiers")
    thread = remarks.suggest_change(
        text=text, by=JO, on=on, proposed="Il y avait quatre pommiers", once=once()
    )
    remarks.accept_suggestion(thread=thread, by=ADA)

    assert queries.tree_of(text) == said("Il y avait ", ("quatre", "bold"), " pommiers ici.")


def test_words_that_changed_meanwhile_are_shown_and_not_replaced(text: Text) -> None:
    thread = suggest(text, "le figuier", "un mûrier")
    actions.write_plain(text=text, by=ADA, body=WORDS.replace("le figuier", "le grand figuier"))

    with pytest.raises(remarks.PassageChangedError) as changed:
        remarks.accept_suggestion(thread=thread, by=ADA)
    assert changed.value.now == "le grand figuier"
    assert "le grand figuier" in body_of(text)

    remarks.accept_suggestion(
        thread=thread, by=ADA, words="un grand mûrier", seen="le grand figuier"
    )
    assert body_of(text) == "Ici pousse un grand mûrier, été comme hiver."
    assert "Ada" in {part.name for part in queries.authors_of(text)}


def test_words_that_are_gone_are_not_put_back(text: Text) -> None:
    thread = suggest(text, "le figuier", "un mûrier")
    actions.write_plain(text=text, by=ADA, body="Tout autre chose.")

    with pytest.raises(remarks.PassageChangedError) as changed:
        remarks.accept_suggestion(thread=thread, by=ADA)
    assert changed.value.now == ""
    thread.refresh_from_db()
    assert thread.state == "open"
    assert body_of(text) == "Tout autre chose."


def test_words_that_were_cut_and_pasted_are_found_again(text: Text) -> None:
    thread = suggest(text, "le figuier", "un mûrier")
    actions.write_plain(text=text, by=ADA, body="Autre chose.")
    actions.write_plain(text=text, by=ADA, body=f"Autre chose.\n\n{WORDS}")
    remarks.accept_suggestion(thread=thread, by=ADA)

    assert body_of(text) == f"Autre chose.\n\n{WORDS.replace('le figuier', 'un mûrier')}"


def test_words_can_be_taken_out(text: Text) -> None:
    remarks.accept_suggestion(thread=suggest(text, ", été comme hiver", ""), by=ADA)

    assert body_of(text) == "Ici pousse le figuier."


def test_what_is_refused_changes_nothing_and_can_be_looked_at_again(text: Text) -> None:
    thread = suggest(text, "le figuier", "un mûrier", body="Regardez les feuilles.")
    remarks.refuse_suggestion(thread=thread, by=ADA)
    with pytest.raises(remarks.AlreadySettledError):
        remarks.accept_suggestion(thread=thread, by=ADA)
    remarks.reopen_thread(thread=thread, by=ADA)
    remarks.accept_suggestion(thread=thread, by=ADA)

    with pytest.raises(remarks.AlreadySettledError):
        remarks.reopen_thread(thread=thread, by=ADA)
    assert "un mûrier" in body_of(text)


def test_of_two_who_accept_at_once_one_does(house: House) -> None:
    text = house.text(WORDS)
    thread = remarks.suggest_change(
        text=text, by=JO, on=quoted("le figuier"), proposed="un mûrier", once=once()
    )
    usual = connections["default"].settings_dict
    outcomes: list[str] = []

    def accept() -> None:
        connections["default"].settings_dict = usual
        try:
            remarks.accept_suggestion(thread=thread, by=ADA)
            outcomes.append("accepted")
        except remarks.AlreadySettledError:
            outcomes.append("too late")
        finally:
            connections["default"].close()

    both = [threading.Thread(target=accept) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()

    assert sorted(outcomes) == ["accepted", "too late"]
    assert body_of(text) == WORDS.replace("le figuier", "un mûrier")


def test_who_types_beside_it_meanwhile_loses_nothing(live: House) -> None:
    text = live.text(WORDS)
    ada = live.writer(text)
    ada.hear(lambda: ada.words == [WORDS])
    thread = remarks.suggest_change(
        text=text, by=JO, on=quoted("le figuier"), proposed="un mûrier", once=once()
    )
    ada.hear(lambda: "remarks" in ada.kinds)

    ada.type(" Et la menthe 🌿.")
    remarks.accept_suggestion(thread=thread, by=ADA)
    whole = "Ici pousse un mûrier, été comme hiver. Et la menthe 🌿."
    ada.hear(lambda: ada.words == [whole] and ada.all_is_saved)

    assert body_of(text) == whole


# --- comments -------------------------------------------------------------------------------


def test_what_is_sent_twice_is_said_once(text: Text) -> None:
    mark, answer = once(), once()
    for _ in range(2):
        thread = remarks.comment_text(
            text=text, by=JO, body="Lequel ?", on=quoted("le figuier"), once=mark
        )
        remarks.answer_thread(thread=thread, by=ADA, body="Celui du fond.", once=answer)

    assert [each.body for each in Remark.objects.all()] == ["Lequel ?", "Celui du fond."]
    assert kinds() == ["text_created", "commented", "thread_answered"]


def test_done_is_said_by_name_and_taken_back(text: Text) -> None:
    thread = remarks.comment_text(text=text, by=JO, body="Trop court.", once=once())
    remarks.close_thread(thread=thread, by=ADA)
    thread.refresh_from_db()
    assert (thread.state, thread.settled_by) == ("done", "Ada")

    remarks.reopen_thread(thread=thread, by=JO)
    thread.refresh_from_db()
    assert (thread.state, thread.settled_by, thread.settled_at) == ("open", "", None)


def test_after_the_end_nothing_is_said_or_settled(text: Text) -> None:
    thread = suggest(text, "le figuier", "un mûrier")
    actions.freeze_texts(texts=[text], by=SOFTWARE)

    for deed in (
        lambda: remarks.comment_text(text=text, by=JO, body="Encore.", once=once()),
        lambda: remarks.answer_thread(thread=thread, by=JO, body="Encore.", once=once()),
        lambda: remarks.accept_suggestion(thread=Thread.objects.get(), by=ADA),
        lambda: remarks.refuse_suggestion(thread=Thread.objects.get(), by=ADA),
    ):
        with pytest.raises(actions.TextIsFrozenError):
            deed()
    assert body_of(text) == WORDS


def test_a_robot_is_asked_to_take_a_breath(text: Text) -> None:
    for _ in range(remarks.MOST_A_MINUTE):
        remarks.comment_text(text=text, by=JO, body="Hé.", once=once())
    with pytest.raises(remarks.TooManyRemarksError):
        remarks.comment_text(text=text, by=JO, body="Hé.", once=once())

    remarks.comment_text(text=text, by=ADA, body="Bonjour.", once=once())


# --- pages ----------------------------------------------------------------------------------

Ask = Callable[[Client], Any]
OK, WENT, NO, NOT_HERE, CHANGED = 200, 302, 403, 404, 409


def to(text: Text, name: str, *more: object) -> str:
    return reverse(name, args=[text.pk, *more])


def asks(text: Text) -> dict[str, Ask]:
    """One thread for each deed, begun by somebody else."""
    comment = remarks.comment_text(text=text, by=JO, body="Lequel ?", once=once())
    done = remarks.comment_text(text=text, by=JO, body="Vu.", once=once())
    remarks.close_thread(thread=done, by=ADA)
    start, end = passage_of(WORDS, "le figuier")
    passage = {"start": start.hex(), "end": end.hex(), "quote": "le figuier"}

    def post(name: str, *more: object, **said: str) -> Ask:
        return lambda client: client.post(to(text, name, *more), said)

    return {
        "remarks": lambda client: client.get(to(text, "remarks")),
        "comment_text": post("comment_text", body="Lequel ?", **passage),
        "suggest_change": post("suggest_change", proposed="un mûrier", **passage),
        "answer_thread": post("answer_thread", comment.pk, body="Celui du fond."),
        "close_thread": post("close_thread", comment.pk),
        "reopen_thread": post("reopen_thread", done.pk),
        "accept_suggestion": post("accept_suggestion", suggest(text, "le figuier", "un mûrier").pk),
        "refuse_suggestion": post("refuse_suggestion", suggest(text, "Ici", "Là").pk),
        "delete_remark": post("delete_remark", comment.remarks.get().pk),
    }


DEEDS = [
    "comment_text", "suggest_change", "answer_thread", "close_thread", "reopen_thread",
    "accept_suggestion", "refuse_suggestion", "delete_remark",
]  # fmt: skip
READER = dict.fromkeys(DEEDS, NO) | {"remarks": OK}
COMMENTER = READER | dict.fromkeys(DEEDS[:5], WENT)
WRITER = COMMENTER | dict.fromkeys(DEEDS[5:7], WENT)
MANAGER = WRITER | {"delete_remark": WENT}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("", READER), (Role.VISITOR, COMMENTER), (Role.CONTRIBUTOR, WRITER),
        (Role.COWORKER, MANAGER),
    ],
)  # fmt: skip
def test_each_may_what_their_right_says(
    role: str, expected: dict[str, int], place: Place, text: Text
) -> None:
    client = Client()
    if role:
        client.force_login(make_person(place, "Bachir", role))

    assert {name: ask(client).status_code for name, ask in asks(text).items()} == expected


def test_of_a_text_that_one_may_not_read_nothing_is_known(place: Place, text: Text) -> None:
    text.grants.filter(role="anyone").delete()
    stranger = Client()
    stranger.force_login(make_person(make_place("Ailleurs"), "Zoé", Role.CONCIERGE))

    found = {name: ask(stranger).status_code for name, ask in asks(text).items()}
    assert found == dict.fromkeys(READER, NOT_HERE)


def test_a_thread_is_only_reached_through_its_own_text(place: Place, text: Text) -> None:
    other = written(place, document("Un secret."))
    thread = remarks.comment_text(text=other, by=JO, body="Chut.", once=once())
    client = signed_in(place, Role.COWORKER)

    assert client.post(to(text, "close_thread", thread.pk)).status_code == NOT_HERE
    assert client.post(to(text, "delete_remark", thread.remarks.get().pk)).status_code == NOT_HERE


def signed_in(place: Place, role: str, name: str = "Bachir") -> Client:
    client = Client()
    client.force_login(make_person(place, name, role))
    return client


def test_what_one_said_oneself_one_takes_back_and_it_leaves_a_trace(
    place: Place, text: Text
) -> None:
    client = signed_in(place, Role.VISITOR)
    client.post(to(text, "comment_text"), {"body": "Une bêtise."})
    thread = Thread.objects.get()
    remarks.answer_thread(thread=thread, by=ADA, body="Mais non.", once=once())
    client.post(to(text, "delete_remark", Remark.objects.earliest("pk").pk))

    page = client.get(to(text, "edit_text")).content.decode()
    assert "Une bêtise." not in page
    assert "(deleted)" in page or "(supprimé)" in page
    assert "Mais non." in page


def test_who_proposed_a_change_takes_it_back(place: Place, text: Text) -> None:
    client = signed_in(place, Role.VISITOR)
    start, end = passage_of(WORDS, "le figuier")
    client.post(
        to(text, "suggest_change"),
        {"start": start.hex(), "end": end.hex(), "quote": "le figuier", "proposed": "un mûrier"},
    )
    thread = Thread.objects.get()

    assert client.post(to(text, "accept_suggestion", thread.pk)).status_code == NO
    assert client.post(to(text, "refuse_suggestion", thread.pk)).status_code == WENT


def test_without_an_account_one_writes_under_a_name_and_is_known_again(text: Text) -> None:
    text.grants.filter(role="anyone").update(level=Level.COMMENT)
    client = Client()
    client.post(to(text, "comment_text"), {"body": "De passage."})
    own, others = Client(), client

    remark = Remark.objects.get()
    assert remark.author_name
    assert own.post(to(text, "delete_remark", remark.pk)).status_code == NO
    assert others.post(to(text, "delete_remark", remark.pk)).status_code == WENT


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("comment_text", {"body": ""}),
        ("comment_text", {"body": "long " * 1200}),
        ("comment_text", {"body": "Où ?", "start": "zz"}),
        ("comment_text", {"body": "Où ?", "start": "0001", "end": "0002"}),
        ("suggest_change", {"proposed": "un mûrier", "quote": "le figuier"}),
    ],
)
def test_what_cannot_be_taken_is_said_in_words_and_kept(
    name: str, given: dict[str, str], place: Place, text: Text
) -> None:
    answer = signed_in(place, Role.VISITOR).post(to(text, name), given)

    assert answer.status_code == 400
    assert "error-summary" in answer.content.decode()
    assert given.get("body", "")[:4000].strip() in answer.content.decode()
    assert not Thread.objects.exists()


def test_words_that_changed_come_with_both_and_can_be_put_in_all_the_same(
    place: Place, text: Text
) -> None:
    thread = suggest(text, "le figuier", "un mûrier")
    actions.write_plain(text=text, by=ADA, body=WORDS.replace("figuier", "grand figuier"))
    client = signed_in(place, Role.CONTRIBUTOR)

    answer = client.post(to(text, "accept_suggestion", thread.pk))
    form = answer.context["accept"]
    assert answer.status_code == CHANGED
    assert "le grand figuier" in answer.content.decode()

    again = {"seen": form["seen"].value(), "words": form["words"].value()}
    assert client.post(to(text, "accept_suggestion", thread.pk), again).status_code == WENT
    assert body_of(text) == WORDS.replace("le figuier", "un mûrier")


def test_the_editor_gets_the_list_alone(place: Place, text: Text) -> None:
    client = signed_in(place, Role.VISITOR)
    answer = client.post(
        to(text, "comment_text"), {"body": "<b>Lequel</b> ?"}, headers={"X-OpenWeek-Part": "1"}
    )

    page = answer.content.decode()
    assert page.lstrip().startswith("<section")
    assert "&lt;b&gt;Lequel&lt;/b&gt; ?" in page


def test_the_list_takes_as_many_questions_for_three_threads_as_for_one(
    place: Place, text: Text
) -> None:
    client = signed_in(place, Role.COWORKER)
    counts = []
    for number in (1, 2):
        for _ in range(number):
            thread = suggest(text, "le figuier", "un mûrier", body="Non ?")
            remarks.answer_thread(thread=thread, by=ADA, body="Si.", once=once())
        with CaptureQueriesContext(connections["default"]) as seen:
            client.get(to(text, "remarks"))
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_a_name_that_somebody_took_back_is_no_longer_beside_the_text(
    place: Place, text: Text
) -> None:
    zoe = make_person(place, "Zoé", Role.CONTRIBUTOR)
    by = Author(name="Zoé", person_id=zoe.pk)
    remarks.comment_text(text=text, by=by, body="Une idée.", once=once())
    remarks.refuse_suggestion(thread=suggest(text, "le figuier", "un mûrier"), by=by)
    actions.forget_person(zoe.pk, name_kept=False)

    page = signed_in(place, Role.COWORKER).get(to(text, "remarks")).content.decode()
    assert "Une idée." in page
    assert "Zoé" not in page

"""Writing without the editor, and without a live process."""

from datetime import timedelta

import pytest
from django.db import transaction

from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.ground.models import Event
from openweek.writing import actions, queries
from openweek.writing.log import gateway
from openweek.writing.log.paths import socket_folder, writing_lock
from openweek.writing.models import Text
from tests.writing.conftest import House, document

ADA = Author(name="Ada", person_id=1)
BLAISE = Author(name="Blaise", passer_by="b")


def test_a_text_begins_with_its_template(house: House) -> None:
    text = house.text("Décrivez le lieu.")
    assert queries.tree_of(text) == document("Décrivez le lieu.")
    assert queries.authors_of(text) == []


def test_blocks_are_added_in_order_and_their_authors_known(house: House) -> None:
    text = house.text("Début.")
    with clock.at(clock.now() - timedelta(days=900)):
        actions.add_blocks(text=text, by=ADA, tree=document("Un."))
        then = clock.now()
    actions.add_blocks(text=text, by=BLAISE, tree=document("Deux.", "Trois."))
    actions.add_blocks(text=text, by=Author(name="Ada L.", person_id=1), tree=document("Quatre."))
    assert queries.tree_of(text) == document("Début.", "Un.", "Deux.", "Trois.", "Quatre.")
    assert queries.tree_of(text, at=then) == document("Début.", "Un.")
    ada, blaise = queries.authors_of(text)
    assert (ada.name, ada.person_id, blaise.name, blaise.person_id) == ("Ada L.", 1, "Blaise", None)
    assert (ada.first_at - then).total_seconds() < 1 < (ada.last_at - then).total_seconds()
    assert Event.objects.filter(kind="writing.text_written").count() == 3


@pytest.mark.parametrize("is_live", [False, True])
def test_two_forms_opened_at_once_are_merged(house: House, is_live: bool) -> None:
    if is_live:
        house.start_live()
    text = house.text("Un.", "Deux.")
    shown = queries.plain_of(text)
    actions.write_plain(text=text, by=ADA, body="Un, vraiment.\n\nDeux.", base=shown.base)
    actions.write_plain(text=text, by=BLAISE, body="Un.\n\nDeux.\n\nTrois.", base=shown.base)
    assert queries.plain_of(text).body == "Un, vraiment.\n\nDeux.\n\nTrois."


def test_a_form_and_the_editor_are_merged(live: House) -> None:
    text = live.text("Un.")
    shown = queries.plain_of(text)
    writer = live.writer(text)
    writer.hear(lambda: writer.words).write("Deux.").hear(lambda: writer.all_is_saved)
    actions.write_plain(text=text, by=BLAISE, body="Un, dit Blaise.", base=shown.base)
    writer.hear(lambda: writer.words == ["Un, dit Blaise.", "Deux."])
    assert queries.tree_of(text) == document("Un, dit Blaise.", "Deux.")


def test_a_form_that_changes_nothing_writes_nothing(house: House) -> None:
    text = house.text("Un.")
    shown = queries.plain_of(text)
    actions.write_plain(text=text, by=ADA, body=shown.body, base=shown.base)
    assert queries.plain_of(text) == shown
    assert queries.authors_of(text) == []


def test_what_is_frozen_is_not_written(house: House) -> None:
    frozen = house.text("Un.")
    closed = house.text("Un.", closes_at=clock.now())
    actions.freeze_texts(texts=Text.objects.filter(pk=frozen.pk), by=ADA)
    for text in (frozen, closed):
        with pytest.raises(actions.TextIsFrozenError):
            actions.write_plain(text=text, by=ADA, body="Deux.")
        assert queries.tree_of(text) == document("Un.")


def test_freezing_twice_keeps_the_first_moment(house: House) -> None:
    text = house.text("Un.")
    actions.freeze_texts(texts=[text], by=ADA)
    first = text.frozen_at
    actions.freeze_texts(texts=[text], by=ADA)
    assert text.frozen_at == first
    assert Event.objects.filter(kind="writing.text_frozen").count() == 1


def test_within_the_transaction_that_freezes_the_last_words_can_be_read(live: House) -> None:
    text = live.text("Un.")
    writer = live.writer(text)
    writer.hear(lambda: writer.words).write("Deux.").hear(lambda: writer.all_is_saved)
    with transaction.atomic():
        actions.freeze_texts(texts=[text], by=ADA)
        published = queries.tree_of(text)
        writer.hear(lambda: "frozen" in writer.kinds).write("Trois.")
        writer.hear(lambda: writer.kinds.count("frozen") > 1)
    assert published == queries.tree_of(text) == document("Un.", "Deux.")


def test_a_live_process_that_holds_the_lock_but_is_deaf_is_told_of(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "PATIENCE_SECONDS", 0.1)
    text = house.text("Un.")
    with writing_lock(), pytest.raises(gateway.LiveTroubleError):
        actions.write_plain(text=text, by=ADA, body="Deux.")


def test_the_socket_folder_is_ours_alone_and_its_path_short(house: House, settings: object) -> None:
    assert socket_folder().stat().st_mode & 0o777 == 0o700
    settings.OPENWEEK_DATA = house.folder / ("x" * 90)  # type: ignore[attr-defined]
    folder = socket_folder()
    assert len(str(folder)) < 90
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.rmdir()

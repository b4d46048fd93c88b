"""Moments that are kept, compared and put back; names that are taken out."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE, Author
from openweek.ground.models import Event
from openweek.writing import actions, queries
from openweek.writing.hands import hands_in
from openweek.writing.models import Level, Text, Version
from openweek.writing.queries import versions
from tests.writing.conftest import House

ADA = Author(name="Ada", person_id=1)
BLAISE = Author(name="Blaise", passer_by="b")
CAMILLE = Author(name="Camille", person_id=3)
Kind = Version.Kind


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def say(text: Text, by: Author, body: str) -> int:
    """Write it, as in a form; return the mark."""
    actions.write_plain(text=text, by=by, body=body, base=queries.plain_of(text).base)
    return versions.present_mark(text)


def said(text: Text) -> list[str]:
    return queries.plain_of(text).body.split("\n\n")


def parts(text: Text, mark: int) -> dict[str, int]:
    past = versions.past_of(text, mark)
    return {hand.name: hand.words for hand in hands_in(past.tree, past.claims, past.names)}


@pytest.mark.parametrize("is_live", [False, True])
def test_a_text_is_put_back_and_the_putting_back_too(house: House, is_live: bool) -> None:
    if is_live:
        house.start_live()
    text = house.text("Un.", "Deux.")
    first = say(text, ADA, "Un figuier.\n\nDeux.")
    second = say(text, BLAISE, "Un.\n\nDeux menthes.\n\nTrois.")
    before = actions.restore_text(text=text, by=CAMILLE, mark=first, base=second)
    assert said(text) == ["Un figuier.", "Deux."]
    assert before is not None
    assert (before.kind, before.mark, before.author_name) == (Kind.RESTORE, second, "Camille")
    assert Event.objects.filter(kind="writing.text_restored").count() == 1
    now = versions.present_mark(text)
    assert parts(text, now) == parts(text, first) == {"Ada": 2, "the template": 1}
    # Ada did not write a second time, and Camille has not written a word.
    assert [part.name for part in queries.authors_of(text)] == ["Ada", "Blaise", "Camille"]
    actions.restore_text(text=text, by=CAMILLE, mark=before.mark, base=now)
    assert said(text) == ["Un.", "Deux menthes.", "Trois."]
    assert parts(text, versions.present_mark(text)) == parts(text, second)


def test_the_same_form_sent_twice_puts_back_once(house: House) -> None:
    text = house.text("Un.")
    first = say(text, ADA, "Un figuier.")
    second = say(text, BLAISE, "Rien.")
    for _ in range(2):
        actions.restore_text(text=text, by=ADA, mark=first, base=second)
    assert said(text) == ["Un figuier."]
    assert text.versions.filter(kind=Kind.RESTORE).count() == 1
    assert actions.restore_text(text=text, by=ADA, mark=first, base=first) is None


def test_what_others_type_while_it_is_put_back_stays(live: House) -> None:
    text = live.text("Un.", "Deux.")
    first = say(text, ADA, "Un figuier.\n\nDeux.")
    second = say(text, ADA, "Un.\n\nDeux.\n\nTrois.")
    zoe = live.writer(text, "Zoé")
    zoe.hear(lambda: len(zoe.words) == 3).write("Quatre.").type(" 🌻")
    actions.restore_text(text=text, by=CAMILLE, mark=first, base=second)
    zoe.type(" Et cinq.")
    zoe.hear(lambda: zoe.all_is_saved and zoe.words[0] == "Un figuier.")
    assert said(text) == ["Un figuier.", "Deux.", "Quatre. 🌻 Et cinq."]
    assert zoe.words == said(text)
    assert parts(text, versions.present_mark(text))["Zoé"] == 4


def test_a_frozen_text_is_not_put_back(house: House) -> None:
    text = house.text("Un.")
    first = say(text, ADA, "Un figuier.")
    second = say(text, ADA, "Rien.")
    actions.freeze_texts(texts=[text], by=ADA)
    with pytest.raises(actions.TextIsFrozenError):
        actions.restore_text(text=text, by=ADA, mark=first, base=second)
    assert said(text) == ["Rien."]
    assert not text.versions.exists()


def test_days_are_those_of_the_place_and_know_who_wrote(house: House) -> None:
    text = house.text("Un.")
    # In Paris the second one is on the next day already.
    for hour, by in [(9, ADA), (22, BLAISE)]:
        with clock.at(datetime(2026, 7, 1, hour, 30, tzinfo=UTC)):
            say(text, by, f"À {hour} heures.")
    with clock.at(datetime(2026, 7, 4, 12, tzinfo=UTC)):
        actions.keep_version(text=text, kind=Kind.NAMED, name="Avant la coupe", by=ADA)
    third, second, first = versions.days_of(text)
    assert [str(each.day) for each in (first, second, third)] == [
        "2026-07-01", "2026-07-02", "2026-07-04",
    ]  # fmt: skip
    assert (first.names, second.names, third.names) == (["Ada"], ["Blaise"], [])
    assert third.mark is None
    assert [version.name for version in third.versions] == ["Avant la coupe"]
    beginning, *moments = versions.moments_of(text)
    assert (beginning.mark, [m.mark for m in moments]) == (0, [first.mark, second.mark])
    assert versions.mark_at(text, datetime(2026, 7, 1, 12, tzinfo=UTC)) == first.mark
    assert versions.mark_at(text, datetime(2026, 6, 1, tzinfo=UTC)) == 0
    assert versions.place_among(moments, second.mark or 0) == 1


@pytest.mark.parametrize("is_live", [False, True])
def test_who_leaves_is_named_no_more_and_their_words_stay_theirs(
    house: House, is_live: bool
) -> None:
    if is_live:
        house.start_live()
    text = house.text()
    first = say(text, ADA, "Le figuier.")
    say(text, Author(name="Ada L.", person_id=1), "Le figuier. Et la menthe.")
    second = say(text, BLAISE, "La fin.")
    actions.restore_text(text=text, by=BLAISE, mark=first, base=second)
    actions.keep_version(text=text, kind=Kind.NAMED, name="Jeudi", by=ADA)
    actions.forget_author(author_key=ADA.key, name_kept=True)
    assert queries.authors_of(text)[0].name == "Ada L."
    for _ in range(2):
        actions.forget_author(author_key=ADA.key, name_kept=False)
    assert said(text) == ["Le figuier."]
    assert parts(text, versions.present_mark(text)) == {"Somebody": 2}
    names = {part.name.strip() for part in queries.authors_of(text)}
    assert names == {"", "Blaise"}
    assert [version.author_name for version in text.versions.filter(kind=Kind.NAMED)] == [""]


# --- pages --------------------------------------------------------------------------------


@pytest.fixture
def open_to_all(house: House) -> Text:
    text = house.text("Un.")
    actions.grant(text=text, level=Level.WRITE, by=SOFTWARE, role="anyone")
    return text


def to(text: Text, name: str, more: str = "") -> str:
    return reverse(name, args=[text.pk]) + more


def test_the_pages_tell_the_history(open_to_all: Text, client: Client) -> None:
    text = open_to_all
    first = say(text, ADA, "Un <figuier> pousse.\n\nDeux.\n\n## Trois\n\nLe thym.")
    client.post(to(text, "keep_version"), {"name": "Jeudi & demi"})
    say(text, BLAISE, "Un <figuier> grandit.\n\nDeux.\n\n## Trois\n\nLa menthe.")
    page = client.get(to(text, "text_history")).content.decode()
    assert "Jeudi &amp; demi" in page
    compared = client.get(to(text, "compare_versions", f"?old={first}")).content.decode()
    assert "&lt;figuier&gt;" in compared
    assert 'title="Blaise">pousse</del>' in compared
    assert 'title="Blaise">grandit</ins>' in compared
    assert compared.count('name="part"') == 2
    shown = client.get(to(text, "show_version", f"?mark={first}&hands=on")).content.decode()
    assert 'title="Ada">' in shown
    assert "grandit" not in shown
    restored = client.post(
        to(text, "restore_text"),
        {"mark": first, "base": versions.present_mark(text), "part": 1},
        follow=True,
    )
    assert restored.status_code == 200
    assert said(text) == ["Un <figuier> grandit.", "Deux.", "## Trois", "Le thym."]


def test_letters_of_ours_in_what_people_wrote_open_no_tag(
    open_to_all: Text, client: Client
) -> None:
    text = open_to_all
    first = say(text, ADA, "Un \U000f0000\U000f0001 figuier.")
    say(text, BLAISE, "Deux \U000f0002 figuiers \U000f0003.")
    for page in (f"?old={first}", "?old=0"):
        html = client.get(to(text, "compare_versions", page)).content.decode()
        assert html.count("<ins") == html.count("</ins>")
        assert not any(0xF0000 <= ord(letter) <= 0xFFFFD for letter in html)


@pytest.mark.parametrize(
    "address", ["?mark=x", "?mark=-1", "?moment=hier", "?step=99999999999999999999", "?only=x"]
)
def test_a_moment_that_is_none_is_told_or_passed_over(
    open_to_all: Text, client: Client, address: str
) -> None:
    assert client.get(to(open_to_all, "show_version", address), follow=True).status_code == 200


def test_a_moment_may_be_told_by_its_date_at_the_place(open_to_all: Text, client: Client) -> None:
    for day, body in [(1, "Un figuier."), (2, "Deux figuiers.")]:
        with clock.at(datetime(2026, 7, day, 8, tzinfo=UTC)):
            say(open_to_all, ADA, body)
    for time, is_there in [("2026-07-02T09:59", False), ("2026-07-02T10:00", True)]:
        page = client.get(to(open_to_all, "show_version", f"?moment={time}")).content.decode()
        assert ("Deux figuiers." in page) is is_there


def test_who_may_not_write_looks_but_changes_nothing(house: House, client: Client) -> None:
    text = house.text("Un.")
    mark = say(text, ADA, "Deux.")
    text.grants.all().delete()
    for name in ("text_history", "show_version", "compare_versions"):
        assert client.get(to(text, name, "?old=0")).status_code == 404
    actions.grant(text=text, level=Level.READ, by=SOFTWARE, role="anyone")
    for name in ("text_history", "show_version", "compare_versions"):
        page = client.get(to(text, name, "?old=0"))
        assert page.status_code == 200
        assert b'method="post" action="/texts' not in page.content
    for name, form in [
        ("keep_version", {"name": "x"}), ("restore_text", {"mark": 0, "base": mark}),
    ]:  # fmt: skip
        assert client.post(to(text, name), form).status_code == 403
    assert said(text) == ["Deux."]


def test_history_pages_ask_no_more_for_more_versions(
    open_to_all: Text, client: Client, django_assert_max_num_queries: object
) -> None:
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(20) as asked:  # type: ignore[operator]
            client.get(to(open_to_all, "text_history"))
        counts.append(len(asked))
        for name in ("Un", "Deux", "Trois"):
            actions.keep_version(text=open_to_all, kind=Kind.NAMED, name=name, by=ADA)
    assert counts[0] == counts[1]

from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.ground.differences import Patience
from openweek.programme import actions, history, ledger, queries
from openweek.programme.history import Piece, compare
from openweek.programme.models import Change, Kind, Session
from tests.factories.programme import (
    SOMEBODY,
    make_format,
    make_session,
    make_week_with_rooms,
    room_of,
    slot_of,
    span,
)

VANDAL = Author(name="Zorro", passer_by="z0rr0")


def change(session: Session, **given: str) -> Change:
    made = actions.change_session(session=session, by=VANDAL, **given)  # type: ignore[arg-type]
    assert made is not None
    return made


def reread(session: Session) -> Session:
    return Session.objects.select_related("week__place").get(pk=session.pk)


def test_an_edit_is_kept_with_its_author_and_what_it_touched() -> None:
    session = make_session(make_week_with_rooms(), "Couture")

    made = change(session, title="Rien", why="pour rire")

    assert (made.author_name, made.why, made.number) == ("Zorro", "pour rire", 2)
    assert (made.before, made.after) == ({"title": "Couture"}, {"title": "Rien"})


def test_an_edit_that_changes_nothing_is_not_kept() -> None:
    session = make_session(make_week_with_rooms(), "Couture")

    assert actions.change_session(session=session, by=SOMEBODY, title="Couture") is None
    assert session.changes.count() == 1


def test_undoing_an_edit_keeps_the_later_edits_of_others() -> None:
    session = make_session(make_week_with_rooms(), "Couture", summary="Un ourlet")
    vandalism = change(session, title="Rien", summary="Rien")
    actions.change_session(session=session, by=SOMEBODY, summary="Un ourlet et un bouton")

    undone = actions.undo_change(change=vandalism, by=SOMEBODY)

    assert reread(session).title == "Couture"
    assert reread(session).summary == "Un ourlet et un bouton"
    assert undone.lost == ["En quelques mots"]


def test_an_undo_is_itself_undoable() -> None:
    session = make_session(make_week_with_rooms(), "Couture")
    edit = change(session, title="Broderie")

    undone = actions.undo_change(change=edit, by=SOMEBODY)
    assert undone.change is not None
    assert undone.change.undoes == edit
    actions.undo_change(change=undone.change, by=SOMEBODY)

    assert reread(session).title == "Broderie"


def test_undoing_twice_does_nothing_the_second_time() -> None:
    session = make_session(make_week_with_rooms(), "Couture")
    edit = change(session, title="Broderie")
    actions.undo_change(change=edit, by=SOMEBODY)

    assert actions.undo_change(change=edit, by=SOMEBODY) == actions.Undone(None, [])


def test_undoing_a_move_gives_the_room_back() -> None:
    week = make_week_with_rooms()
    session = make_session(week, "Couture", span(week, room_of(week, 0)))
    move = actions.move_session(
        slot=slot_of(session), span=span(week, room_of(week, 1), at="15:00"), by=VANDAL
    )
    assert move is not None

    actions.undo_change(change=move, by=SOMEBODY)

    assert slot_of(session).room == room_of(week, 0)
    assert slot_of(session).starts_at == span(week).starts_at


def test_a_room_that_somebody_took_since_then_is_not_given_back() -> None:
    week = make_week_with_rooms()
    session = make_session(week, "Couture", span(week, room_of(week, 0)), summary="Un ourlet")
    move = actions.change_session(
        session=session, by=VANDAL, summary="", spans=[span(week, room_of(week, 1))]
    )
    make_session(week, "Yoga", span(week, room_of(week, 0)))
    assert move is not None

    undone = actions.undo_change(change=move, by=SOMEBODY)

    assert undone.lost == ["Quand et où"]
    assert reread(session).summary == "Un ourlet"
    assert slot_of(session).room == room_of(week, 1)


def test_a_removed_session_comes_back_with_its_times() -> None:
    week = make_week_with_rooms()
    session = make_session(week, "Couture", span(week, room_of(week)))
    actions.remove_session(session=session, by=VANDAL)

    undone = actions.restore_session(session=reread(session), by=SOMEBODY)

    assert undone.lost == []
    assert [each.title for each in queries.programme_of(week)] == ["Couture"]


def test_undoing_the_proposal_takes_the_session_out_and_frees_its_rooms() -> None:
    week = make_week_with_rooms()
    session = make_session(week, "Couture", span(week, room_of(week)))
    actions.change_session(
        session=session, by=SOMEBODY, spans=[span(week, room_of(week)), span(week, at="15:00")]
    )

    actions.undo_change(change=session.changes.get(number=1), by=SOMEBODY)

    assert reread(session).deleted_at is not None
    assert queries.programme_of(week) == []
    make_session(week, "Yoga", span(week, room_of(week)))


def test_undoing_a_move_of_a_removed_session_takes_no_room() -> None:
    week = make_week_with_rooms()
    session = make_session(week, "Couture", span(week, room_of(week)))
    cut = actions.change_session(session=session, by=VANDAL, spans=[])
    actions.remove_session(session=session, by=SOMEBODY)
    assert cut is not None

    undone = actions.undo_change(change=cut, by=SOMEBODY)

    assert undone.change is None
    assert queries.slots_of(session) == []


def test_a_format_that_is_gone_is_not_given_back() -> None:
    week = make_week_with_rooms()
    recipe = make_format(week.place)
    session = make_session(week, "Couture", format=recipe)
    edit = actions.change_session(session=session, by=VANDAL, format=None)
    recipe.delete()
    assert edit is not None

    assert actions.undo_change(change=edit, by=SOMEBODY).lost == ["Format"]


def test_a_move_is_told_with_days_hours_and_rooms() -> None:
    week = make_week_with_rooms("Grande salle", "Cuisine")
    session = make_session(week, "Couture", span(week, room_of(week, 0)))
    move = actions.move_session(
        slot=slot_of(session), span=span(week, room_of(week, 1), at="14:30"), by=SOMEBODY
    )
    assert move is not None

    (difference,) = history.Reader(week, [move]).differences(move)

    assert [piece.text.replace("\xa0", " ") for piece in difference.pieces] == [
        "jeudi 26 novembre, 10 h – 11 h, Grande salle",
        "jeudi 26 novembre, 14 h 30 – 15 h 30, Cuisine",
    ]


def test_the_whole_history_is_read_with_two_questions(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    week = make_week_with_rooms()
    session = make_session(
        week, "Couture", span(week, room_of(week)), format=make_format(week.place)
    )
    for title in ("Un", "Deux", "Trois"):
        change(session, title=title)
    changes = list(queries.changes_of(session))

    with django_assert_num_queries(2):
        reader = history.Reader(week, changes)
        assert [len(reader.differences(each)) for each in changes] == [1, 1, 1, 3]


def test_a_long_text_is_compared_word_by_word() -> None:
    before = (
        "Apportez une aiguille, du fil, un vieux pantalon, et surtout beaucoup de patience, merci."
    )

    pieces = list(compare(before, before.replace("beaucoup de", "un peu de"), Patience()))

    assert Piece("gone", "beaucoup ") in pieces
    assert Piece("new", "un peu ") in pieces
    assert "".join(piece.text for piece in pieces if piece.kind != "gone").endswith("merci.")


def test_what_became_of_a_session_is_told_in_one_sentence() -> None:
    session = make_session(make_week_with_rooms(), "Couture", kind=Kind.WISH)
    actions.change_session(session=session, by=SOMEBODY, kind=Kind.SESSION)
    actions.remove_session(session=session, by=SOMEBODY)
    actions.restore_session(session=reread(session), by=SOMEBODY)
    change(reread(session), title="Couture pour tous")

    with translation.override("en"):
        told = [history.deed_of(each) for each in session.changes.order_by("number")]

    assert told == [
        "Wished for this.", "The wish became a session.", "Taken out of the programme.",
        "Put back.", "",
    ]  # fmt: skip


def test_that_it_waits_for_a_look_is_told_and_kept() -> None:
    session = make_session(make_week_with_rooms(), "Couture")
    before = history.state_of(session)
    session.held_at = clock.now()
    session.save(update_fields=["held_at"])
    ledger.hold(session.week)
    held = ledger.keep_difference(session, before, by=SOMEBODY)
    assert held is not None

    with translation.override("en"):
        assert history.deed_of(held) == "Held until somebody looks at it."
        (difference,) = history.Reader(session.week, [held]).differences(held)
        assert difference.pieces[-1] == Piece("new", "waits for a look")
    actions.undo_change(change=held, by=SOMEBODY)
    assert reread(session).held_at is None


def test_the_session_that_a_wish_became_is_not_named_once_it_is_out() -> None:
    week = make_week_with_rooms()
    wish, met = make_session(week, "Envie", kind=Kind.WISH), make_session(week, "Secret")
    before = history.state_of(wish)
    wish.met_by = met
    wish.save(update_fields=["met_by"])
    ledger.hold(week)
    change_of_it = ledger.keep_difference(wish, before, by=SOMEBODY)
    actions.remove_session(session=met, by=SOMEBODY)
    assert change_of_it is not None

    (difference,) = history.Reader(week, [change_of_it]).differences(change_of_it)

    assert "Secret" not in difference.pieces[-1].text

"""The beginning of a real self-organised programme; the whole of it is in ``proofs``."""

from openweek.ground import clock
from tests.programme.replay import (
    make_replay,
    revisions,
    undo_a_period_and_redo,
    undo_an_author_and_redo,
)


def test_a_real_programme_is_written_again_undone_and_done_again() -> None:
    history = revisions()
    replay = make_replay(history)

    for revision in history[:120]:
        replay.follow(revision)

    assert replay.programme() == replay.shown
    with clock.at(history[120].at):
        assert undo_a_period_and_redo(replay, history[60].at, history[100].at) > 5
        assert undo_an_author_and_redo(replay, "Chloé") > 5

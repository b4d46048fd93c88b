import pytest

from tests.week import task_race

on_a_file = pytest.mark.django_db(transaction=True)


@on_a_file
@pytest.mark.usefixtures("wednesday_ten")
def test_of_ten_hands_one_takes_it_and_it_is_done_once() -> None:
    assert task_race.ten_hands_for_one_task() == (1, 1)


@on_a_file
@pytest.mark.usefixtures("wednesday_ten")
def test_a_task_sent_ten_times_at_once_is_on_the_board_once() -> None:
    assert task_race.one_task_brought_ten_times() == 1

"""Who writes to the embedded database waits for who writes already, and goes on at once."""

import pytest
from django.db import Error, connection, transaction

from openweek.ground.sqlite import base

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="of the embedded database"),
]


def test_who_writes_has_the_turn_until_it_is_written() -> None:
    with transaction.atomic():
        assert base._turn.locked()
        with transaction.atomic():
            pass
        assert base._turn.locked()

    assert not base._turn.locked()


def test_the_turn_is_given_back_when_a_transaction_fails() -> None:
    with pytest.raises(LookupError), transaction.atomic():
        raise LookupError

    assert not base._turn.locked()


def test_the_turn_is_given_back_when_the_connection_breaks() -> None:
    with pytest.raises(Error), transaction.atomic():
        connection.connection.close()

    assert not base._turn.locked()
    connection.close()
    connection.connect()

import pytest
from django.db import transaction

from openweek.ground import events
from openweek.ground.authors import Author
from openweek.ground.models import Event
from tests.factories.places import make_place


@pytest.mark.django_db
def test_record_says_who_did_what_to_what() -> None:
    place = make_place()
    events.record("test.done", by=Author(name="Camille", person_id=3), subject=place, place_id=1)
    event = Event.objects.get(kind="test.done")
    assert (event.author_key, event.author_name) == ("p:3", "Camille")
    assert event.subject == f"place.place:{place.pk}"


@pytest.mark.django_db(transaction=True)
def test_record_refuses_a_deed_that_could_still_fail() -> None:
    with transaction.atomic():
        place = make_place()
    with pytest.raises(transaction.TransactionManagementError):
        events.record("test.done", by=Author(), subject=place)

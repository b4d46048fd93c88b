"""Names of those who left go from what they wrote; what they wrote stays."""

from django.db import transaction

from openweek.ground import events
from openweek.ground.authors import SOFTWARE, Author
from openweek.place.forgetting import PasserBy
from openweek.place.models import Place
from openweek.programme.models import (
    Arrangement,
    Batch,
    Change,
    HeldChange,
    Question,
    Session,
    Upload,
)

# Where somebody's name stands beside their key, and how the place is found from there.
_SIGNED = {
    Session: "week__place",
    Change: "week__place",
    Batch: "week__place",
    Arrangement: "week__place",
    HeldChange: "session__week__place",
    Question: "session__week__place",
}


@transaction.atomic
def forget_author(*, person_id: int) -> None:
    """Take the name of somebody whose account is gone off all that they wrote in programmes."""
    key = Author(person_id=person_id).key
    signed = [
        (model._default_manager.filter(author_key=key).exclude(author_name=""), place)
        for model, place in _SIGNED.items()
    ]
    uploads = Upload.objects.filter(author_person=person_id).exclude(author_name="")
    signed.append((uploads, "week__place"))
    touched: set[int] = set()
    for rows, place in signed:
        touched |= set(rows.values_list(place, flat=True))
        rows.update(author_name="")
    for found in Place.objects.filter(pk__in=touched).order_by("pk"):
        events.record("programme.author_forgotten", by=SOFTWARE, subject=found, place_id=found.pk)


@transaction.atomic
def unsign(gone: PasserBy) -> None:
    """Take the name of somebody without an account off all that they wrote in a place's programmes.

    Their key stays: their changes can still be undone together.
    """
    count = 0
    for model, way in _SIGNED.items():
        rows = model._default_manager.filter(**{way: gone.place_id}).exclude(author_name="")
        count += gone.signed(rows).update(author_name="")
    if count:
        place = Place.objects.get(pk=gone.place_id)
        events.record("programme.author_forgotten", by=SOFTWARE, subject=place, place_id=place.pk)

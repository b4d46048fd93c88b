"""Names that go: of whoever passed by, and of whoever left."""

from django.db import transaction

from openweek.community.models import Post, Presence
from openweek.ground import clock, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.place.forgetting import PasserBy
from openweek.place.models import Place

# The deadline on which the name of somebody without an account leaves the list.
FORGET_PASSER_BY = "community.forget_passer_by"
# What is left of a post that others answered.
UNSAID = "…"


def forget_passer_by_when_due(presence_id: int) -> None:
    """What the sweep calls, a day after they last said that they were here."""
    row = Presence.objects.filter(pk=presence_id, person=None).first()
    if row is None:
        return
    events.record("community.passer_by_forgotten", by=SOFTWARE, subject=row, place_id=row.place_id)
    row.delete()


@transaction.atomic
def forget_passer_by(gone: PasserBy) -> None:
    """They are off the list, their name is off the wall; with ``words_too`` so is what they said.

    A post that others answered stays as three dots, so that what these said keeps its place.
    """
    here = Presence.objects.filter(place_id=gone.place_id, person=None)
    posts = gone.signed(Post.objects.filter(place_id=gone.place_id))
    count = gone.signed(here, key="key", name="name").delete()[0]
    if gone.words_too:
        count += posts.filter(comments=None).delete()[0]
        count += posts.update(text=UNSAID, author_name="", author_key="", changed_at=clock.now())
    else:
        count += posts.update(author_name="", author_key="")
    if count:
        place = Place.objects.get(pk=gone.place_id)
        events.record(
            "community.passer_by_forgotten", by=SOFTWARE, subject=place, place_id=place.pk
        )


def forget_person(person_id: int, name_kept: bool) -> None:
    """Presence and profile went with the account; the name under what was written may go too."""
    if not name_kept:
        forget_author(person_id=person_id)


@transaction.atomic
def forget_author(*, person_id: int) -> None:
    """Take the name of somebody whose account is gone off what they wrote on walls."""
    signed = Post.objects.filter(author_key=Author(person_id=person_id).key)
    signed = signed.exclude(author_name="")
    touched = set(signed.values_list("place", flat=True))
    signed.update(author_name="")
    for place in Place.objects.filter(pk__in=touched).order_by("pk"):
        events.record("community.author_forgotten", by=SOFTWARE, subject=place, place_id=place.pk)

"""What the conciergerie forgets of somebody who leaves."""

from django.db import transaction

from openweek.desk.models import Acknowledgement, GuidePage, HelpRequest, HouseRules, Notice
from openweek.ground import clock, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.ground.models import Event
from openweek.place.forgetting import PasserBy


@transaction.atomic
def forget_person(person_id: int, name_kept: bool) -> None:
    """Their account is gone; so is their name, unless they left it under what they wrote."""
    key = Author(person_id=person_id).key
    Acknowledgement.objects.filter(reader=key).delete()
    if name_kept:
        return
    for model in (HouseRules, Notice, GuidePage, HelpRequest):
        model.objects.filter(author_key=key).update(author_name="")
    answers = Event.objects.filter(
        author_key=key, kind__in=["desk.help_answered", "desk.help_closed"]
    ).values_list("subject", flat=True)
    numbers = [int(subject.rpartition(":")[2]) for subject in answers]
    HelpRequest.objects.filter(pk__in=numbers).update(answered_by="")


@transaction.atomic
def forget_passer_by(gone: PasserBy) -> None:
    """Who asked for a hand, where, in which words and with what answer; nobody comes any more.

    Where only their name goes, each request has a day of its own on which it does.
    """
    if not gone.words_too:
        return
    for asked in gone.signed(HelpRequest.objects.filter(place_id=gone.place_id)):
        asked.author_key = asked.author_name = asked.words = asked.where = asked.answer = ""
        if asked.answered_at is None and asked.closed_at is None:
            asked.closed_at = clock.now()
        asked.save()
        events.record("desk.help_forgotten", by=SOFTWARE, subject=asked, place_id=gone.place_id)


@transaction.atomic
def forget_reader(*, reader: str) -> None:
    """What a visit has read, when the visit is erased: ``visits.visit:12``. Its room says so."""
    Acknowledgement.objects.filter(reader=reader).delete()

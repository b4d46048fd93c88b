"""What the conciergerie forgets of somebody who leaves."""

from django.db import transaction

from openweek.desk.models import Acknowledgement, GuidePage, HelpRequest, HouseRules, Notice
from openweek.ground.authors import Author
from openweek.ground.models import Event


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
def forget_reader(*, reader: str) -> None:
    """What a visit has read, when the visit is erased: ``visits.visit:12``. Its room says so."""
    Acknowledgement.objects.filter(reader=reader).delete()

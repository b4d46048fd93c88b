"""The rules of the house: a new version, told, and read."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from openweek.desk.actions.reaching import write_to_all
from openweek.desk.models import Acknowledgement, HouseRules
from openweek.desk.queries import RulesInForce
from openweek.ground import clock, deadlines, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.place.models import Place

# The deadline on which everybody is written to; its subject is a version.
TELL_RULES = "desk.tell_rules"


class RulesChanged(Exception):
    """Somebody published another version since this one was begun."""


@transaction.atomic
def publish_rules(
    *, place: Place, text: str, after: int, by: Author, change: str = "", by_mail: bool = False
) -> HouseRules:
    """The next version, in force at once. ``after`` is the number of the one it was begun from.

    Sent twice, it is there once. Raises :class:`RulesChanged` where another version came between.
    Whoever published it has read it.
    """
    Place.objects.select_for_update().get(pk=place.pk)
    newest = HouseRules.objects.filter(place=place).order_by("-number").first()
    if newest and newest.number != after:
        is_the_same = newest.number == after + 1 and newest.text == text
        if is_the_same and newest.author_key == by.key:
            return newest
        raise RulesChanged(f"version {newest.number} came after {after}")
    made = HouseRules.objects.create(
        place=place,
        number=after + 1,
        text=text,
        change=change,
        at=clock.now(),
        author_key=by.key,
        author_name=by.name,
    )
    if by.key:
        Acknowledgement.objects.create(rules=made, reader=by.key, at=clock.now())
    if by_mail:
        deadlines.set_deadline(TELL_RULES, made.pk, clock.now())
    events.record(
        "desk.rules_published", by=by, subject=made, place_id=place.pk,
        data={"number": made.number, "by_mail": by_mail},
    )  # fmt: skip
    return made


@transaction.atomic
def acknowledge(*, rules: HouseRules | RulesInForce, reader: str, by: Author) -> Acknowledgement:
    """Note that ``reader`` has read that version; a second time changes nothing.

    ``reader`` is an author's key, or the subject of a visit: ``visits.visit:12``.
    """
    place_id = HouseRules.objects.values_list("place_id", flat=True).get(pk=rules.pk)
    row, is_new = Acknowledgement.objects.get_or_create(
        rules_id=rules.pk, reader=reader, defaults={"at": clock.now()}
    )
    if is_new:
        events.record(
            "desk.rules_acknowledged",
            by=by if by.person_id else by.unnamed,
            subject=row,
            place_id=place_id,
            data={"number": rules.number},
        )
    return row


@transaction.atomic
def tell_rules(rules_id: int) -> None:
    """Write to everybody that there are new rules; nothing once they are no longer the newest."""
    rules = HouseRules.objects.select_related("place").filter(pk=rules_id).first()
    if rules is None:
        return
    if HouseRules.objects.filter(place=rules.place_id, number__gt=rules.number).exists():
        return
    address = f"{settings.OPENWEEK_URL}{reverse('rules', args=[rules.place.slug])}"
    count = write_to_all(
        rules.place,
        subject="desk/letters/rules_subject.txt",
        template="desk/letters/rules.txt",
        context={"rules": rules, "address": address},
    )
    events.record(
        "desk.rules_told", by=SOFTWARE, subject=rules, place_id=rules.place_id,
        data={"count": count},
    )  # fmt: skip

"""Partners: what one does with whom, what was said, what was promised."""

from datetime import date
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import transaction

from openweek.desk.models import Meeting, Partner, Promise
from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.ground.text import safe_slug
from openweek.place.models import Place

# Addresses below the partners that are no partner.
RESERVED = frozenset({"new", "meetings", "promises"})


class PartnerDetails(TypedDict, total=False):
    """Who they are, how to reach them, and until when what was agreed holds."""

    name: str
    what: str
    contact: str
    email: str
    phone: str
    website: str
    notes: str
    is_public: bool
    agreed_until: date | None


@transaction.atomic
def add_partner(
    *, place: Place, once: UUID, by: Author, **details: Unpack[PartnerDetails]
) -> Partner:
    """Sent twice, they are there once."""
    before = Partner.objects.filter(once=once).first()
    if before:
        return before
    taken = set(Partner.objects.filter(place=place).values_list("slug", flat=True))
    slug = safe_slug(details["name"], taken=taken | RESERVED)
    made = Partner.objects.create(
        place=place, slug=slug, once=once, created_at=clock.now(), **details
    )
    _record("desk.partner_added", made, by)
    return made


@transaction.atomic
def change_partner(*, partner: Partner, by: Author, **details: Unpack[PartnerDetails]) -> None:
    """Only the facts that are given."""
    for field, value in details.items():
        setattr(partner, field, value)
    partner.save(update_fields=list(details))
    _record("desk.partner_changed", partner, by, {"fields": sorted(details)})


@transaction.atomic
def renew_partner(*, partner: Partner, until: date, by: Author) -> None:
    """What was agreed holds until then."""
    partner.agreed_until, partner.renewed_on = until, clock.today(partner.place.zone)
    partner.save(update_fields=["agreed_until", "renewed_on"])
    _record("desk.partner_renewed", partner, by)


@transaction.atomic
def end_partner(*, partner: Partner, by: Author) -> None:
    """Nothing of it is lost; nothing of it is due any more."""
    partner.ended_at = clock.now()
    partner.save(update_fields=["ended_at"])
    _record("desk.partner_ended", partner, by)


@transaction.atomic
def resume_partner(*, partner: Partner, by: Author) -> None:
    """As if it had not ended; meetings and promises were kept."""
    partner.ended_at = None
    partner.save(update_fields=["ended_at"])
    _record("desk.partner_resumed", partner, by)


@transaction.atomic
def add_meeting(
    *, partner: Partner, on: date, once: UUID, by: Author, with_whom: str = "", said: str = ""
) -> Meeting:
    """One to come, or one that was: then with what was said. Sent twice, it is there once."""
    is_past = on <= clock.today(partner.place.zone) and bool(said)
    made, is_new = Meeting.objects.get_or_create(
        once=once,
        defaults={
            "partner": partner,
            "on": on,
            "with_whom": with_whom,
            "said": said,
            "met_at": clock.now() if is_past else None,
            "created_at": clock.now(),
        },
    )
    if is_new:
        _record("desk.meeting_added", partner, by)
    return made


@transaction.atomic
def note_meeting(*, meeting: Meeting, said: str, by: Author) -> None:
    """It was held, and this was said."""
    meeting.said, meeting.met_at = said or meeting.said, clock.now()
    meeting.save(update_fields=["said", "met_at"])
    _record("desk.meeting_noted", meeting.partner, by)


@transaction.atomic
def add_promise(
    *, partner: Partner, what: str, is_ours: bool, once: UUID, by: Author,
    due_on: date | None = None,
) -> Promise:  # fmt: skip
    """Sent twice, it is there once."""
    made, is_new = Promise.objects.get_or_create(
        once=once,
        defaults={
            "partner": partner,
            "what": what,
            "is_ours": is_ours,
            "due_on": due_on,
            "created_at": clock.now(),
        },
    )
    if is_new:
        _record("desk.promise_added", partner, by)
    return made


@transaction.atomic
def keep_promise(*, promise: Promise, by: Author) -> None:
    """It is no longer due."""
    promise.kept_at = clock.now()
    promise.save(update_fields=["kept_at"])
    _record("desk.promise_kept", promise.partner, by)


@transaction.atomic
def reopen_promise(*, promise: Promise, by: Author) -> None:
    """It was not kept after all."""
    promise.kept_at = None
    promise.save(update_fields=["kept_at"])
    _record("desk.promise_reopened", promise.partner, by)


def _record(
    kind: str, partner: Partner, by: Author, data: dict[str, list[str]] | None = None
) -> None:
    events.record(kind, by=by, subject=partner, place_id=partner.place_id, data=data)

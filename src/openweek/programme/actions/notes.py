"""Notes: a live text that those who are in a session write together."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from openweek.ground import events
from openweek.ground.authors import Author
from openweek.place.models import Capability
from openweek.place.queries import live_capabilities
from openweek.programme import ledger, rules
from openweek.programme.models import Session
from openweek.writing.actions import create_text, grant
from openweek.writing.models import Grant, Level, Text


@transaction.atomic
def open_notes(*, session: Session, by: Author) -> Text:
    """The session's text, made the first time.

    Everybody reads it; contributors of the place write, and so does whoever holds a private link
    to the session that was given until now.
    """
    ledger.hold(session.week)
    session.refresh_from_db(fields=["notes"])
    text, is_new = session.notes, False
    if text is None:
        text, is_new = _begin(session, by), True
    newcomers = _without_right(session, text)
    for capability in newcomers:
        grant(text=text, level=Level.WRITE, capability=capability, by=by)
    if is_new or newcomers:
        events.record(
            "programme.notes_opened", by=by, subject=session,
            place_id=session.week.place_id, data={"text": str(text.pk)},
        )  # fmt: skip
    return text


def _begin(session: Session, by: Author) -> Text:
    week = session.week
    address = {"place": week.place.slug, "week": week.slug, "session": session.slug}
    text = create_text(
        place=week.place, title=session.title, language=session.language or week.place.language,
        by=by, home=reverse("session", kwargs=address), home_title=session.title,
    )  # fmt: skip
    grant(text=text, level=Level.READ, role=Grant.Role.ANYONE, by=by)
    grant(text=text, level=Level.WRITE, role=Grant.Role.CONTRIBUTOR, by=by)
    grant(text=text, level=Level.MANAGE, role=Grant.Role.CONCIERGE, by=by)
    session.notes = text
    session.save(update_fields=["notes"])
    return text


def _without_right(session: Session, text: Text) -> Iterable[Capability]:
    rows = live_capabilities().filter(kind=rules.LINK, subject=rules.link_subject(session))
    known = text.grants.filter(capability__isnull=False).values("capability_id")
    return list(rows.exclude(pk__in=known))

"""Letters about a visit, in the visitor's language: who comes, what changed, who receives whom.

Each letter holds a new private link, since of the others only a digest is kept. What is sent in
its own time (the day before, thanks, other hours) is in ``reminding``.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from openweek.ground import clock, deadlines
from openweek.ground.authors import SOFTWARE, Author
from openweek.ground.text import clean_line, first_name
from openweek.place.actions import give_capability, greeting_name, write_letter
from openweek.place.models import Place
from openweek.visits.matching import reasons
from openweek.visits.models import LETTER, LETTER_TO_HOST, STANDING, HalfDay, Match, Told, Visit
from openweek.visits.queries.seats import openings
from openweek.visits.rules import LINK, link_expires
from openweek.week.halves import Half, Opening
from openweek.week.models import Week

TELL_CHANGE = "visits.tell_change"  # the deadline after visitors changed their visit
CHANGE_SETTLES = timedelta(minutes=2)


def tell_registered(*, visit: Visit, link: str) -> bool:
    """The confirmation; ``link`` is the private one that the visitor was just given."""
    if not visit.email:
        return False
    with translation.override(visit.language):
        said = {"week": visit.week, "place": visit.week.place}
        mine = openings_of(visit)
        return write(
            visit, "registered", _("We expect you: %(week)s, %(place)s") % said, link=link,
            openings=mine["openings"], waiting=mine["waiting"],
        )  # fmt: skip


def tell_changed(*, visit: Visit) -> None:
    """Confirm it in two minutes: who corrects a slip meanwhile has one letter, of what holds then.

    Call it in the transaction that changes or cancels their visit.
    """
    if not visit.email:
        return
    deadlines.set_again(TELL_CHANGE, visit.pk, clock.now() + CHANGE_SETTLES)


def tell_change_when_due(visit_id: int) -> None:
    """What their visit is now, once they have stopped changing it."""
    visits = Visit.objects.filter(pk=visit_id, erased_at__isnull=True)
    for visit in visits.select_related("week__place"):
        _confirm_change(visit)


def _confirm_change(visit: Visit) -> bool:
    week = visit.week
    with translation.override(visit.language):
        said = {"week": week, "place": week.place}
        mine, is_cancelled = openings_of(visit), visit.cancelled_at is not None
        subject = _("Your visit is cancelled: %(week)s") if is_cancelled else _(
            "Your visit is changed: %(week)s, %(place)s"
        )  # fmt: skip
        return write(
            visit, "changed", subject % said, can_wait=True,
            is_cancelled=is_cancelled, people=visit.party_size,
            again=whole("register_visit", week),
            openings=mine["openings"], waiting=mine["waiting"],
        )  # fmt: skip


@transaction.atomic
def tell_moved_up(*, visit: Visit, halves: Collection[Half]) -> bool:
    """A seat is theirs."""
    with translation.override(visit.language):
        said = {"week": visit.week, "place": visit.week.place}
        return write(
            visit, "moved_up", _("You have a seat: %(week)s, %(place)s") % said,
            openings=[o for o in openings(visit.week) if o.half in halves],
        )  # fmt: skip


@transaction.atomic
def tell_host_found(*, match: Match, by: Author) -> bool:
    """Tell a visitor who receives them, of all half-days of which they do not know it yet.

    Call it once everything that was matched is saved: what was matched together is then told
    together. Told once for each host and half-day, however often it is called or computed anew.
    """
    visit = match.half_day.visit
    standing = Match.objects.filter(half_day__visit=visit, state__in=STANDING)
    known = _known(visit, "host")
    fresh = [
        each
        for each in standing.select_related("half_day", "host__person").order_by("half_day")
        if _key("host", each) not in known and _is_ahead(each.half_day, visit.week)
    ]
    if not fresh:
        return False
    is_changed = any(
        key[1] == each.half_day.date and key[0].endswith(f"-{each.half_day.part[:1]}")
        for each in fresh
        for key in known
    )
    with translation.override(visit.language):
        subject = _("Somebody else receives you") if is_changed else _("Somebody waits for you")
        lines = [_receives(each) for each in fresh]
        written = write(visit, "host_found", subject, lines=lines, is_changed=is_changed)
    _note(visit, (_key("host", each) for each in fresh))
    return written


@transaction.atomic
def tell_host(*, match: Match, by: Author) -> bool:
    """Tell a host whom they receive: all that they do not know yet, in one letter.

    A first name and a project; who it is in full, they read on their own page.
    """
    host = match.host
    week, person = host.week, host.person
    standing = Match.objects.filter(host=host, state__in=STANDING)
    rows = [
        each
        for each in standing.select_related("half_day__visit").order_by(
            "half_day__date", "-half_day__part"
        )
        if _is_ahead(each.half_day, week)
    ]
    told = set(
        Told.objects.filter(visit__in=[each.half_day.visit_id for each in rows])
        .filter(what__startswith=f"to-host-{host.pk}-")
        .values_list("visit_id", "what", "about")
    )
    fresh = [each for each in rows if (each.half_day.visit_id, *_key("to-host", each)) not in told]
    if not fresh:
        return False
    for each in fresh:
        _note(each.half_day.visit, [_key("to-host", each)])
    if not person.email:
        return False
    with translation.override(person.language):
        said = {
            "name": greeting_name(person.name), "week": week, "place": week.place,
            "lines": [_expected_by_host(each) for each in fresh],
            "hosting": whole("own_visitors", week),
        }  # fmt: skip
        letter = write_letter(
            to=person.email, subject=_("You receive: %(week)s") % {"week": week},
            text=words_of("to_host", said), by=SOFTWARE, place=week.place,
        )  # fmt: skip
    if letter is None:
        return False
    for visit in {each.half_day.visit for each in fresh}:
        _note(visit, [(f"{LETTER_TO_HOST}{letter.pk}", None)])
    return True


def _receives(match: Match) -> str:
    said = {
        "half": match.half_day.half.in_full, "name": called(match.host.person.name),
        "why": ". ".join(reasons.in_words(match.reasons, reasons.VISITOR)),
    }  # fmt: skip
    return (_("%(half)s: %(name)s. %(why)s") if said["why"] else _("%(half)s: %(name)s")) % said


def _expected_by_host(match: Match) -> str:
    visit = match.half_day.visit
    who = clean_line(visit.group) or called(visit.name)
    project = clean_line(visit.project)[:200]
    said = {"half": match.half_day.half.in_full, "name": who, "project": project}
    return (_("%(half)s: %(name)s (%(project)s)") if project else _("%(half)s: %(name)s")) % said


def called(name: str) -> str:
    """A first name as a letter may say it: see greeting_name."""
    return greeting_name(first_name(name))


def _is_ahead(row: HalfDay, week: Week) -> bool:
    return row.date >= week.today and not week.is_over


def _key(what: str, match: Match) -> tuple[str, Any]:
    """Of whom, and of which half-day, somebody was told; it survives that it is computed anew."""
    row = match.half_day
    return f"{what}-{match.host_id}-{row.part[:1]}", row.date


def _known(visit: Visit, what: str) -> set[tuple[str, Any]]:
    rows = Told.objects.filter(visit=visit, what__startswith=f"{what}-")
    return set(rows.values_list("what", "about"))


def _note(visit: Visit, keys: Iterable[tuple[str, Any]]) -> None:
    Told.objects.bulk_create(
        Told(visit=visit, what=what, about=about, at=clock.now()) for what, about in keys
    )


def private_link(visit: Visit, *, by: Author) -> str:
    """The secret of a new private link to a visit."""
    _capability, secret = give_capability(
        kind=LINK, place=visit.week.place, by=by, subject=visit.subject,
        expires_at=link_expires(visit.week),
    )  # fmt: skip
    return secret


def openings_of(visit: Visit) -> dict[str, list[Opening]]:
    """Half-days for which they have a seat, and those for which they wait, that are open."""
    waits = {row.half: row.waiting_since is not None for row in visit.half_days.all()}
    found = [opening for opening in openings(visit.week) if opening.half in waits]
    return {
        "openings": [each for each in found if not waits[each.half]],
        "waiting": [each for each in found if waits[each.half]],
    }


def write(
    visit: Visit,
    template: str,
    subject: str,
    *,
    link: str = "",
    can_wait: bool = False,
    **more: Any,
) -> bool:
    """Write it, where an address is known; False where none is, or no letter may be written.

    Whether it was written, nobody who registers can tell.
    """
    if not visit.email:
        return False
    week, place = visit.week, visit.week.place
    secret = link or private_link(visit, by=SOFTWARE)
    said = {
        "name": greeting_name(visit.name),
        "visit": visit,
        "week": week,
        "place": place,
        "link": whole("my_visit", week, secret=secret),
        "where": where(week),
        "how_to_come": (week.how_to_come or place.how_to_come).splitlines(),
        **more,
    }
    letter = write_letter(
        to=visit.email, subject=subject, text=words_of(template, said), by=SOFTWARE,
        place=place, can_wait=can_wait,
    )  # fmt: skip
    if letter is None:
        return False
    # Which letters are theirs: an address proves nothing, since anybody can give anybody's.
    _note(visit, [(f"{LETTER}{letter.pk}", None)])
    return True


def words_of(template: str, said: Mapping[str, Any]) -> str:
    """The text of a letter, with one empty line between its paragraphs."""
    text = render_to_string(f"visits/letters/{template}.txt", dict(said))
    return re.sub(r"\n[ \t]*(?:\n[ \t]*)+\n", "\n\n", text).strip()


def where(week: Week) -> str:
    """The place in a line: its name, street and town."""
    place = week.place
    return ", ".join(part for part in (place.name, place.address, place.city) if part)


def of_place(name: str, place: Place, **more: Any) -> str:
    """A whole address below a place; see :func:`whole`."""
    return f"{settings.OPENWEEK_URL}{reverse(name, kwargs={'place': place.slug, **more})}"


def whole(name: str, week: Week, **more: Any) -> str:
    """Not on the site that the browser asked for: anybody can put theirs there."""
    path = reverse(name, kwargs={"place": week.place.slug, "week": week.slug, **more})
    return f"{settings.OPENWEEK_URL}{path}"

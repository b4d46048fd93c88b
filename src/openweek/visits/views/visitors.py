"""Registering, and changing it later from the visitor's own page."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from openweek.place import territory
from openweek.place.actions import may_send
from openweek.place.doors import form_page, keep_private, posted, require
from openweek.place.models import Role
from openweek.place.rules import who_asks
from openweek.visits import actions, queries, rules
from openweek.visits.forms import ChangeVisitForm, VisitForm
from openweek.visits.models import Visit
from openweek.visits.refusals import NoSeatLeft, Refused
from openweek.visits.views.doors import context_of
from openweek.week.doors import limited
from openweek.week.halves import Opening, parse_half
from openweek.week.rules import WeekAccess, access_week

# What of a visit its form shows as it is.
SHOWN = [
    "name", "email", "party_size", "group", "project", "learn", "show", "need_codes", "needs",
    "languages", "origin", "origin_kind", "origin_code", "age", "guardian", "is_partner",
    "organisation", "heard", "photo_consent", "newsletter",
]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def register_visit(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    if not rules.rights(access).may_register:
        if request.method == "POST":
            raise PermissionDenied
        return render(request, "visits/register_visit.html", context_of(access))
    if answer := limited(request, access):
        return answer
    form = _visit_form(request, access)
    if form.is_valid():
        language = get_language() or "fr"
        try:
            registered = actions.register_visit(
                week=access.week, by=access.author, language=language, **form.said
            )
        except Refused as refusal:
            _say(form, refusal)
        else:
            return redirect("my_visit", place, week, registered.secret)
    context = context_of(access, form=form, kept_until=rules.kept_until(access.week))
    return form_page(request, "visits/register_visit.html", context)


def _visit_form(request: HttpRequest, access: WeekAccess) -> VisitForm:
    week = access.week
    # What was sent is seated under a lock; only a form that is shown needs to know seats before.
    openings = SimpleLazyObject(lambda: queries.openings(week))
    return VisitForm(
        posted(request),
        openings=openings,
        hosts=queries.hosts_to_meet(week),
        has_letters=_has_letters(),
        initial=_proposed(request, access, openings) if request.method != "POST" else None,
    )


def _proposed(
    request: HttpRequest, access: WeekAccess, openings: Iterable[Opening]
) -> dict[str, Any]:
    """The half-day named in the address, else the next one, is ticked already."""
    asked = parse_half(request.GET.get("half", ""))
    free = [opening.half for opening in openings if opening.is_free]
    first = asked if asked in free else next(iter(free), None)
    is_for_themselves = access.person and not access.is_at_least(Role.COWORKER)
    return {
        "once": uuid4(),
        "half_days": [first.key] if first else [],
        "name": access.person.name if access.person and is_for_themselves else "",
    }


def _has_letters() -> bool:
    return may_send() or settings.OPENWEEK_DEMONSTRATION


def _say(form: ChangeVisitForm, refusal: Refused) -> None:
    """What a full half-day does not take, one may wait for."""
    form.add_error("half_days", refusal.sentence)
    if isinstance(refusal, NoSeatLeft):
        form.too_small = refusal.full


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_visit(request: HttpRequest, place: str, week: str, secret: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    mine = rules.access_visit(access, secret)
    require(mine.may_change)
    if answer := limited(request, access):
        return answer
    form = _change_form(request, mine.visit)
    if form.is_valid():
        try:
            actions.change_visit(visit=mine.visit, by=mine.author, **form.said)
        except Refused as refusal:
            _say(form, refusal)
        else:
            return redirect("my_visit", place, week, secret)
    context = context_of(
        access, visit=mine.visit, secret=secret, form=form, kept_until=rules.kept_until(access.week)
    )
    return keep_private(form_page(request, "visits/change_visit.html", context))


def _change_form(request: HttpRequest, visit: Visit) -> ChangeVisitForm:
    rows = list(visit.half_days.all())
    wishes = visit.host_wishes.values_list("host__person", flat=True)
    initial: dict[str, Any] = {name: getattr(visit, name) for name in SHOWN}
    return ChangeVisitForm(
        posted(request),
        openings=queries.openings(visit.week, apart_from=visit),
        hosts=queries.hosts_to_meet(visit.week),
        has_letters=_has_letters(),
        initial={
            **initial,
            "half_days": [row.half.key for row in rows if not row.waiting_since],
            "waiting": [row.half.key for row in rows if row.waiting_since],
            "wishes": [str(person) for person in wishes],
        },
    )


@cache_control(public=True, max_age=60 * 60 * 24)
@require_safe
def origins(request: HttpRequest, place: str, week: str) -> HttpResponse:
    """What somebody who is typing may mean, for the list under the field."""
    access_week(who_asks(request), place, week)
    found = territory.suggest(request.GET.get("origin", "")[:120])
    return render(request, "visits/origins.html", {"found": found})

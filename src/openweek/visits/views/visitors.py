"""Registering, and the visitor's own page behind a private link."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openweek.place.actions import may_send
from openweek.place.models import Role
from openweek.place.rules import who_asks
from openweek.visits import actions, queries, rules
from openweek.visits.forms import ChangeVisitForm, VisitForm
from openweek.visits.models import Visit
from openweek.visits.refusals import Refused
from openweek.week.halves import in_words, parse_half, see_you
from openweek.week.rules import WeekAccess, access_week


def _context(access: WeekAccess, **more: Any) -> dict[str, Any]:
    rights = rules.rights(access)
    base = {"access": access, "week": access.week, "place": access.place, "rights": rights}
    return {**base, **more}


@require_http_methods(["GET", "HEAD", "POST"])
def register_visit(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    if not rules.rights(access).may_register:
        if request.method == "POST":
            raise PermissionDenied
        return render(request, "visits/register_visit.html", _context(access))
    form = _visit_form(request, access)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        halves = said.pop("half_days")
        try:
            registered = actions.register_visit(
                week=access.week,
                halves=halves,
                by=access.author,
                language=get_language() or "fr",
                **said,
            )
        except Refused as refusal:
            form.add_error("half_days", refusal.sentence)
        else:
            return redirect("my_visit", place, week, registered.secret)
    kept_until = actions.kept_until(access.week)
    return render(
        request, "visits/register_visit.html", _context(access, form=form, kept_until=kept_until)
    )


def _visit_form(request: HttpRequest, access: WeekAccess) -> VisitForm:
    openings = queries.openings(access.week)
    asked = parse_half(request.GET.get("half", ""))
    free = [opening.half for opening in openings if opening.is_free]
    first = asked if asked in free else next(iter(free), None)
    is_for_themselves = access.person and not access.is_at_least(Role.COWORKER)
    return VisitForm(
        request.POST if request.method == "POST" else None,
        openings=openings,
        has_letters=may_send() or settings.OPENWEEK_DEMONSTRATION,
        initial={
            "once": uuid4(),
            "half_days": [first.key] if first else [],
            "name": access.person.name if access.person and is_for_themselves else "",
        },
    )


@never_cache
@require_safe
def my_visit(request: HttpRequest, place: str, week: str, secret: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    try:
        mine = rules.access_visit(access, secret)
    except rules.LinkClosed:
        return render(request, "visits/link_closed.html", _context(access), status=404)
    return render(
        request,
        "visits/my_visit.html",
        _context(
            access,
            visit=mine.visit,
            mine=mine,
            secret=secret,
            kept_until=actions.kept_until(access.week),
            own_address=request.build_absolute_uri(),
            badge_address=_badge_address(request, mine.visit),
            **_coming(mine.visit),
        ),
    )


def _coming(visit: Visit) -> dict[str, Any]:
    """What the visitor's page says first, by where they are in their visit."""
    today = visit.week.today
    rows = list(visit.half_days.all())
    over = {o.half for o in queries.openings(visit.week) if o.is_past}
    ahead = [row.half for row in rows if row.half not in over]
    here = next((row for row in rows if row.date == today and row.is_here), None)
    came = any(row.arrived_at for row in rows)
    return {
        "days": in_words(row.half for row in rows),
        "here_since": here.arrived_at if here else None,
        "came": came,
        "greeting": see_you(ahead[0], today) if ahead and not visit.cancelled_at else "",
    }


def _badge_address(request: HttpRequest, visit: Visit) -> str:
    place, week = visit.week.place.slug, visit.week.slug
    return request.build_absolute_uri(reverse("scan_visit", args=[place, week, rules.badge(visit)]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_visit(request: HttpRequest, place: str, week: str, secret: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    mine = rules.access_visit(access, secret)
    if not mine.may_change:
        raise PermissionDenied
    form = _change_form(request, mine.visit)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        halves = said.pop("half_days")
        try:
            actions.change_visit(visit=mine.visit, halves=halves, by=mine.author, **said)
        except Refused as refusal:
            form.add_error("half_days", refusal.sentence)
        else:
            return redirect("my_visit", place, week, secret)
    context = _context(access, visit=mine.visit, secret=secret, form=form)
    return render(request, "visits/change_visit.html", context)


def _change_form(request: HttpRequest, visit: Visit) -> ChangeVisitForm:
    return ChangeVisitForm(
        request.POST if request.method == "POST" else None,
        openings=queries.openings(visit.week, apart_from=visit),
        initial={
            "half_days": [row.half.key for row in visit.half_days.all()],
            **{
                name: getattr(visit, name)
                for name in ("name", "party_size", "project", "needs", "origin")
            },
        },
    )


@require_POST
def cancel_visit(request: HttpRequest, place: str, week: str, secret: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    mine = rules.access_visit(access, secret)
    if mine.visit.cancelled_at is None:
        if not mine.may_change:
            raise PermissionDenied
        actions.cancel_visit(visit=mine.visit, by=mine.author)
    return redirect("my_visit", place, week, secret)


@require_POST
def erase_visit(request: HttpRequest, place: str, week: str, secret: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    mine = rules.access_visit(access, secret)
    actions.erase_visit(visit=mine.visit, by=mine.author)
    return render(request, "visits/erase_visit.html", _context(access))

"""Who receives whom: for a host, for a visitor, and for the desk. Each sees their own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openweek.ground.apart import GaveNoAnswer
from openweek.ground.text import whole_number
from openweek.place.doors import keep_private, require
from openweek.place.rules import who_asks
from openweek.visits import rules
from openweek.visits.actions import matching as verbs
from openweek.visits.models import HalfDay, Host, Match
from openweek.visits.queries import matching, paired
from openweek.visits.queries.hosts import host_of
from openweek.visits.refusals import Refused
from openweek.visits.views.doors import context_of
from openweek.visits.views.hosts import access_host, own_host
from openweek.week.doors import limited
from openweek.week.halves import parse_half
from openweek.week.rules import WeekAccess, access_week

HOST, VISITOR = "host", "visitor"


@never_cache
@require_safe
def own_visitors(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access, person = access_host(request, place, week)
    host = host_of(access.week, person)
    if host is None:
        return redirect("become_host", place, week)
    context = context_of(access, own_host=host, days=paired.own_visitors(host))
    return keep_private(render(request, "visits/own_visitors.html", context))


@require_POST
def accept_visitor(request: HttpRequest, place: str, week: str, match: int) -> HttpResponse:
    access, found = _own_match(request, place, week, match)
    if found is not None and _accept(request, access, found, HOST):
        messages.success(request, _("Noted: you receive them. They will see your first name."))
    return redirect("own_visitors", place, week)


@require_POST
def decline_visitor(request: HttpRequest, place: str, week: str, match: int) -> HttpResponse:
    access, found = _own_match(request, place, week, match)
    if found is not None:
        verbs.decline_match(match=found, by=access.author, side=HOST)
        messages.info(request, _("That is quite all right: somebody else will receive them."))
    return redirect("own_visitors", place, week)


def _own_match(
    request: HttpRequest, place: str, week: str, number: int
) -> tuple[WeekAccess, Match | None]:
    """One of one's own. Http404 for anybody else's; None when it stands no more."""
    access, _person = access_host(request, place, week)
    host = own_host(access)
    found = matching.match_of_host(host, number)
    if found is None and not Match.objects.filter(host=host, pk=number).exists():
        raise Http404("not theirs")
    return access, found


@require_POST
def accept_host(
    request: HttpRequest, place: str, week: str, secret: str, match: int
) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    if pause := limited(request, access):
        return pause
    mine, found = _match_behind(access, secret, match)
    if found is not None and _accept(request, access, found, VISITOR, mine):
        messages.success(request, _("Noted: you are expected."))
    return redirect("my_visit", place, week, secret)


@require_POST
def decline_host(
    request: HttpRequest, place: str, week: str, secret: str, match: int
) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    if pause := limited(request, access):
        return pause
    mine, found = _match_behind(access, secret, match)
    if found is not None:
        other = verbs.decline_match(match=found, by=mine.author, side=VISITOR)
        messages.info(
            request,
            _("That is quite all right: somebody else receives you.")
            if other
            else _("That is quite all right: we look for somebody else, and the desk is there."),
        )
    return redirect("my_visit", place, week, secret)


def _match_behind(
    access: WeekAccess, secret: str, number: int
) -> tuple[rules.VisitAccess, Match | None]:
    """Of the visit that the link opens. Http404 for any other's; None when it stands no more."""
    mine = rules.access_visit(access, secret)
    require(mine.may_change)
    found = matching.match_of_visit(mine.visit, number)
    if found is None and not Match.objects.filter(half_day__visit=mine.visit, pk=number).exists():
        raise Http404("not theirs")
    return mine, found


def _accept(
    request: HttpRequest, access: WeekAccess, match: Match, side: str,
    mine: rules.VisitAccess | None = None,
) -> bool:  # fmt: skip
    try:
        verbs.accept_match(match=match, by=mine.author if mine else access.author, side=side)
    except Refused as refusal:
        messages.info(request, refusal.sentence)
        return False
    return True


@never_cache
@require_safe
def matches(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = _desk(request, place, week)
    shown = paired.pairs(access.week, parse_half(request.GET.get("half", "")))
    response = render(request, "visits/matches.html", context_of(access, shown=shown))
    return keep_private(response)


@require_POST
def match_now(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = _desk(request, place, week)
    require(rules.rights(access).may_match)
    try:
        done = verbs.match_week(week=access.week, by=access.author)
    except GaveNoAnswer:
        messages.error(request, _("That did not work. Nothing was changed: try again in a while."))
    else:
        messages.success(request, _in_words(done))
    return redirect("matches", place, week)


def _in_words(done: verbs.Matched) -> str:
    said = [
        ngettext("%(n)d half-day has its host.", "%(n)d half-days have their host.", done.matched)
        % {"n": done.matched}
    ]
    if done.without:
        said.append(
            ngettext("%(n)d is still without.", "%(n)d are still without.", done.without)
            % {"n": done.without}
        )
    if done.is_proven and done.matched:
        said.append(_("Nobody could arrange it better."))
    return " ".join(said)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def assign_host(request: HttpRequest, place: str, week: str, half_day: int) -> HttpResponse:
    """Looked at: who could still receive them then, the best first, and why."""
    access = _desk(request, place, week)
    require(rules.rights(access).may_match)
    row = _half_day(access, half_day)
    if request.method == "POST" and _is_assigned(request, access, row):
        return _to_half(row)
    now = paired.host_received_by(row)
    free = [(host, why) for host, why in matching.hosts_free_for(row) if host != now]
    context = context_of(access, row=row, visit=row.visit, now=now, free=free)
    return keep_private(render(request, "visits/assign_host.html", context))


def _is_assigned(request: HttpRequest, access: WeekAccess, row: HalfDay) -> bool:
    number = whole_number(request.POST.get("host", "")) or 0
    host = Host.objects.filter(week=access.week, pk=number).select_related("person").first()
    if host is None:
        messages.error(request, _("Choose one of those who are shown."))
        return False
    try:
        verbs.assign_host(half_day=row, host=host, by=access.author)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return False
    messages.success(request, _("Noted, and it stays so: both will be told."))
    return True


@require_POST
def release_match(request: HttpRequest, place: str, week: str, half_day: int) -> HttpResponse:
    access = _desk(request, place, week)
    require(rules.rights(access).may_match)
    row = _half_day(access, half_day)
    match = matching.standing_match(row)
    if match is not None:
        verbs.release_match(match=match, by=access.author)
        messages.info(request, _("They have no host for the moment: one is looked for."))
    return _to_half(row)


def _desk(request: HttpRequest, place: str, week: str) -> WeekAccess:
    access = access_week(who_asks(request), place, week)
    if not rules.rights(access).may_see_desk:
        raise PermissionDenied
    return access


def _half_day(access: WeekAccess, number: int) -> HalfDay:
    row = paired.half_day_ahead(access.week, number)
    if row is None:
        raise Http404("nobody is expected then")
    return row


def _to_half(row: HalfDay) -> HttpResponse:
    week = row.visit.week
    response = redirect("matches", week.place.slug, week.slug)
    response["Location"] += f"?half={row.half.key}"
    return response

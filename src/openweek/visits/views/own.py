"""The visitor's own page, behind a private link, and what one does there."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from openweek.desk import actions as desk_actions
from openweek.desk import queries as desk_queries
from openweek.place.doors import keep_private, posted, require
from openweek.place.rules import who_asks
from openweek.place.spoken import languages_in_words
from openweek.visits import actions, queries, rules
from openweek.visits.forms import ConsentsForm, WordForm
from openweek.visits.models import Visit
from openweek.visits.queries import matching
from openweek.visits.queries.matching import needs_in_words
from openweek.visits.rules import VisitAccess
from openweek.visits.views.doors import context_of
from openweek.week.doors import limited
from openweek.week.halves import Half, in_words, parse_half, see_you
from openweek.week.rules import WeekAccess, access_week


@never_cache
@require_safe
def my_visit(request: HttpRequest, place: str, week: str, secret: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    try:
        mine = rules.access_visit(access, secret)
    except rules.LinkClosed:
        closed = render(request, "visits/link_closed.html", context_of(access), status=404)
        return keep_private(closed)
    return _own_page(request, access, mine, secret)


def _own_page(
    request: HttpRequest, access: WeekAccess, mine: VisitAccess, secret: str, **more: Any
) -> HttpResponse:
    """``more`` may hold a form that has to be said otherwise."""
    visit = mine.visit
    prefetch_related_objects([visit], "half_days")
    own = reverse("my_visit", args=[access.place.slug, access.week.slug, secret])
    coming = _coming(visit)
    context = context_of(
        access,
        visit=visit,
        mine=mine,
        secret=secret,
        kept_until=rules.kept_until(access.week),
        own_address=request.build_absolute_uri(own),
        badge_address=_badge_address(request, visit),
        held={
            "needs": needs_in_words(visit.need_codes),
            "languages": languages_in_words(visit.languages),
        },
        my_hosts=matching.hosts_for(visit),
        told_rules=desk_queries.told_now(access.place, reader=visit.subject),
        consents=ConsentsForm(initial=_initial(visit, "photo_consent", "newsletter")),
        **coming,
    )
    if coming["came"]:
        context["word_form"] = WordForm(initial=_initial(visit, "word", "word_is_public"))
    context |= more
    wrong = any(form.errors for form in more.values())
    page = render(request, "visits/my_visit.html", context, status=422 if wrong else 200)
    return keep_private(page)


def _initial(visit: Visit, *names: str) -> dict[str, Any]:
    return {name: getattr(visit, name) for name in names}


def _coming(visit: Visit) -> dict[str, Any]:
    """What the visitor's page says first, by where they are in their visit."""
    today = visit.week.today
    rows = list(visit.half_days.all())
    over = queries.past_halves(visit.week)
    seated = [row.half for row in rows if not row.waiting_since]
    ahead = [half for half in seated if half not in over]
    here = next((row for row in rows if row.date == today and row.is_here), None)
    may_give_up = [row.half for row in rows if not row.arrived_at and row.half not in over]
    return {
        "days": in_words(seated),
        "lines": _lines(visit, [row.half for row in rows if row.waiting_since]),
        "may_give_up": may_give_up if len(may_give_up) > 1 else [],
        "here_since": here.arrived_at if here else None,
        "came": any(row.arrived_at for row in rows),
        "greeting": see_you(ahead[0], today) if ahead and not visit.cancelled_at else "",
    }


def _lines(visit: Visit, halves: list[Half]) -> list[dict[str, Any]]:
    """Where they wait, and how many are before them."""
    if not halves or visit.cancelled_at:
        return []
    positions = queries.positions(visit)
    return [{"half": half, "position": positions.get(half)} for half in halves]


def _badge_address(request: HttpRequest, visit: Visit) -> str:
    place, week = visit.week.place.slug, visit.week.slug
    return request.build_absolute_uri(reverse("scan_visit", args=[place, week, rules.badge(visit)]))


@require_POST
def cancel_visit(request: HttpRequest, place: str, week: str, secret: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    mine = rules.access_visit(access, secret)
    if answer := limited(request, access):
        return answer
    if mine.visit.cancelled_at is None:
        require(mine.may_change)
        actions.cancel_visit(visit=mine.visit, by=mine.author)
    return redirect("my_visit", place, week, secret)


@require_POST
def cancel_half_day(request: HttpRequest, place: str, week: str, secret: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    mine = rules.access_visit(access, secret)
    if answer := limited(request, access):
        return answer
    half = parse_half(request.POST.get("half", ""))
    if half and mine.visit.cancelled_at is None:
        require(mine.may_change)
        actions.cancel_half_day(visit=mine.visit, half=half, by=mine.author)
    return redirect("my_visit", place, week, secret)


@require_POST
def acknowledge_rules(request: HttpRequest, place: str, week: str, secret: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    mine = rules.access_visit(access, secret)
    if answer := limited(request, access):
        return answer
    in_force = desk_queries.rules_in_force(access.place)
    if in_force:
        desk_actions.acknowledge(rules=in_force, reader=mine.visit.subject, by=mine.author.unnamed)
    return redirect("my_visit", place, week, secret)


@require_POST
def leave_word(request: HttpRequest, place: str, week: str, secret: str) -> HttpResponse:
    """From the day they came, until what they said is forgotten."""
    access = access_week(who_asks(request), place, week)
    mine = rules.access_visit(access, secret)
    require(mine.visit.half_days.filter(arrived_at__isnull=False).exists())
    if answer := limited(request, access):
        return answer
    form = WordForm(posted(request))
    if not form.is_valid():
        return _own_page(request, access, mine, secret, word_form=form)
    actions.leave_word(visit=mine.visit, by=mine.author, **form.said)
    return redirect("my_visit", place, week, secret)


@require_POST
def change_consents(request: HttpRequest, place: str, week: str, secret: str) -> HttpResponse:
    """Also after the week: a consent may be taken back for as long as there is one."""
    access = access_week(who_asks(request), place, week)
    mine = rules.access_visit(access, secret)
    if answer := limited(request, access):
        return answer
    form = ConsentsForm(posted(request))
    if form.is_valid() and form.cleaned_data["newsletter"] and not mine.visit.email:
        form.add_error("newsletter", _("To which address? Say it first, in “Change my visit”."))
    if form.errors:
        return _own_page(request, access, mine, secret, consents=form)
    actions.change_consents(visit=mine.visit, by=mine.author, **form.cleaned_data)
    return redirect("my_visit", place, week, secret)


@never_cache
@require_safe
def own_data(request: HttpRequest, place: str, week: str, secret: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    mine = rules.access_visit(access, secret)
    context = context_of(
        access, visit=mine.visit, secret=secret, held=queries.own_data(mine.visit),
        kept_until=rules.kept_until(access.week),
    )  # fmt: skip
    return keep_private(render(request, "visits/own_data.html", context))


@never_cache
@require_safe
def own_data_file(request: HttpRequest, place: str, week: str, secret: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    mine = rules.access_visit(access, secret)
    held = queries.own_data(mine.visit).as_file
    response = JsonResponse(held, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="openweek.json"'
    return keep_private(response)


@require_POST
def erase_visit(request: HttpRequest, place: str, week: str, secret: str) -> HttpResponse:
    """The browser forgets too who it was, unless somebody is signed in."""
    access = access_week(who_asks(request), place, week)
    mine = rules.access_visit(access, secret)
    actions.erase_visit(visit=mine.visit, by=mine.author)
    if access.person is None:
        request.session.flush()
    return render(request, "visits/erase_visit.html", context_of(access))

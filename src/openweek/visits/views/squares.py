"""Squares to scan, and the badges on which they are printed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from openweek.ground.text import whole_number
from openweek.place.doors import require
from openweek.place.rules import who_asks
from openweek.visits import actions, badge_printing, queries, rules
from openweek.visits.views.desk import access_desk, access_guest, asked_day
from openweek.visits.views.doors import context_of
from openweek.week.doors import limited
from openweek.week.halves import in_words
from openweek.week.rules import access_week

PDF = "application/pdf"


@never_cache
@require_safe
def scan_visit(request: HttpRequest, place: str, week: str, signed: str) -> HttpResponse:
    """The address of a visitor's QR code. Only the desk learns anything from it."""
    access = access_week(who_asks(request), place, week)
    context = context_of(access)
    if not context["rights"].may_see_desk:
        return render(request, "visits/show_at_desk.html", context)
    try:
        visit = rules.access_badge(access.week, signed, on=access.week.today)
    except rules.BadgeRefused as refused:
        status = 404 if refused.reason == "forged" else 409
        context |= {"refused": refused, "days": _days(refused)}
        return render(request, "visits/refused_badge.html", context, status=status)
    context["guest"] = queries.guest(access.week, visit.number)
    return render(request, "visits/scan_visit.html", context)


@never_cache
@require_safe
def guest(request: HttpRequest, place: str, week: str, number: int) -> HttpResponse:
    """One visit, for the desk: also of somebody who has lost their square."""
    access = access_desk(request, place, week, to_act=False)
    found = queries.guest(access.week, number)
    if found is None:
        raise Http404(f"no visit {number}")
    return render(request, "visits/scan_visit.html", context_of(access, guest=found))


def _days(refused: rules.BadgeRefused) -> list[str]:
    if not isinstance(refused, rules.OtherDay):
        return []
    return in_words(row.half for row in refused.visit.half_days.all())


@require_POST
def renew_badge(request: HttpRequest, place: str, week: str, number: int) -> HttpResponse:
    """For somebody who lost theirs: what was printed before opens nothing."""
    access, visit = access_guest(request, place, week, number)
    actions.renew_badge(visit=visit, by=access.author)
    messages.success(
        request,
        _("%(name)s has a new square; the one from before is refused.") % {"name": visit.name},
    )
    return redirect("welcome", place, week)


@require_POST
def renew_my_badge(request: HttpRequest, place: str, week: str, secret: str) -> HttpResponse:
    """By the visitor, from their own page."""
    access = access_week(who_asks(request), place, week)
    if refusal := limited(request, access):
        return refusal
    mine = rules.access_visit(access, secret)
    require(mine.may_change)
    actions.renew_badge(visit=mine.visit, by=mine.author.unnamed)
    messages.success(request, _("Here is your new square; the one from before is refused."))
    return redirect("my_visit", place, week, secret)


@never_cache
@require_safe
def badges(request: HttpRequest, place: str, week: str) -> HttpResponse:
    """Whose badges to print, and on what."""
    access = access_desk(request, place, week, to_act=False)
    on = asked_day(request)
    on = on if on in access.week.days else max(access.week.today, access.week.starts_on)
    guests = [guest for _visit, guest in queries.of_badges(access.week, on)]
    context = context_of(access, on=on, guests=guests, papers=badge_printing.papers())
    return render(request, "visits/badges.html", context)


@never_cache
@require_safe
def print_badges(request: HttpRequest, place: str, week: str) -> HttpResponse:
    """A PDF: of ``?day=``, those of ``?visit=``, or all of that day; ``?paper=`` says on what."""
    access = access_desk(request, place, week, to_act=False)
    on, paper = asked_day(request), request.GET.get("paper", badge_printing.LABEL)
    on = on if on in access.week.days else access.week.today
    if paper not in badge_printing.PAPERS:
        raise Http404(f"no paper {paper}")
    asked = map(whole_number, request.GET.getlist("visit"))
    numbers = [number for number in asked if number is not None]
    of_whom = queries.of_badges(access.week, on, numbers or None)
    if not of_whom:
        messages.info(request, _("Nobody is expected that day: there is no badge to print."))
        return redirect(f"{reverse('badges', args=[place, week])}?day={on:%Y-%m-%d}")
    root = request.build_absolute_uri(reverse("welcome", args=[place, week]))
    made = badge_printing.printed(access.week, of_whom, on=on, paper=paper, root=root)
    name = f"badges-{access.week.slug}-{on:%Y-%m-%d}-{paper}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(made, content_type=PDF, headers=headers)

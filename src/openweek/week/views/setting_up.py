"""A week is set up from a format: what it starts from, then everything on one page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from openweek.place.rules import PlaceAccess, access_place, who_asks
from openweek.week import actions, proposals, queries
from openweek.week.forms import ItemRows, SetUpWeekForm, StartForm, items_in
from openweek.week.models import Week


def set_up_week(request: HttpRequest, place: str) -> HttpResponse:
    """Without a first day in its address: what to start from. With one: all that follows."""
    access = access_place(who_asks(request), place)
    if not access.may_manage:
        raise PermissionDenied
    start = _start(request, access)
    if not start.is_bound or not start.is_valid():
        return render(request, "week/start_week.html", _context(access, form=start))
    proposal = proposals.propose(access.place, start.chosen, start.cleaned_data["starts_on"])
    form = SetUpWeekForm(request.POST or None, proposal=proposal)
    rows = ItemRows(
        request.POST or None, prefix="items",
        initial=[{"what": what, "due_on": due_on} for what, due_on in proposal.checklist],
    )  # fmt: skip
    # Both, so that everything to correct is said at once.
    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]):
        plan = form.plan(items_in(rows))
        week = actions.set_up_week(place=access.place, plan=plan, by=access.author)
        messages.success(request, _("“%(title)s” is ready.") % {"title": week.title})
        return redirect(_next(access, week))
    context = _context(access, form=form, rows=rows, proposal=proposal)
    return render(request, "week/set_up_week.html", context)


def _start(request: HttpRequest, access: PlaceAccess) -> StartForm:
    found = proposals.sources(access.place)
    asked = request.GET.get("source", "")
    is_asked = "starts_on" in request.GET
    known = asked if any(each.key == asked for each in found) else found[0].key
    return StartForm(request.GET if is_asked else None, sources=found, initial={"source": known})


def _next(access: PlaceAccess, week: Week) -> str:
    """The desk, which says what to do first; another week's page while one is nearer."""
    root = f"/{access.place.slug}/"
    is_next = queries.week_to_prepare(access.place) == week
    return f"{root}desk/" if is_next else f"{root}{week.slug}/"


def _context(access: PlaceAccess, **more: object) -> dict[str, object]:
    return {"access": access, "place": access.place, **more}

"""The concierge's pages about a week itself; the week's public page is in the web room."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from openweek.week import actions, queries
from openweek.week.doors import managed
from openweek.week.forms import HoursForm, RoomsForm, WeekForm
from openweek.week.models import Week
from openweek.week.rules import WeekAccess

DETAILS = [
    "tagline", "description", "organisers", "how_to_come", "licence", "move_commons",
    "principles", "capacity", "kept_days", "remote_url",
]  # fmt: skip


def change_week(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = managed(request, place, week)
    initial = {name: getattr(access.week, name) for name in ["title", *DETAILS]}
    initial["move_commons"] = access.week.move_commons.split("-")
    form = WeekForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.change_week(week=access.week, by=access.author, **form.cleaned_data)
        messages.success(request, _("The week is up to date."))
        return redirect(address(access.week))
    return render(request, "week/change_week.html", _context(access, form=form))


def set_hours(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = managed(request, place, week)
    form = HoursForm(request.POST or None, week=access.week, initial=_hours_now(access.week))
    if request.method == "POST" and form.is_valid():
        actions.set_opening_hours(week=access.week, hours=form.hours(), by=access.author)
        messages.success(request, _("The opening hours are up to date."))
        return redirect(address(access.week))
    return render(request, "week/set_hours.html", _context(access, form=form))


def choose_rooms(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = managed(request, place, week)
    chosen = [room.pk for room in queries.rooms_of(access.week)]
    form = RoomsForm(request.POST or None, place=access.place, initial={"rooms": chosen})
    if request.method == "POST" and form.is_valid():
        rooms = list(form.cleaned_data["rooms"])
        actions.choose_rooms(week=access.week, rooms=rooms, by=access.author)
        messages.success(request, _("The rooms of the week are up to date."))
        return redirect(address(access.week))
    return render(request, "week/choose_rooms.html", _context(access, form=form))


def _hours_now(week: Week) -> dict[str, object]:
    initial: dict[str, object] = {}
    for row in week.opening_hours.all():
        initial[f"opens_{row.date.isoformat()}"] = row.opens
        initial[f"closes_{row.date.isoformat()}"] = row.closes
    return initial


@require_POST
def archive_week(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = managed(request, place, week)
    actions.archive_week(week=access.week, by=access.author)
    messages.success(request, _("The week is kept as it was; it can be read but not changed."))
    return redirect(address(access.week))


def address(week: Week) -> str:
    return f"/{week.place.slug}/{week.slug}/"


def _context(access: WeekAccess, **more: object) -> dict[str, object]:
    return {"access": access, "week": access.week, "place": access.place, **more}

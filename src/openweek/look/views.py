"""The living page: every component, as it really looks, with how to write it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openweek.look import dates
from openweek.look.doors import Door, State
from openweek.look.forms import ComponentsForm

_PARIS = ZoneInfo("Europe/Paris")
_MONDAY = date(2012, 3, 19)


@require_safe
def living_page(request: HttpRequest) -> HttpResponse:
    start = datetime(2012, 3, 20, 14, 30, tzinfo=_PARIS)
    context = {
        "doors": _doors(),
        "form": ComponentsForm(),
        "wrong_form": ComponentsForm(ComponentsForm.wrong, auto_id="wrong_%s"),
        "start": start,
        "end": start + timedelta(minutes=90),
        "friday": _MONDAY + timedelta(days=4),
        "monday": _MONDAY,
        "chapters": [1, 0.8, 0.4, 0.1, 0],
        "inks": ["paper", "paper-2", "paper-3", "ink", "vermilion", "duck", "mustard", "leaf"],
        "page_of_many": Paginator(range(95), 10).get_page(request.GET.get("page", 3)),
        "seeds": ["a", "f", "c", "d"],
        "address": request.build_absolute_uri("/look/"),
    }
    return render(request, "look/living_page.html", context)


def _doors() -> list[Door]:
    states: tuple[tuple[State, str], ...] = (
        ("past", _("12 sessions")),
        ("past", _("9 sessions")),
        ("today", _("14 sessions")),
        ("future", _("11 sessions")),
        ("closed", ""),
    )
    return [
        Door(
            label=dates.weekday(_MONDAY + timedelta(days=number)),
            state=state,
            href="#doors" if state != "closed" else "",
            note=note,
        )
        for number, (state, note) in enumerate(states)
    ]

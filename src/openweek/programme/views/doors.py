"""What the doormen of the programme have in common: who asks, for what, and how it is said."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openweek.place.middleware import hold
from openweek.place.rules import who_asks
from openweek.programme import actions, rules
from openweek.programme.models import Session
from openweek.programme.rules import SessionAccess
from openweek.week.models import Week
from openweek.week.rules import WeekAccess, access_week


def context_of(access: WeekAccess, **more: Any) -> dict[str, Any]:
    return {
        "access": access,
        "place": access.place,
        "week": access.week,
        "rights": rules.rights(access),
        **more,
    }


def open_doors(
    request: HttpRequest, place: str, week: str, slug: str
) -> tuple[WeekAccess, SessionAccess]:
    access = access_week(who_asks(request), place, week)
    return access, rules.access_session(access, slug)


def week_url(name: str, week: Week, **more: Any) -> str:
    return reverse(name, kwargs={"place": week.place.slug, "week": week.slug, **more})


def session_url(name: str, session: Session, **more: Any) -> str:
    return week_url(name, session.week, session=session.slug, **more)


def give_link(
    request: HttpRequest, access: WeekAccess, made: Session, *, name: str = "", written: str = ""
) -> HttpResponse:
    """To the page that shows, this once, the private link to what they wrote."""
    number, secret = actions.give_link(session=made, by=access.author, name=name)
    hold(request, number)
    address = week_url("open_session", access.week, secret=secret)
    return redirect(f"{address}?written={written}" if written else address)


def say_undone(request: HttpRequest, undone: actions.Undone, words: str) -> None:
    if undone.change is None:
        messages.info(request, _("There was nothing left to undo."))
    elif not undone.lost:
        messages.success(request, words)
    if undone.lost:
        said = ngettext(
            "This was changed or taken since then, and stays as it is: %(what)s.",
            "These were changed or taken since then, and stay as they are: %(what)s.",
            len(undone.lost),
        )
        messages.warning(request, said % {"what": ", ".join(undone.lost)})

"""What the doormen of the programme have in common: who asks, for what, and how it is said."""

import secrets
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openweek.ground import limits
from openweek.place.middleware import PASSER_BY, hold
from openweek.place.models import Role
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


def require(may: bool) -> None:
    if not may:
        raise PermissionDenied


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to; also when all of it was left empty."""
    return request.POST if request.method == "POST" else None


def know_again(request: HttpRequest, access: WeekAccess) -> None:
    """Before they write, so that a form sent twice is twice of the same browser."""
    if access.person is None and PASSER_BY not in request.session:
        request.session[PASSER_BY] = secrets.token_hex(8)


def give_link(
    request: HttpRequest, access: WeekAccess, made: Session, *, name: str = "", written: str = ""
) -> HttpResponse:
    """To the page that shows, this once, the private link to what they wrote."""
    number, secret = actions.give_link(session=made, by=access.author, name=name)
    hold(request, number)
    address = week_url("open_session", access.week, secret=secret)
    return redirect(f"{address}?written={written}" if written else address)


def keep_private(response: HttpResponse) -> HttpResponse:
    """For the eyes of whoever asked: kept nowhere, and found by no search."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def form_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=422 if context["form"].errors else 200)


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


def limited(request: HttpRequest, access: WeekAccess) -> HttpResponse | None:
    """The answer to somebody who writes faster than people do, or None: then go on.

    Call it at the beginning of each view that writes and is open to everybody. Reading is never
    limited, nor are contributors. The address is the server's own: it believes what a proxy
    forwards only when that proxy is on the same machine.
    """
    if request.method != "POST" or access.is_at_least(Role.CONTRIBUTOR):
        return None
    address = request.META.get("REMOTE_ADDR", "")
    if limits.may_write(address=address, author=access.author.key):
        return None
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    context = context_of(access, typed=typed, minutes=int(limits.PAUSE.total_seconds() // 60))
    response = render(request, "programme/limited.html", context, status=429)
    response["Retry-After"] = str(int(limits.PAUSE.total_seconds()))
    return response

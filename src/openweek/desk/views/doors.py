"""What the doormen of the conciergerie have in common: who asks, and how an answer is said."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from openweek.desk import rules
from openweek.place.rules import PlaceAccess


def context_of(access: PlaceAccess, **more: Any) -> dict[str, Any]:
    return {
        "access": access,
        "place": access.place,
        "may_help": rules.may_help(access),
        "may_write_guide": rules.may_write_guide(access),
        **more,
    }


def back(request: HttpRequest, name: str, *args: Any) -> HttpResponse:
    """To the page of ours where the button was pressed, if it said which; else to that one."""
    asked = request.POST.get("next", "")
    hosts = {request.get_host()}
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=hosts):
        return redirect(asked)
    return redirect(name, *args)

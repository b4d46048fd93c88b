"""Doormen of who is here."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openweek.community import actions, queries, rules
from openweek.community.forms import ArriveForm
from openweek.community.models import Light, Presence
from openweek.community.views.doors import context_of, keep_name
from openweek.ground.keeping import keep, says_once
from openweek.place.doors import enter, form_page, know_again, limited, posted, require
from openweek.place.rules import PlaceAccess

NO_CONTENT, GONE = 204, 410


@require_safe
def here(request: HttpRequest, place: str) -> HttpResponse:
    access = enter(request, place)
    people = queries.here(access.place)
    key = access.author.key
    context = context_of(
        access,
        people=people,
        mine=next((each for each in people if key and each.key == key), None),
        # Those who open it from outside see first names.
        shows_names=access.may_see_people,
        # Reading leaves no cookie: only on a page of its own is somebody unknown given a form.
        is_known=bool(key),
        form=_form(access) if key else None,
        texts=queries.shared_texts(access, with_writers=access.person is not None),
    )
    may_keep = access.person is None and not says_once(request)
    response = render(request, "community/here.html", context)
    return keep(response, place_id=access.place.pk) if may_keep else response


def _form(access: PlaceAccess, sent: Any = None) -> ArriveForm:
    return ArriveForm(sent, rights=rules.rights(access), known_name=access.author.name)


@require_http_methods(["GET", "HEAD", "POST"])
def arrive(request: HttpRequest, place: str) -> HttpResponse:
    access = enter(request, place)
    if too_fast := limited(request, access):
        return too_fast
    know_again(request, access)
    form = _form(access, posted(request))
    if form.is_valid():
        said = form.cleaned_data
        actions.arrive(place=access.place, person=access.person, by=access.author, **said)
        keep_name(request, access, said.get("name", ""))
        messages.success(request, _("You are on the list: people know that you are here."))
        return redirect("here", place)
    return form_page(request, "community/arrive.html", context_of(access, form=form))


@require_POST
def switch_light(request: HttpRequest, place: str) -> HttpResponse:
    access = enter(request, place)
    if too_fast := limited(request, access):
        return too_fast
    presence = queries.presence_of(access.place, access.author.key)
    light = request.POST.get("light", "")
    if presence is None:
        messages.info(request, _("You were away for a while. Say again that you are here."))
    elif light in Light.values:
        actions.switch_light(presence=presence, light=light, by=access.author)
    return redirect("here", place)


@require_POST
def stay(request: HttpRequest, place: str) -> HttpResponse:
    """What an open page says each minute."""
    access = enter(request, place)
    if too_fast := limited(request, access):
        return too_fast
    is_here = actions.stay(place=access.place, by=access.author)
    return HttpResponse(status=NO_CONTENT if is_here else GONE)


@require_POST
def leave_here(request: HttpRequest, place: str) -> HttpResponse:
    access = enter(request, place)
    if too_fast := limited(request, access):
        return too_fast
    presence = queries.presence_of(access.place, access.author.key)
    if presence is not None:
        actions.leave_here(presence=presence, by=access.author)
    messages.info(request, _("You are off the list. See you soon."))
    return redirect("here", place)


@require_POST
def send_away(request: HttpRequest, place: str, number: int) -> HttpResponse:
    access = enter(request, place)
    require(rules.rights(access).moderate)
    presence = get_object_or_404(Presence, place=access.place, pk=number)
    actions.send_away(presence=presence, by=access.author)
    messages.success(request, _("That name is off the list."))
    return redirect("here", place)

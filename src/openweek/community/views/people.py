"""Doormen of what people know."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from openweek.community import actions, queries, rules
from openweek.community.forms import ProfileForm
from openweek.community.forms.people import said_by
from openweek.community.views.doors import context_of
from openweek.ground.keeping import keep, says_once
from openweek.ground.text import clean_line
from openweek.place.doors import enter, form_page, posted

LONGEST_QUESTION = 100


@require_safe
def people_and_skills(request: HttpRequest, place: str) -> HttpResponse:
    access = enter(request, place)
    asked = clean_line(request.GET.get("q", ""))[:LONGEST_QUESTION]
    everybody = queries.known_people(access.place)
    may_keep = not says_once(request)
    context = context_of(
        access,
        asked=asked,
        everybody=everybody,
        found=queries.search(everybody, asked),
        profile=queries.profile_of(access.place, access.person),
        written=request.GET.get("written", ""),
    )
    response = render(request, "community/people_and_skills.html", context)
    return keep(response, place_id=access.place.pk) if may_keep else response


@require_http_methods(["GET", "HEAD", "POST"])
def change_profile(request: HttpRequest, place: str) -> HttpResponse:
    access = enter(request, place)
    person = access.person
    if person is None or not rules.rights(access).show_oneself:
        raise PermissionDenied
    profile = queries.profile_of(access.place, person)
    form = ProfileForm(posted(request), initial=said_by(profile, person.language))
    if form.is_valid():
        actions.change_profile(
            place=access.place, person=person, by=access.author, **form.cleaned_data
        )
        is_shown = form.cleaned_data["is_shown"]
        messages.success(
            request,
            _("It is shown to everybody: people can find you.")
            if is_shown
            else _("It is kept, and only you see it."),
        )
        return redirect(f"{reverse('people_and_skills', args=[place])}?written=profile")
    return form_page(
        request, "community/change_profile.html", context_of(access, form=form, profile=profile)
    )

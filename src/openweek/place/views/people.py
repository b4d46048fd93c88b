"""Who has a part in the place, and the papers that let them in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from openweek.place import actions, queries
from openweek.place.doors import managed
from openweek.place.forms import PersonForm, RoleForm
from openweek.place.models import Membership, Role
from openweek.place.rules import PlaceAccess, access_place, belongs_here_alone, who_asks


def _member(access: PlaceAccess, handle: str) -> Membership:
    member = queries.member(access.place, handle)
    if member is None:
        raise Http404(f"nobody called {handle} here")
    return member


@require_safe
def people(request: HttpRequest, place: str) -> HttpResponse:
    access = access_place(who_asks(request), place)
    if not access.may_see_people:
        raise PermissionDenied
    members = queries.members(access.place)
    return render(request, "place/people.html", _context(access, members=members))


def add_person(request: HttpRequest, place: str) -> HttpResponse:
    access = managed(request, place)
    initial = {"role": Role.COWORKER}
    form = PersonForm(request.POST or None, place=access.place, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        person = actions.add_person(
            place=access.place, by=access.author, **{**said, "email": said["email"] or None}
        )
        messages.success(request, _("%(name)s has a part in the place.") % {"name": person.name})
        return redirect("people", place)
    return render(request, "place/add_person.html", _context(access, form=form))


def change_role(request: HttpRequest, place: str, handle: str) -> HttpResponse:
    access = managed(request, place)
    member = _member(access, handle)
    form = RoleForm(request.POST or None, initial={"role": member.role})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_role(membership=member, role=form.cleaned_data["role"], by=access.author)
        except actions.LastConcierge:
            form.add_error(
                "role", _("The place needs a concierge: give that part to somebody else first.")
            )
        else:
            messages.success(request, _("Their part is changed."))
            return redirect("people", place)
    return render(request, "place/change_role.html", _context(access, form=form, member=member))


@require_POST
def give_desk(request: HttpRequest, place: str, handle: str) -> HttpResponse:
    """Of the welcome desk, which only a coworker can be given; the concierges have it."""
    access = managed(request, place)
    member = _member(access, handle)
    if member.role != Role.COWORKER:
        raise Http404(f"{handle} is no coworker")
    actions.give_desk(membership=member, by=access.author)
    messages.success(
        request, _("%(name)s now keeps the welcome desk too.") % {"name": member.person.name}
    )
    return redirect("people", place)


@require_POST
def take_desk_back(request: HttpRequest, place: str, handle: str) -> HttpResponse:
    access = managed(request, place)
    member = _member(access, handle)
    actions.take_desk_back(membership=member, by=access.author)
    messages.success(
        request,
        _("%(name)s sees no more who is expected, but for their own visitors.")
        % {"name": member.person.name},
    )
    return redirect("people", place)


@never_cache
def give_access(request: HttpRequest, place: str, handle: str) -> HttpResponse:
    """The paper is in the answer to the POST and nowhere else: its secret is not kept."""
    access = managed(request, place)
    person = _member(access, handle).person
    may_print = belongs_here_alone(access.place, person)
    address = ""
    if request.method == "POST" and may_print:
        secret = actions.give_access(place=access.place, person=person, by=access.author)
        address = request.build_absolute_uri(reverse("enter", args=[secret]))
    papers = list(queries.access_papers(access.place, person))
    context = _context(
        access,
        person=person,
        may_print=may_print,
        address=address,
        # Another device would look for the place on itself.
        is_here_only=request.get_host().partition(":")[0] in {"localhost", "127.0.0.1"},
        papers=papers,
    )
    return render(request, "place/give_access.html", context)


@require_POST
def revoke_access(request: HttpRequest, place: str, handle: str, number: int) -> HttpResponse:
    access = managed(request, place)
    person = _member(access, handle).person
    paper = get_object_or_404(queries.access_papers(access.place, person), pk=number)
    actions.revoke_access(paper=paper, by=access.author)
    messages.success(
        request,
        _("That paper opens nothing any more, and %(name)s is signed out everywhere.")
        % {"name": person.name},
    )
    return redirect("give_access", place, handle)


def _context(access: PlaceAccess, **more: Any) -> dict[str, Any]:
    return {"access": access, "place": access.place, **more}

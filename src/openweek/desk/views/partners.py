"""Partners: shown to everybody by name, kept by the concierge."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openweek.desk import actions, partners_table, queries, rules
from openweek.desk.forms import (
    MeetingForm,
    NoteMeetingForm,
    PartnerForm,
    PromiseForm,
    RenewForm,
)
from openweek.desk.models import Partner
from openweek.desk.views import doors
from openweek.ground import clock, tables
from openweek.place.doors import enter, form_page, keep_private, posted, require
from openweek.place.rules import PlaceAccess

SOON = timedelta(days=30)
# Several forms stand on a partner's page: each has fields of its own.
OF_MEETING, OF_PROMISE = "meeting_%s", "promise_%s"


@require_safe
def partners(request: HttpRequest, place: str) -> HttpResponse:
    access = enter(request, place)
    if not rules.may_keep_partners(access):
        context = doors.context_of(access, public=queries.public_partners(access.place))
        return render(request, "desk/partners.html", context)
    until = clock.today(access.place.zone) + SOON
    context = doors.context_of(
        access,
        due=queries.due_of_partners(access.place, until),
        partners=queries.partners(access.place),
        ended=queries.partners_ended(access.place),
    )
    return keep_private(render(request, "desk/kept_partners.html", context))


@require_safe
def partners_csv(request: HttpRequest, place: str) -> HttpResponse:
    access = _keeps(request, place)
    response = HttpResponse(partners_table.render(access.place), content_type=tables.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="partners-{access.place.slug}.csv"'
    return keep_private(response)


def add_partner(request: HttpRequest, place: str) -> HttpResponse:
    access = _keeps(request, place)
    form = PartnerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        once = form.cleaned_data["once"]
        made = actions.add_partner(
            place=access.place, once=once, by=access.author, **form.details()
        )
        messages.success(request, _("%(name)s is kept.") % {"name": made.name})
        return redirect("partner", place, made.slug)
    return form_page(request, "desk/add_partner.html", doors.context_of(access, form=form))


@require_safe
def partner(request: HttpRequest, place: str, slug: str) -> HttpResponse:
    return _partner_page(request, *_kept(request, place, slug))


def change_partner(request: HttpRequest, place: str, slug: str) -> HttpResponse:
    access, partner = _kept(request, place, slug)
    names = [name for name in PartnerForm.base_fields if name != "once"]
    initial = {name: getattr(partner, name) for name in names}
    form = PartnerForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.change_partner(partner=partner, by=access.author, **form.details())
        messages.success(request, _("It is up to date."))
        return redirect("partner", place, slug)
    context = doors.context_of(access, form=form, partner=partner)
    return form_page(request, "desk/change_partner.html", context)


@require_POST
def renew_partner(request: HttpRequest, place: str, slug: str) -> HttpResponse:
    access, partner = _kept(request, place, slug)
    form = RenewForm(request.POST, place=access.place)
    if not form.is_valid():
        return _partner_page(request, access, partner, renew=form)
    actions.renew_partner(partner=partner, by=access.author, **form.cleaned_data)
    messages.success(request, _("It is renewed."))
    return doors.back(request, "partner", place, slug)


@require_POST
def end_partner(request: HttpRequest, place: str, slug: str) -> HttpResponse:
    access, partner = _kept(request, place, slug)
    actions.end_partner(partner=partner, by=access.author)
    messages.success(request, _("Nothing is due with %(name)s any more.") % {"name": partner.name})
    return redirect("partner", place, slug)


@require_POST
def resume_partner(request: HttpRequest, place: str, slug: str) -> HttpResponse:
    access, partner = _kept(request, place, slug)
    actions.resume_partner(partner=partner, by=access.author)
    messages.success(request, _("%(name)s is a partner again.") % {"name": partner.name})
    return redirect("partner", place, slug)


@require_POST
def add_meeting(request: HttpRequest, place: str, slug: str) -> HttpResponse:
    access, partner = _kept(request, place, slug)
    form = MeetingForm(request.POST, auto_id=OF_MEETING)
    if not form.is_valid():
        return _partner_page(request, access, partner, meeting=form)
    actions.add_meeting(partner=partner, by=access.author, **form.cleaned_data)
    messages.success(request, _("The meeting is noted."))
    return redirect("partner", place, slug)


@require_POST
def note_meeting(request: HttpRequest, place: str, slug: str, number: int) -> HttpResponse:
    access, partner = _kept(request, place, slug)
    meeting = get_object_or_404(partner.meetings, pk=number)
    form = NoteMeetingForm(request.POST)
    if not form.is_valid():
        return _partner_page(request, access, partner, noted=form)
    meeting.partner = partner
    actions.note_meeting(meeting=meeting, by=access.author, **form.cleaned_data)
    messages.success(request, _("The meeting is noted."))
    return doors.back(request, "partner", place, slug)


@require_POST
def add_promise(request: HttpRequest, place: str, slug: str) -> HttpResponse:
    access, partner = _kept(request, place, slug)
    form = PromiseForm(request.POST, auto_id=OF_PROMISE)
    if not form.is_valid():
        return _partner_page(request, access, partner, promise=form)
    said = form.cleaned_data
    actions.add_promise(
        partner=partner, what=said["what"], is_ours=said["whose"] == "ours", once=said["once"],
        due_on=said["due_on"], by=access.author,
    )  # fmt: skip
    messages.success(request, _("The promise is noted."))
    return redirect("partner", place, slug)


@require_POST
def keep_promise(request: HttpRequest, place: str, slug: str, number: int) -> HttpResponse:
    access, partner = _kept(request, place, slug)
    promise = get_object_or_404(partner.promises, pk=number)
    promise.partner = partner
    actions.keep_promise(promise=promise, by=access.author)
    messages.success(request, _("Kept. It is good to say so."))
    return doors.back(request, "partner", place, slug)


@require_POST
def reopen_promise(request: HttpRequest, place: str, slug: str, number: int) -> HttpResponse:
    access, partner = _kept(request, place, slug)
    promise = get_object_or_404(partner.promises, pk=number)
    promise.partner = partner
    actions.reopen_promise(promise=promise, by=access.author)
    return doors.back(request, "partner", place, slug)


def _partner_page(
    request: HttpRequest, access: PlaceAccess, partner: Partner, **wrong: Any
) -> HttpResponse:
    """Whose page it is, with the form that could not be taken, if one was sent."""
    forms = {
        "renew": RenewForm(place=access.place),
        "meeting": MeetingForm(auto_id=OF_MEETING),
        "promise": PromiseForm(auto_id=OF_PROMISE),
        "noted": NoteMeetingForm(),
        **wrong,
    }
    context = doors.context_of(
        access,
        partner=partner,
        meetings=partner.meetings.all(),
        promises=partner.promises.all(),
        today=clock.today(access.place.zone),
        **forms,
    )
    response = render(request, "desk/partner.html", context, status=422 if wrong else 200)
    return keep_private(response)


def _keeps(request: HttpRequest, place: str) -> PlaceAccess:
    access = enter(request, place)
    require(rules.may_keep_partners(access))
    return access


def _kept(request: HttpRequest, place: str, slug: str) -> tuple[PlaceAccess, Partner]:
    access = _keeps(request, place)
    partner = rules.access_partner(access, slug)
    partner.place = access.place
    return access, partner

"""A tablet at the door, which nobody signs in on and which never says who else is here."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openweek.ground import limits
from openweek.ground.authors import Author
from openweek.place.doors import form_page, keep_private, posted, require
from openweek.place.models import Capability
from openweek.place.rules import who_asks
from openweek.visits import actions, attempts, queries, rules
from openweek.visits.codes import as_code
from openweek.visits.forms import KioskCodeForm, KioskNameForm, KioskWalkInForm
from openweek.visits.models import Visit
from openweek.visits.refusals import Refused
from openweek.visits.views.doors import context_of
from openweek.week.rules import WeekAccess, access_week

# So many who pass by at once, at one door, and then one every five seconds.
DOOR = limits.Limit("kiosk", burst=30, per_second=0.2)
# After which somebody's name goes from the tablet. Forms stay: a script takes those back to the
# start that nobody touches any more.
BACK_TO_START_SECONDS = 15


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_kiosk(request: HttpRequest, place: str, week: str) -> HttpResponse:
    """The address of a tablet is in the answer to the POST and nowhere else."""
    access = access_week(who_asks(request), place, week)
    context = context_of(access, address="", form=KioskNameForm(posted(request)))
    require(context["rights"].may_open_kiosk)
    if request.method == "POST" and context["form"].is_valid():
        name = context["form"].cleaned_data["name"]
        secret = actions.open_kiosk(week=access.week, name=name, by=access.author)
        where = reverse("kiosk", args=[place, week, secret])
        context |= {"address": request.build_absolute_uri(where), "form": KioskNameForm()}
    context["kiosks"] = queries.kiosks(access.place, access.week)
    return form_page(request, "visits/open_kiosk.html", context)


@require_POST
def close_kiosk(request: HttpRequest, place: str, week: str, number: int) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    require(rules.rights(access).may_open_kiosk)
    subject = f"week.week:{access.week.pk}"
    kiosk = get_object_or_404(
        Capability, pk=number, kind=rules.KIOSK, place=access.place, subject=subject
    )
    actions.close_kiosk(kiosk=kiosk, by=access.author)
    messages.success(request, _("That tablet opens nothing any more."))
    return redirect("open_kiosk", place, week)


@never_cache
@require_safe
def kiosk(request: HttpRequest, place: str, week: str, secret: str) -> HttpResponse:
    access, _capability = _at_door(request, place, week, secret)
    return _page(request, access, secret, "visits/kiosk.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk_code(request: HttpRequest, place: str, week: str, secret: str) -> HttpResponse:
    """Who has a code lets themselves in. It says back a first name, and no more."""
    access, capability = _at_door(request, place, week, secret)
    form = KioskCodeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        door = f"kiosk-{capability.pk}"
        if attempts.is_exhausted(door):
            sentence = _("Too many codes that did not exist. Wait a minute, or ask somebody.")
            return _page(
                request, access, secret, "visits/kiosk_ask.html", status=429, sentence=sentence
            )
        if visit := _whose(access, form, door):
            return _let_in(request, access, secret, visit, capability)
    status = 422 if form.errors else 200
    return _page(request, access, secret, "visits/kiosk_code.html", status=status, form=form)


def _whose(access: WeekAccess, form: KioskCodeForm, door: str) -> Visit | None:
    said = form.cleaned_data
    try:
        if said["square"]:
            signed = said["square"].rstrip("/").rpartition("/")[2]
            return rules.access_badge(access.week, signed, on=access.week.today)
        code = as_code(said["code"])
        visit = Visit.objects.filter(
            week=access.week, code=code or "", cancelled_at__isnull=True, erased_at__isnull=True
        ).first()
    except rules.OtherDay:
        form.add_error("code", _("This square is for another day. Ask at the desk: welcome."))
        return None
    except rules.BadgeRefused:
        visit = None
    if visit is None:
        attempts.note_wrong(door)
        form.add_error(
            "code", _("We don’t find this code. Look at it again, or say that you have just come.")
        )
        return None
    visit.week = access.week
    return visit


def _let_in(
    request: HttpRequest, access: WeekAccess, secret: str, visit: Visit, door: Capability
) -> HttpResponse:
    try:
        actions.check_in(visit=visit, by=Author(capability_id=door.pk))
    except Refused as refusal:
        return _page(request, access, secret, "visits/kiosk_ask.html", sentence=refusal.sentence)
    guest = queries.guest(access.week, visit.number)
    return _page(request, access, secret, "visits/kiosk_hello.html", guest=guest)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk_walk_in(request: HttpRequest, place: str, week: str, secret: str) -> HttpResponse:
    access, capability = _at_door(request, place, week, secret)
    form = KioskWalkInForm(posted(request), initial={"once": uuid4()})
    if request.method == "POST" and form.is_valid():
        if not limits.take(DOOR, str(capability.pk)):
            sentence = _("Many people come in just now. Speak to somebody at the desk.")
            return _page(
                request, access, secret, "visits/kiosk_ask.html", status=429, sentence=sentence
            )
        try:
            done = actions.add_walk_in(
                week=access.week,
                by=Author(capability_id=capability.pk),
                language=get_language() or "fr",
                **form.cleaned_data,
            )
        except Refused as refusal:
            return _page(
                request, access, secret, "visits/kiosk_ask.html", sentence=refusal.sentence
            )
        guest = queries.guest(access.week, done.visit.number)
        return _page(request, access, secret, "visits/kiosk_hello.html", guest=guest, is_new=True)
    status = 422 if form.errors else 200
    return _page(request, access, secret, "visits/kiosk_walk_in.html", status=status, form=form)


def _at_door(
    request: HttpRequest, place: str, week: str, secret: str
) -> tuple[WeekAccess, Capability]:
    access = access_week(who_asks(request), place, week)
    capability = rules.access_kiosk(access, secret)
    require(access.week.is_running)
    return access, capability


def _page(
    request: HttpRequest, access: WeekAccess, secret: str, template: str, *,
    status: int = 200, **more: Any,
) -> HttpResponse:  # fmt: skip
    """An answer goes back to the start by itself, also without a script."""
    start = reverse("kiosk", args=[access.place.slug, access.week.slug, secret])
    context = {"week": access.week, "place": access.place, "secret": secret, "start": start, **more}
    response = render(request, template, context, status=status)
    if "guest" in more or "sentence" in more:
        response["Refresh"] = f"{BACK_TO_START_SECONDS}; url={start}"
    return keep_private(response)

"""Doormen of the wall: wishing, offering, and "me too"."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openweek.place.middleware import hold
from openweek.place.rules import who_asks
from openweek.programme import actions, forms, participants, prefill, queries, rules
from openweek.programme.models import Session
from openweek.programme.rules import SessionAccess
from openweek.programme.views.coming import know_again
from openweek.programme.views.doors import (
    context_of,
    form_page,
    limited,
    open_doors,
    require,
    session_url,
)
from openweek.week.rules import WeekAccess, access_week


def part_of_session(access: WeekAccess, found: SessionAccess) -> dict[str, Any]:
    """What the page of a session says of those who would like it."""
    session = found.session
    participant = participants.find(access)
    return {
        "standing": queries.me_too_of(session, _mine(access)),
        "may": rules.may_come(access, session) and not rules.is_met(session),
        "met_by": session.met_by if rules.is_met(session) else None,
        "may_meet": rules.may_meet(access, session),
        "may_schedule": rules.may_schedule(found),
        "is_known": access.person is not None or bool(participant and participant.email),
        "form": _told_form(access),
    }


def _mine(access: WeekAccess) -> list[int]:
    return queries.numbers_of(participants.are_mine(access))


def _told_form(access: WeekAccess, sent: Any = None) -> forms.MeTooForm:
    return forms.MeTooForm(
        sent,
        participant=participants.find(access),
        account_name=access.author.name if access.person else "",
        auto_id="told-%s",
    )


@require_safe
def wishes(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    context = context_of(access, wall=queries.wall_of(access.week, _mine(access)))
    return render(request, "programme/wishes.html", context)


def wish_session(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    require(rules.rights(access).propose)
    if too_fast := limited(request, access):
        return too_fast
    know_again(request, access)
    participant = participants.find(access)
    form = forms.WishForm(
        request.POST if request.method == "POST" else None,
        participant=participant,
        account_name=access.author.name if access.person else "",
        initial={"once": prefill.new_once(), "title": request.GET.get("title", "")},
    )
    similar: list[queries.Note] = []
    if form.is_valid():
        title = form.cleaned_data["title"]
        if not form.cleaned_data["is_another"]:
            similar = queries.similar_to(access.week, title, _mine(access))
        if not similar:
            made = actions.wish_session(
                week=access.week, title=title, found=participant,
                by=_named(access, form.cleaned_data.get("name", "")),
                email=form.cleaned_data.get("email", ""),
                once=form.cleaned_data["once"], **form.details(),
            )  # fmt: skip
            return _written(request, access, made, _("Your wish is on the wall."))
    context = context_of(access, form=form, similar=similar)
    return form_page(request, "programme/wish_session.html", context)


def offer_session(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    require(rules.rights(access).propose)
    if too_fast := limited(request, access):
        return too_fast
    form = forms.OfferForm(
        request.POST if request.method == "POST" else None,
        week=access.week,
        initial={"once": prefill.new_once(), "facilitator": access.author.name},
    )
    if form.is_valid():
        made = actions.offer_session(
            week=access.week, title=form.cleaned_data["title"],
            by=_named(access, form.cleaned_data["facilitator"]),
            once=form.cleaned_data["once"], **form.details(),
        )  # fmt: skip
        return _written(request, access, made, _("Your offer is on the wall."))
    return form_page(request, "programme/offer_session.html", context_of(access, form=form))


def _named(access: WeekAccess, name: str) -> Any:
    return access.author if access.author.name else replace(access.author, name=name)


def _written(request: HttpRequest, access: WeekAccess, made: Session, said: str) -> HttpResponse:
    """Somebody with an account finds it again; anybody else is given a private link."""
    if made.held_at is not None:
        said = _("Thank you. It waits until somebody of the place has looked at it.")
    messages.success(request, said)
    if access.person is not None:
        return redirect(session_url("session", made))
    return give_link(request, access, made)


def give_link(
    request: HttpRequest, access: WeekAccess, made: Session, name: str = ""
) -> HttpResponse:
    """To the page that shows, this once, the private link to what they wrote."""
    number, secret = actions.give_link(session=made, by=access.author, name=name)
    hold(request, number)
    return redirect("open_session", access.place.slug, access.week.slug, secret)


@require_POST
def say_me_too(request: HttpRequest, place: str, week: str, session: str) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    require(rules.may_come(access, found.session))
    if too_fast := limited(request, access):
        return too_fast
    form = _told_form(access, request.POST)
    if not form.is_valid():
        context = context_of(access, form=form, session=found.session)
        return form_page(request, "programme/say_me_too.html", context)
    is_new = actions.say_me_too(
        session=_became(found.session), by=access.author,
        found=participants.find(access), **form.said(),
    )  # fmt: skip
    messages.success(request, _("Noted: you too.") if is_new else _("Thank you, it is noted."))
    return _back(request, found.session)


def _became(session: Session) -> Session:
    """Where a wish came true, if it did while somebody looked at it."""
    if session.met_by is None or not rules.is_met(session):
        return session
    session.met_by.week = session.week
    return session.met_by


@require_POST
def take_me_too_back(request: HttpRequest, place: str, week: str, session: str) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    require(access.week.archived_at is None)
    mine = participants.are_mine(access)
    if actions.take_me_too_back(session=found.session, mine=mine, by=access.author):
        messages.success(request, _("You are not counted there any more."))
    return _back(request, found.session)


def _back(request: HttpRequest, session: Session) -> HttpResponse:
    """Where they pressed the button."""
    if request.POST.get("from") != "wall":
        return redirect(session_url("session", session) + "#me-too")
    week = session.week
    wall = reverse("wishes", args=[week.place.slug, week.slug])
    return redirect(f"{wall}#note-{session.pk}")

"""Doormen of the wall: wishing, offering, and "me too"."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openweek.place.doors import form_page, know_again, posted, require
from openweek.place.rules import who_asks
from openweek.programme import actions, forms, participants, prefill, queries, rules
from openweek.programme.models import Kind, Participant, Session
from openweek.programme.rules import SessionAccess
from openweek.programme.views.doors import context_of, give_link, open_doors, session_url, week_url
from openweek.week.doors import limited
from openweek.week.rules import WeekAccess, access_week


def part_of_session(access: WeekAccess, found: SessionAccess) -> dict[str, Any]:
    """What the page of a session says of those who would like it."""
    session, mine = found.session, _mine(access)
    is_met = rules.is_met(session)
    form = _told_form(access, mine)
    return {
        "standing": queries.me_too_of(session, _numbers(mine)),
        "may": rules.may_come(access, session) and not is_met,
        "met_by": session.met_by if is_met else None,
        "may_meet": rules.may_meet(access, session),
        "may_schedule": rules.may_schedule(found),
        # Whoever is known says it in one press; anybody else is asked for nothing but a press.
        "is_known": bool(access.author.key),
        "form": form if "email" in form.fields else None,
    }


def _mine(access: WeekAccess) -> list[Participant]:
    """All that the one who asks is here; no query for somebody who only reads."""
    if not access.author.key and not access.who.capability_ids:
        return []
    return list(participants.are_mine(access))


def _numbers(mine: list[Participant]) -> list[int]:
    return [participant.pk for participant in mine]


def _told_form(access: WeekAccess, mine: list[Participant], sent: Any = None) -> forms.MeTooForm:
    return forms.MeTooForm(
        sent,
        participant=mine[0] if mine else None,
        account_name=access.author.name if access.person else "",
        auto_id="told-%s",
    )


@require_safe
def wishes(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    wall = queries.wall_of(access.week, _numbers(_mine(access)))
    context = context_of(access, wall=wall, is_known=bool(access.author.key))
    return render(request, "programme/wishes.html", context)


def wish_session(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    require(rules.rights(access).propose)
    if too_fast := limited(request, access):
        return too_fast
    know_again(request, access)
    participant = participants.find(access)
    form = forms.WishForm(
        posted(request),
        participant=participant,
        account_name=access.author.name if access.person else "",
        initial={"once": prefill.new_once(), "title": request.GET.get("title", "")},
    )
    similar: list[queries.Note] = []
    if form.is_valid():
        title = form.cleaned_data["title"]
        if not form.cleaned_data["is_another"]:
            similar = queries.similar_to(access.week, title, _numbers(_mine(access)))
        if not similar:
            made = actions.wish_session(
                week=access.week, title=title, found=participant,
                by=_named(access, form.cleaned_data.get("name", "")),
                email=form.cleaned_data.get("email", ""),
                once=form.cleaned_data["once"], **form.details(),
            )  # fmt: skip
            return _written(request, access, made, "wish")
    context = context_of(access, form=form, similar=similar)
    return form_page(request, "programme/wish_session.html", context)


def offer_session(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    require(rules.rights(access).propose)
    if too_fast := limited(request, access):
        return too_fast
    form = forms.OfferForm(
        posted(request),
        week=access.week,
        initial={"once": prefill.new_once(), "facilitator": access.author.name},
    )
    if form.is_valid():
        made = actions.offer_session(
            week=access.week, title=form.cleaned_data["title"],
            by=_named(access, form.cleaned_data["facilitator"]),
            once=form.cleaned_data["once"], **form.details(),
        )  # fmt: skip
        return _written(request, access, made, "offer")
    return form_page(request, "programme/offer_session.html", context_of(access, form=form))


def _named(access: WeekAccess, name: str) -> Any:
    return access.author if access.author.name else replace(access.author, name=name)


def _written(request: HttpRequest, access: WeekAccess, made: Session, what: str) -> HttpResponse:
    """Somebody with an account finds it again; anybody else is given a private link."""
    if made.held_at is not None:
        said = _("Thank you. It waits until somebody of the place has looked at it.")
    elif made.kind == Kind.WISH:
        said = _("Your wish is on the wall.")
    else:
        said = _("Your offer is on the wall.")
    messages.success(request, said)
    if access.person is not None:
        return redirect(f"{session_url('session', made)}?written={what}")
    return give_link(request, access, made, written=what)


def say_me_too(request: HttpRequest, place: str, week: str, session: str) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    require(rules.may_come(access, found.session))
    if too_fast := limited(request, access):
        return too_fast
    know_again(request, access)
    form = _told_form(access, _mine(access), posted(request))
    if not form.is_valid():
        context = context_of(access, form=form, session=found.session, back=_whence(request))
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


def _whence(request: HttpRequest) -> str:
    return request.POST.get("from") or request.GET.get("from", "")


def _back(request: HttpRequest, session: Session) -> HttpResponse:
    """Where they pressed the button."""
    if _whence(request) != "wall":
        return redirect(session_url("session", session) + "#me-too")
    return redirect(f"{week_url('wishes', session.week)}#note-{session.pk}")

"""Doormen of the programme: who asks, what do they want, what came of it."""

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openweek.commons import queries as commons_queries
from openweek.ground import clock
from openweek.ground.keeping import keep, says_once
from openweek.ground.text import render_markdown
from openweek.place import queries as place_queries
from openweek.place.doors import form_page, keep_private, require
from openweek.place.middleware import hold
from openweek.place.rules import who_asks
from openweek.programme import actions, board, forms, ledger, merging, prefill, queries, rules
from openweek.programme.models import Kind, Session, Slot
from openweek.programme.rules import SessionAccess
from openweek.programme.views import questions, tasks, wishes
from openweek.programme.views.coming import part_of_session
from openweek.programme.views.doors import (
    context_of,
    give_link,
    open_doors,
    say_undone,
    session_url,
)
from openweek.week.doors import limited
from openweek.week.rules import WeekAccess, access_week


@require_safe
def session(request: HttpRequest, place: str, week: str, session: str) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    slots = queries.slots_of(found.session)
    now = clock.now()
    context = context_of(
        access,
        session=found.session,
        session_rights=found.rights,
        slots=slots,
        is_on=any(slot.starts_at <= now < slot.ends_at for slot in slots),
        ways_to_go_on=board.ways_of(slots, access.week),
        last_change=queries.changes_of(found.session).first(),
        held_changes=queries.held_changes_of(found.session) if found.rights.change else [],
        written=request.GET.get("written", ""),
        description_html=render_markdown(found.session.description),
        coming=part_of_session(access, found, slots),
        me_too=wishes.part_of_session(access, found),
        remote=queries.remote_of(found.session, slots, keeps=found.rights.change),
        questions=questions.part_of_session(access, found),
        tasks=tasks.part_of_session(access, found),
    )
    is_said_once = says_once(request) or "written" in request.GET
    response = render(request, "programme/session.html", context)
    return response if is_said_once else keep(response, place_id=access.place.pk)


def propose_session(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    require(rules.rights(access).propose)
    if refused := limited(request, access):
        return refused
    form = forms.SessionForm(
        forms.with_choice(request.POST) if request.method == "POST" else None,
        week=access.week,
        by=access.author,
        initial=prefill.start_of_proposal(access.week, request.GET),
    )
    if form.is_valid():
        author = access.author
        if not author.name:
            author = replace(author, name=form.cleaned_data["facilitator"])
        try:
            made = actions.propose_session(
                week=access.week, title=form.cleaned_data["title"], by=author, spans=form.spans,
                once=form.cleaned_data["once"], **form.details(),
            )  # fmt: skip
        except actions.RoomTaken as taken:
            form.offer_instead(taken)
        else:
            return _proposed(request, access, made)
    # A week is no session, and a challenge is none.
    offered = commons_queries.gatherings_of(access.place)
    formats = [] if form.is_bound else offered
    context = context_of(access, form=form, formats=formats)
    return form_page(request, "programme/propose_session.html", context)


def _proposed(request: HttpRequest, access: WeekAccess, made: Session) -> HttpResponse:
    """Somebody with an account finds it again; anybody else is given a private link."""
    if made.held_at is None:
        messages.success(request, _("It is in the programme. Thank you."))
    else:
        words = _("Thank you. Somebody of the place looks at it before everybody can see it.")
        messages.success(request, words)
    if access.person is not None:
        return redirect(session_url("session", made) + "?written=propose")
    return give_link(request, access, made, written="propose")


@require_safe
def open_session(request: HttpRequest, place: str, week: str, secret: str) -> HttpResponse:
    """Where a private link leads: this browser remembers that it was opened."""
    access = access_week(who_asks(request), place, week)
    capability = place_queries.capability_for(secret, kind=rules.LINK)
    if capability is None or capability.place_id != access.place.pk:
        raise Http404("no such link")
    opened = get_object_or_404(Session, week=access.week, pk=capability.subject.rpartition(":")[2])
    opened.week = access.week
    hold(request, capability.pk)
    context = context_of(
        access,
        session=opened,
        slots=queries.slots_of(opened),
        link=request.build_absolute_uri(request.path),
        written=request.GET.get("written", ""),
        last_change=queries.changes_of(opened).first(),
        held_changes=queries.held_changes_of(opened),
    )
    return keep_private(render(request, "programme/open_session.html", context))


def improvise_session(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    require(rules.rights(access).improvise)
    form = forms.ImproviseForm(
        forms.with_choice(request.POST) if request.method == "POST" else None,
        week=access.week,
        initial={
            "once": prefill.new_once(),
            "minutes": 60,
            "facilitator": access.author.name,
        },
    )
    if form.is_valid():
        fields = ("title", "room", "minutes", "facilitator", "once")
        given = {name: form.cleaned_data[name] for name in fields}
        try:
            made = actions.improvise_session(week=access.week, by=access.author, **given)
        except actions.RoomTaken as taken:
            form.offer_instead(taken)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("It has started, and everybody can see it."))
            return redirect(session_url("session", made) + "?written=now")
    return form_page(request, "programme/improvise_session.html", context_of(access, form=form))


def change_session(request: HttpRequest, place: str, week: str, session: str) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    require(found.rights.change)
    if refused := limited(request, access):
        return refused
    slots = queries.slots_of(found.session)
    # A wish and an offer have no time: they are met, or given one.
    is_session = found.session.kind == Kind.SESSION
    alike, apart = prefill.pattern(slots, access.week)
    is_regular = is_session and not (slots and not alike)
    form = forms.ChangeForm(
        forms.with_choice(request.POST) if request.method == "POST" else None,
        session=found.session,
        is_regular=is_regular,
        apart=apart if is_regular else [],
        week=access.week,
        by=access.author,
        slots=slots,
        initial=prefill.start_of_change(found.session, alike if is_regular else []),
    )
    if form.is_valid():
        try:
            words = _change(form, found)
        except actions.EditedTogether as edited:
            form.show_both(edited)
        except actions.RoomTaken as taken:
            form.offer_instead(taken)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, words)
            return redirect(session_url("session", found.session) + "?written=change")
    context = context_of(
        access, form=form, session=found.session, session_rights=found.rights,
        is_regular=form.has_times, one_by_one=apart if form.has_times else slots,
    )  # fmt: skip
    return form_page(request, "programme/change_session.html", context)


def _change(form: forms.ChangeForm, found: SessionAccess) -> str:
    """Change it, or hold what was typed until somebody has looked at it; say which."""
    session, said = found.session, form.cleaned_data
    has_times = form.has_times and session.kind == Kind.SESSION
    spans = form.spans if has_times else None
    given = {"title": said["title"], **form.details()}
    if rules.waits_for_look(found):
        seen = said["seen"] if said["seen"] is not None else queries.newest_change(session)
        actions.hold_change(
            session=session, by=found.author, seen=seen, after=merging.typed(given, spans),
            why=said["why"],
        )  # fmt: skip
        return _waits()
    actions.change_session(
        session=session, by=found.author, spans=spans, why=said["why"], seen=said["seen"], **given
    )
    return _("Your changes are in the programme.")


def _waits() -> str:
    return _("Thank you. What you changed waits until somebody of the place has looked at it.")


def move_session(
    request: HttpRequest, place: str, week: str, session: str, slot: int
) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    require(found.rights.change)
    if refused := limited(request, access):
        return refused
    moved = get_object_or_404(
        found.session.slots.select_related("room"), pk=slot, cancelled_at=None
    )
    moved.session = found.session
    form = forms.MoveForm(
        forms.with_choice(request.POST) if request.method == "POST" else None,
        week=access.week,
        by=access.author,
        slots=[moved],
        initial=prefill.start_of_move(moved, access.week),
    )
    if form.is_valid():
        try:
            words = _move(form, found, moved)
        except actions.RoomTaken as taken:
            form.offer_instead(taken)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, words)
            return redirect(session_url("session", found.session))
    context = context_of(access, form=form, session=found.session, slot=moved)
    return form_page(request, "programme/move_session.html", context)


def _move(form: forms.MoveForm, found: SessionAccess, slot: Slot) -> str:
    span, why = form.spans[0], form.cleaned_data["why"]
    if not rules.waits_for_look(found):
        actions.move_session(slot=slot, span=span, by=found.author, why=why)
        return _("It has moved.")
    others = [
        ledger.span_of(each) for each in queries.slots_of(found.session) if each.pk != slot.pk
    ]
    actions.hold_change(
        session=found.session, by=found.author, seen=queries.newest_change(found.session),
        after=merging.typed({}, [*others, span]), why=why,
    )  # fmt: skip
    return _waits()


@require_POST
def end_session(request: HttpRequest, place: str, week: str, session: str) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    require(found.rights.change)
    if refused := limited(request, access):
        return refused
    if actions.end_session(session=found.session, by=found.author):
        messages.success(request, _("It is over, and its room is free."))
    return redirect(session_url("session", found.session))


@require_POST
def remove_session(request: HttpRequest, place: str, week: str, session: str) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    require(found.rights.remove)
    if refused := limited(request, access):
        return refused
    actions.remove_session(session=found.session, by=found.author)
    messages.success(request, _("It is no longer in the programme. You can still put it back."))
    return redirect(session_url("session", found.session))


@require_POST
def restore_session(request: HttpRequest, place: str, week: str, session: str) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    require(found.rights.restore)
    if refused := limited(request, access):
        return refused
    undone = actions.restore_session(session=found.session, by=found.author)
    say_undone(request, undone, _("It is in the programme again."))
    return redirect(session_url("session", found.session))

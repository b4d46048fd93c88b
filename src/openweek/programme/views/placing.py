"""The grid on which sessions are placed; each move is answered with the grid as it then is."""

from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openweek.ground.text import clean_line, whole_number
from openweek.place.doors import require
from openweek.place.rules import who_asks
from openweek.programme import actions, board, forms, history, queries, rules
from openweek.programme.forms import PlaceForm
from openweek.programme.models import Change, Session, Slot
from openweek.programme.views.doors import context_of, open_doors, session_url, week_url
from openweek.week.doors import limited
from openweek.week.rules import WeekAccess, access_week


@require_safe
def place_sessions(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    require(rules.rights(access).place)
    context = _context(request, access, chosen=request.GET.get("chosen", ""))
    name = "board" if request.GET.get("part") == "board" else "page"
    return render(request, TEMPLATES[name], context)


TEMPLATES = {
    "page": "programme/place_sessions.html",
    "board": "programme/place_sessions_board.html",
}


@require_POST
def place_session(request: HttpRequest, place: str, week: str, session: str) -> HttpResponse:
    """Onto the grid, elsewhere on it, or back to the tray."""
    access, found = open_doors(request, place, week, session)
    require(rules.rights(access).place and found.rights.change)
    sent = forms.with_choice(request.POST)
    form = PlaceForm(sent, week=access.week, session=found.session)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            change = actions.place_session(
                session=found.session, slot=form.placed, span=form.span, by=found.author,
                seen=form.cleaned_data["seen"],
            )  # fmt: skip
        except actions.RoomTaken as taken:
            form.offer_instead(taken)
            status = HTTPStatus.CONFLICT
        except actions.ChangedMeanwhile:
            form.add_error(None, _changed_meanwhile(found.session))
            status = HTTPStatus.CONFLICT
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return _placed(request, access, found.session, change, form.placed)
    return _refused(request, access, form, status)


@require_POST
def undo_placing(request: HttpRequest, place: str, week: str) -> HttpResponse:
    """Take back one's own last move."""
    access = access_week(who_asks(request), place, week)
    require(rules.rights(access).place)
    mine = Change.objects.filter(week=access.week, author_key=access.author.key)
    change = get_object_or_404(
        mine.select_related("session"), mark=clean_line(request.POST.get("mark", ""))
    )
    found = rules.access_session(access, change.session.slug)
    require(found.may_undo(change))
    change.session = found.session
    undone = actions.undo_change(change=change, by=found.author)
    if undone.lost:
        said = _("Somebody has taken that place meanwhile: it stays where it is.")
    else:
        said = _("It is back where it was.")
    chosen = _key_after(found.session, undone.change)
    return _answer(request, access, said, chosen, is_refused=bool(undone.lost))


@require_POST
def pin_session(
    request: HttpRequest, place: str, week: str, session: str, slot: int
) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    require(rules.rights(access).place and found.rights.change)
    chosen = get_object_or_404(found.session.slots, pk=slot, cancelled_at=None)
    chosen.session = found.session
    is_pinned = request.POST.get("pinned") == "yes"
    actions.pin_session(slot=chosen, pinned=is_pinned, by=found.author)
    said = _("It stays where it is.") if is_pinned else _("It may be moved again.")
    return _answer(request, access, said, f"slot-{slot}")


def extend_session(request: HttpRequest, place: str, week: str, session: str) -> HttpResponse:
    """What is on goes on for longer."""
    access, found = open_doors(request, place, week, session)
    require(found.rights.change)
    if too_fast := limited(request, access):
        return too_fast
    slot = queries.running_slot(found.session)
    if slot is None:
        messages.info(request, _("It is not on at the moment."))
        return redirect(session_url("session", found.session))
    slot.session = found.session
    form = forms.ExtendForm(request.POST or None, week=access.week)
    status = HTTPStatus.OK if request.method != "POST" else HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid() and form.until:
        try:
            actions.extend_session(slot=slot, until=form.until, room=form.room, by=found.author)
        except actions.RoomTaken as taken:
            form.taken = taken
            slot.refresh_from_db()
            status = HTTPStatus.CONFLICT
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("It goes on: %(when)s.") % {"when": _where(slot, access)})
            return redirect(session_url("session", found.session))
    context = context_of(
        access, form=form, session=found.session, slot=slot,
        choices=board.ways_to_go_on(slot, access.week, form.taken),
    )  # fmt: skip
    return render(request, "programme/extend_session.html", context, status=status)


def _where(slot: Slot, access: WeekAccess) -> str:
    return board.where_in_words(slot, access.week)


def _changed_meanwhile(session: Session) -> str:
    return _(
        "Somebody has changed “%(title)s” meanwhile. It is shown as it is now: move it again if "
        "you still wish to."
    ) % {"title": session.title}


def _placed(
    request: HttpRequest,
    access: WeekAccess,
    session: Session,
    change: Change | None,
    slot: Slot | None,
) -> HttpResponse:
    key = _key_after(session, change) or (f"slot-{slot.pk}" if slot else f"session-{session.pk}")
    words = {"title": session.title}
    if key.startswith("session-"):
        return _answer(request, access, _("“%(title)s” is back in the tray.") % words, key)
    placed = session.slots.select_related("room").get(pk=key.removeprefix("slot-"))
    words["where"] = board.where_in_words(placed, access.week)
    return _answer(request, access, _("“%(title)s”: %(where)s.") % words, key)


def _key_after(session: Session, change: Change | None) -> str:
    """What is chosen once this is done: the time that was moved, or the session in the tray."""
    if change is None:
        return ""
    pks = [pk for key, value in change.after.items() if value and (pk := history.slot_pk(key))]
    return f"slot-{pks[0]}" if pks else f"session-{session.pk}"


def _refused(
    request: HttpRequest, access: WeekAccess, form: PlaceForm, status: HTTPStatus
) -> HttpResponse:
    key = f"slot-{form.placed.pk}" if form.placed else f"session-{form.session.pk}"
    context = _context(request, access, chosen=key, refused=form)
    if _wants_json(request):
        html = render_to_string(TEMPLATES["board"], context, request)
        return JsonResponse({"said": form.refusal, "board": html, "chosen": key}, status=status)
    return render(request, TEMPLATES["page"], context, status=status)


def _answer(
    request: HttpRequest, access: WeekAccess, said: str, chosen: str, *, is_refused: bool = False
) -> HttpResponse:
    if _wants_json(request):
        context = _context(request, access, chosen=chosen, said=said)
        html = render_to_string(TEMPLATES["board"], context, request)
        status = HTTPStatus.CONFLICT if is_refused else HTTPStatus.OK
        return JsonResponse({"said": said, "board": html, "chosen": chosen}, status=status)
    (messages.warning if is_refused else messages.success)(request, said)
    asked = {"chosen": chosen, "day": request.POST.get("on", "")}
    kept = urlencode({name: value for name, value in asked.items() if value})
    return redirect(f"{week_url('place_sessions', access.week)}?{kept}#chosen")


def _context(
    request: HttpRequest, access: WeekAccess, *, chosen: str, **more: Any
) -> dict[str, Any]:
    asked = request.POST.get("on") or request.GET.get("day", "")
    day = next((each for each in access.week.days if each.isoformat() == asked), None)
    shown = board.board_of(
        access.week, access.author, day=_day_of(access, chosen, day), chosen=chosen
    )
    return context_of(access, board=shown, steps=board.steps(), **more)


def _day_of(access: WeekAccess, chosen: str, day: date | None) -> date | None:
    """When one day alone is shown, that to which the chosen session has just gone."""
    pk = whole_number(chosen.removeprefix("slot-"))
    slot = queries.active_slots(access.week).filter(pk=pk).first() if pk is not None else None
    if slot is None:
        return day
    its_day = slot.starts_at.astimezone(access.place.zone).date()
    return its_day if day is not None or its_day < access.week.today else None


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")

"""What waits for a look: who says so, who looks, what comes of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from openweek.ground.text import whole_number
from openweek.place.doors import form_page, require
from openweek.place.rules import who_asks
from openweek.programme import actions, forms, queries, rules
from openweek.programme.models import HeldChange, Session
from openweek.programme.views.doors import context_of, open_doors, week_url
from openweek.week.rules import WeekAccess, access_week


def set_policy(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    require(rules.rights(access).set_policy)
    policy = rules.policy_of(access.week)
    initial = {"mode": policy.mode, "holds_newcomers": policy.holds_newcomers}
    form = forms.PolicyForm(request.POST or None, initial=initial)
    if form.is_valid():
        actions.set_policy(week=access.week, by=access.author, **form.cleaned_data)
        messages.success(request, _("From now on, it is so."))
        return redirect(week_url("set_policy", access.week))
    count = queries.count_held(access.week)
    return form_page(request, "programme/policy.html", context_of(access, form=form, count=count))


@require_safe
def programme_queue(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = _looks(request, place, week)
    queue = queries.queue_of(access.week)
    context = context_of(access, queue=queue, refusal=forms.RefuseForm())
    return render(request, "programme/queue.html", context)


@require_POST
def accept_session(request: HttpRequest, place: str, week: str, session: str) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    require(rules.rights(access).look)
    if actions.accept_session(session=found.session, by=access.author):
        _say(request, _("“%(title)s” is in the programme."), found.session)
    else:
        _say_decided(request)
    return redirect(week_url("programme_queue", access.week))


@require_POST
def refuse_session(request: HttpRequest, place: str, week: str, session: str) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    require(rules.rights(access).look)
    if actions.refuse_session(session=found.session, by=access.author, why=_why(request)):
        _say(request, _("“%(title)s” was not taken. It can still be put back."), found.session)
    else:
        _say_decided(request)
    return redirect(week_url("programme_queue", access.week))


@require_POST
def accept_author(request: HttpRequest, place: str, week: str, session: int) -> HttpResponse:
    """All that whoever wrote this one has waiting."""
    access = _looks(request, place, week)
    one = get_object_or_404(Session, week=access.week, pk=session)
    if not one.author_key:
        raise Http404("written by somebody unknown")
    count = actions.accept_author(week=access.week, author_key=one.author_key, by=access.author)
    said = ngettext(
        "%(count)d session is in the programme.", "%(count)d sessions are in the programme.", count
    )
    messages.success(request, said % {"count": count})
    return redirect(week_url("programme_queue", access.week))


@require_POST
def accept_change(request: HttpRequest, place: str, week: str, held: int) -> HttpResponse:
    access = _looks(request, place, week)
    waiting = _held(access, held)
    newest = whole_number(request.POST.get("newest", ""))
    try:
        done = actions.accept_change(held=waiting, by=access.author, newest=newest)
    except actions.RoomTaken as taken:
        words = _("%(room)s is taken by now: talk with whoever wrote this, or move it yourself.")
        messages.error(request, words % {"room": taken.span.room})
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        if done:
            _say(request, _("The change to “%(title)s” is in the programme."), waiting.session)
        else:
            _say_decided(request)
    return redirect(week_url("programme_queue", access.week))


@require_POST
def refuse_change(request: HttpRequest, place: str, week: str, held: int) -> HttpResponse:
    access = _looks(request, place, week)
    waiting = _held(access, held)
    if actions.refuse_change(held=waiting, by=access.author, why=_why(request)):
        _say(request, _("“%(title)s” stays as it is."), waiting.session)
    else:
        _say_decided(request)
    return redirect(week_url("programme_queue", access.week))


def _looks(request: HttpRequest, place: str, week: str) -> WeekAccess:
    access = access_week(who_asks(request), place, week)
    require(rules.rights(access).look)
    return access


def _held(access: WeekAccess, pk: int) -> HeldChange:
    rows = HeldChange.objects.select_related("session")
    found = get_object_or_404(rows, session__week=access.week, pk=pk)
    found.session.week = access.week
    return found


def _why(request: HttpRequest) -> str:
    form = forms.RefuseForm(request.POST)
    # Too long a word is cut, rather than the decision lost.
    return form.cleaned_data["why"] if form.is_valid() else request.POST.get("why", "")[:200]


def _say(request: HttpRequest, words: str, session: Session) -> None:
    messages.success(request, words % {"title": session.title})


def _say_decided(request: HttpRequest) -> None:
    messages.info(request, _("Somebody else decided on that already."))

"""What was changed, by whom, and taking it back."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from openweek.ground.text import whole_number
from openweek.place.doors import posted, require
from openweek.place.rules import who_asks
from openweek.programme import actions, forms, history, queries, rules, undone_words
from openweek.programme.actions import UndoneBatch
from openweek.programme.models import Batch, Change
from openweek.programme.selection import Selection
from openweek.programme.views.doors import context_of, open_doors, say_undone, session_url, week_url
from openweek.week.doors import limited
from openweek.week.models import Week
from openweek.week.rules import WeekAccess, access_week

MOST_CHANGES = 100


@require_safe
def programme_history(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    form = forms.HistoryForm(request.GET, access=access)
    chosen = replace(form.selection(), batch=_number(request, "batch"))
    page = queries.history_page(access, chosen, _number(request, "before"))
    reader = history.Reader(access.week, page.changes)
    may_undo = rules.undoable(access, page.changes)
    context = context_of(
        access,
        form=form,
        chosen=chosen,
        entries=[_entry(entry, reader, may_undo) for entry in page.entries],
        whole=_batch_of(access.week, chosen),
        here=form.query(),
        everybody=form.query(author=None),
        older=page.older and form.query(before=page.older, batch=chosen.batch),
        is_later=bool(_number(request, "before")),
    )
    return render(request, "programme/programme_history.html", context)


def _entry(entry: queries.Entry, reader: history.Reader, may_undo: set[int]) -> dict[str, Any]:
    return {
        "row": entry,
        "batch": entry.batch,
        "said": undone_words.of_batch(entry.batch) if entry.batch else "",
        "changes": [_told(change, reader, may_undo) for change in entry.changes],
    }


def _told(change: Change, reader: history.Reader, may_undo: set[int]) -> dict[str, Any]:
    return {
        "row": change,
        "deed": history.deed_of(change),
        "differences": reader.differences(change),
        "may_undo": change.pk in may_undo,
    }


def _batch_of(week: Week, chosen: Selection) -> dict[str, Any] | None:
    if chosen.batch is None:
        return None
    batch = get_object_or_404(Batch, week=week, pk=chosen.batch)
    return {"row": batch, "said": undone_words.of_batch(batch)}


def _number(request: HttpRequest, name: str) -> int | None:
    return whole_number(request.GET.get(name, ""))


@require_safe
def session_history(request: HttpRequest, place: str, week: str, session: str) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    changes = list(queries.changes_of(found.session).select_related("batch")[:MOST_CHANGES])
    reader = history.Reader(access.week, changes)
    context = context_of(
        access,
        session=found.session,
        changes=[
            {
                "row": row,
                "deed": history.deed_of(row),
                "batch": undone_words.of_batch(row.batch) if row.batch else "",
                "differences": reader.differences(row),
                "may_undo": found.may_undo(row),
            }
            for row in changes
        ],
    )
    return render(request, "programme/session_history.html", context)


@require_safe
def removed_sessions(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    require(rules.rights(access).see_removed)
    removed, older = queries.removed_sessions(access.week, _number(request, "before"))
    context = context_of(
        access, removed=removed, days=rules.KEPT_FOR.days,
        older=older and urlencode({"before": older}),
    )  # fmt: skip
    return render(request, "programme/removed_sessions.html", context)


@require_POST
def undo_change(
    request: HttpRequest, place: str, week: str, session: str, number: int
) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    change = get_object_or_404(found.session.changes, number=number)
    require(found.may_undo(change))
    if too_fast := limited(request, access):
        return too_fast
    change.session = found.session
    undone = actions.undo_change(change=change, by=found.author)
    say_undone(request, undone, _("This change is undone."))
    if request.POST.get("back") == "programme":
        return redirect(_history_url(access))
    if change.session.deleted_at is None or found.rights.undo:
        return redirect(session_url("session_history", found.session))
    return redirect(queries.programme_url(access.week))


def undo_author(request: HttpRequest, place: str, week: str, change: int) -> HttpResponse:
    access = _keeper(request, place, week)
    chosen = queries.author_behind(access, change)
    if chosen is None:
        raise Http404("no such change")
    if upto := _upto(request):
        chosen = replace(chosen, upto=upto)
        done = actions.undo_author(week=access.week, chosen=chosen, by=access.author)
        return _done(request, access, done)
    return _ask(request, "programme/undo_author.html", access, chosen)


def undo_period(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = _keeper(request, place, week)
    form = forms.HistoryForm(request.GET, access=access)
    chosen = form.selection()
    if not chosen.has_period:
        return redirect(f"{_history_url(access)}?{form.query()}")
    if upto := _upto(request):
        chosen = replace(chosen, upto=upto)
        done = actions.undo_period(week=access.week, chosen=chosen, by=access.author)
        return _done(request, access, done)
    return _ask(request, "programme/undo_period.html", access, chosen)


def undo_batch(request: HttpRequest, place: str, week: str, batch: int) -> HttpResponse:
    access = _keeper(request, place, week)
    taken = get_object_or_404(Batch, week=access.week, pk=batch)
    taken.week = access.week
    if request.method == "POST":
        return _done(request, access, actions.undo_batch(batch=taken, by=access.author))
    chosen = Selection(batch=taken.pk)
    said = undone_words.of_batch(taken)
    return _ask(request, "programme/undo_batch.html", access, chosen, batch=taken, said=said)


def _keeper(request: HttpRequest, place: str, week: str) -> WeekAccess:
    access = access_week(who_asks(request), place, week)
    require(rules.rights(access).undo_many)
    return access


def _upto(request: HttpRequest) -> int | None:
    """The newest change that the page showed; None to be asked first."""
    form = forms.UndoManyForm(posted(request))
    return form.cleaned_data["upto"] if form.is_valid() else None


def _ask(
    request: HttpRequest, template: str, access: WeekAccess, chosen: Selection, **more: Any
) -> HttpResponse:
    upto = queries.newest_in(access.week)
    changes = replace(chosen, upto=upto).changes(access.week)
    foretold = undone_words.foretell(access.week, changes)
    context = context_of(access, chosen=chosen, upto=upto, foretold=foretold, **more)
    return render(request, template, context)


def _done(request: HttpRequest, access: WeekAccess, done: UndoneBatch) -> HttpResponse:
    if done.batch is None:
        messages.info(request, _("There was nothing left to undo."))
        return redirect(_history_url(access))
    said = ngettext(
        "%(count)s session is as it was.", "%(count)s sessions are as they were.", done.sessions
    )
    messages.success(request, said % {"count": done.sessions})
    if done.lost:
        messages.warning(request, _("Not everything could be given back: see below what and why."))
    return redirect(f"{_history_url(access)}#batch-{done.batch.pk}")


def _history_url(access: WeekAccess) -> str:
    return week_url("programme_history", access.week)

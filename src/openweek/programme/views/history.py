"""What was changed, by whom, and taking it back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openweek.programme import actions, history, queries
from openweek.programme.views.doors import (
    context_of,
    open_doors,
    require,
    say_undone,
    session_url,
)

MOST_CHANGES = 100


@require_safe
def session_history(request: HttpRequest, place: str, week: str, session: str) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    changes = list(queries.changes_of(found.session)[:MOST_CHANGES])
    reader = history.Reader(access.week, changes)
    context = context_of(
        access,
        session=found.session,
        changes=[
            {"row": row, "differences": reader.differences(row), "may_undo": found.may_undo(row)}
            for row in changes
        ],
    )
    return render(request, "programme/session_history.html", context)


@require_POST
def undo_change(
    request: HttpRequest, place: str, week: str, session: str, number: int
) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    change = get_object_or_404(found.session.changes, number=number)
    require(found.may_undo(change))
    change.session = found.session
    undone = actions.undo_change(change=change, by=found.author)
    say_undone(request, undone, _("This change is undone."))
    if change.session.deleted_at is None or found.rights.undo:
        return redirect(session_url("session_history", found.session))
    return redirect(queries.programme_url(access.week))

"""What is said beside a text. Each answers with the list alone to the editor, which shows it in
the margin, and with a page to a browser without it.
"""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from openweek.ground.authors import Author
from openweek.place.rules import who_asks
from openweek.writing.actions import TextIsFrozenError
from openweek.writing.actions import remarks as actions
from openweek.writing.forms.remarks import AcceptForm, AnswerForm, CommentForm, SuggestForm
from openweek.writing.models import Level, Remark, Thread
from openweek.writing.passes import name_for, writer_for
from openweek.writing.queries.remarks import SaidThread, remarks_of
from openweek.writing.rules import (
    TextAccess,
    access_text,
    is_frozen,
    is_level,
    may_delete_remark,
    thread_rights,
)

UNREADABLE, GONE_QUIET, TOO_MANY = 400, 409, 429
PART = "X-OpenWeek-Part"  # with which the editor asks for the list alone


@never_cache
@require_GET
def remarks(request: HttpRequest, text: UUID) -> HttpResponse:
    return _list(request, access_text(who_asks(request), text))


@never_cache
@require_POST
def comment_text(request: HttpRequest, text: UUID) -> HttpResponse:
    access = _commenting(request, text)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _list(request, access, {"comment": form}, status=UNREADABLE)
    return _done(request, access, {"comment": form}, lambda: actions.comment_text(
        text=access.text, by=_author(request, access), on=form.on,
        body=form.cleaned_data["body"], once=form.once_said,
    ), _("Your comment is there."))  # fmt: skip


@never_cache
@require_POST
def suggest_change(request: HttpRequest, text: UUID) -> HttpResponse:
    access = _commenting(request, text)
    form = SuggestForm(request.POST)
    if not form.is_valid():
        return _list(request, access, {"suggest": form}, status=UNREADABLE)
    said = form.cleaned_data
    return _done(request, access, {"suggest": form}, lambda: actions.suggest_change(
        text=access.text, by=_author(request, access), on=form.on,
        proposed=said["proposed"], body=said["body"], once=form.once_said,
    ), _("Your suggestion is there."))  # fmt: skip


@never_cache
@require_POST
def answer_thread(request: HttpRequest, text: UUID, thread: UUID) -> HttpResponse:
    access = _commenting(request, text)
    row = get_object_or_404(Thread, text=access.text, pk=thread)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _list(request, access, {"answer": form, "about": row}, status=UNREADABLE)
    return _done(request, access, {"answer": form, "about": row}, lambda: actions.answer_thread(
        thread=row, by=_author(request, access),
        body=form.cleaned_data["body"], once=form.once_said,
    ), _("Your answer is there."))  # fmt: skip


@never_cache
@require_POST
def accept_suggestion(request: HttpRequest, text: UUID, thread: UUID) -> HttpResponse:
    access, row = _settling(request, text, thread, "may_accept")
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return _list(request, access, {"accept": form, "about": row}, status=UNREADABLE)
    try:
        return _done(request, access, {}, lambda: actions.accept_suggestion(
            thread=row, by=_author(request, access), **form.chosen
        ), _("The suggestion is in the text."))  # fmt: skip
    except actions.PassageChangedError as changed:
        words = form.chosen.get("words", row.proposed)
        again = AcceptForm(initial={"seen": changed.now, "words": words})
        shown = {"accept": again, "about": row, "now": changed.now}
        return _list(request, access, shown, status=GONE_QUIET)


@never_cache
@require_POST
def refuse_suggestion(request: HttpRequest, text: UUID, thread: UUID) -> HttpResponse:
    access, row = _settling(request, text, thread, "may_refuse")
    return _done(request, access, {}, lambda: actions.refuse_suggestion(
        thread=row, by=_author(request, access)
    ), _("The text stays as it is."))  # fmt: skip


@never_cache
@require_POST
def close_thread(request: HttpRequest, text: UUID, thread: UUID) -> HttpResponse:
    access, row = _settling(request, text, thread, "may_close")
    return _done(request, access, {}, lambda: actions.close_thread(
        thread=row, by=_author(request, access)
    ), _("Done."))  # fmt: skip


@never_cache
@require_POST
def reopen_thread(request: HttpRequest, text: UUID, thread: UUID) -> HttpResponse:
    access, row = _settling(request, text, thread, "may_reopen")
    return _done(request, access, {}, lambda: actions.reopen_thread(
        thread=row, by=_author(request, access)
    ), _("Open again."))  # fmt: skip


@never_cache
@require_POST
def delete_remark(request: HttpRequest, text: UUID, remark: int) -> HttpResponse:
    access = access_text(who_asks(request), text)
    row = get_object_or_404(Remark, thread__text=access.text, pk=remark)
    by = _author(request, access)
    if row.deleted_at is None and not may_delete_remark(access, row, by):
        raise PermissionDenied
    return _done(request, access, {}, lambda: actions.delete_remark(
        remark=row, by=by
    ), _("Deleted."))  # fmt: skip


# --- who ------------------------------------------------------------------------------------


def _commenting(request: HttpRequest, text: UUID) -> TextAccess:
    access = access_text(who_asks(request), text)
    if not is_level(access.level, Level.COMMENT):
        raise PermissionDenied
    return access


def _settling(
    request: HttpRequest, text: UUID, thread: UUID, right: str
) -> tuple[TextAccess, Thread]:
    """What somebody else has settled meanwhile, or the end has closed, is said in words."""
    access = _commenting(request, text)
    row = get_object_or_404(Thread.objects.select_related("text"), text=access.text, pk=thread)
    rights = thread_rights(access, row, _author(request, access))
    is_late = is_frozen(access.text) or (right != "may_reopen") != (row.state == Thread.State.OPEN)
    if not getattr(rights, right) and not is_late:
        raise PermissionDenied
    return access, row


def _author(request: HttpRequest, access: TextAccess) -> Author:
    """Never without a name: it stands beside what they say."""
    author = writer_for(request, access)
    return replace(author, name=name_for(author))


# --- answers --------------------------------------------------------------------------------


def _done(
    request: HttpRequest,
    access: TextAccess,
    shown: dict[str, Any],
    act: Callable[[], object],
    word: str,
) -> HttpResponse:
    try:
        act()
    except TextIsFrozenError:
        trouble, status = _("The time for writing is over: nothing can be added."), GONE_QUIET
    except actions.TooManyRemarksError:
        trouble = _("That is a lot at once. Take a breath, and try again in a minute.")
        status = TOO_MANY
    except actions.MarginIsFullError:
        trouble = _(
            "So much is open beside this text that no more fits in. Settle some of it first."
        )
        status = GONE_QUIET
    except actions.AlreadySettledError:
        trouble, status = _("Somebody was faster: this is settled already."), GONE_QUIET
    else:
        if request.headers.get(PART):
            return _list(request, access, {"word": word})
        messages.success(request, word)
        return redirect(reverse("edit_text", args=[access.text.pk]) + "#remarks")
    return _list(request, access, {**shown, "trouble": trouble}, status=status)


def remarks_context(access: TextAccess, author: Author, shown: dict[str, Any]) -> dict[str, Any]:
    """What remarks.html needs; ``shown`` holds the form that was sent, when it was not taken."""
    threads = [_with_answer(said, shown) for said in remarks_of(access, author)]
    return {
        "text": access.text,
        "place": access.text.place,
        "place_address": f"/{access.text.place.slug}/",
        "rights": access.rights,
        "comment": CommentForm(auto_id="whole-%s"),
        "open_threads": [said for said in threads if said["is_open"]],
        "settled_threads": [said for said in threads if not said["is_open"]],
        **shown,
    }


def _with_answer(said: SaidThread, shown: dict[str, Any]) -> dict[str, Any]:
    about = shown.get("about")
    is_refused = about is not None and about.pk == said.thread.pk and "answer" in shown
    new = AnswerForm(auto_id=f"answer-{said.thread.pk}-%s")
    return {
        **{field.name: getattr(said, field.name) for field in fields(said)},
        "is_open": said.is_open,
        "is_suggestion": said.is_suggestion,
        "answer": shown["answer"] if is_refused else new,
    }


def _list(
    request: HttpRequest,
    access: TextAccess,
    shown: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    template = "remarks" if request.headers.get(PART) else "remarks_page"
    context = remarks_context(access, writer_for(request, access), shown or {})
    return render(request, f"writing/{template}.html", context, status=status)

"""Doormen for those who are not in the room: questions, and notes written together."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from openweek.place.doors import form_page, know_again, posted, require
from openweek.programme import actions, forms, prefill, queries, rules
from openweek.programme.models import Question
from openweek.programme.rules import SessionAccess
from openweek.programme.views.doors import context_of, open_doors, session_url
from openweek.week.doors import limited
from openweek.week.rules import WeekAccess


def part_of_session(access: WeekAccess, found: SessionAccess) -> dict[str, Any]:
    """What the page of a session says of questions and of notes."""
    may_ask = rules.may_ask(access, found.session)
    return {
        "asked": queries.questions_of(
            found.session, author_key=access.author.key, sees_hidden=found.rights.change
        ),
        "may_ask": may_ask,
        # Reading leaves no cookie: only on a page of its own is somebody unknown given a form.
        "is_known": bool(found.author.key),
        "form": _form(access) if may_ask and found.author.key else None,
        "may_write_notes": may_ask and found.rights.change,
    }


def _form(access: WeekAccess, sent: Any = None) -> forms.QuestionForm:
    form = forms.QuestionForm(sent, initial={"once": prefill.new_once()}, auto_id="question-%s")
    if access.author.name:
        del form.fields["name"]
    return form


def ask_question(request: HttpRequest, place: str, week: str, session: str) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    require(rules.may_ask(access, found.session))
    if too_fast := limited(request, access):
        return too_fast
    know_again(request, access)
    form = _form(access, posted(request))
    if form.is_valid():
        try:
            actions.ask_question(
                session=found.session, by=access.author, text=form.cleaned_data["text"],
                name=form.cleaned_data.get("name", ""), once=form.cleaned_data["once"],
            )  # fmt: skip
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Your question is there for everybody."))
            address = session_url("session", found.session)
            return redirect(f"{address}?written=question#questions")
    context = context_of(access, form=form, session=found.session)
    return form_page(request, "programme/ask_question.html", context)


@require_POST
def answer_question(
    request: HttpRequest, place: str, week: str, session: str, number: int
) -> HttpResponse:
    _access, found = open_doors(request, place, week, session)
    require(found.rights.change)
    question = _question(found, number)
    answered = request.POST.get("answered") != "no"
    actions.answer_question(question=question, answered=answered, by=found.author)
    return redirect(session_url("session", found.session) + "#questions")


@require_POST
def hide_question(
    request: HttpRequest, place: str, week: str, session: str, number: int
) -> HttpResponse:
    _access, found = open_doors(request, place, week, session)
    require(found.rights.change)
    question = _question(found, number)
    hidden = request.POST.get("hidden") != "no"
    actions.hide_question(question=question, hidden=hidden, by=found.author)
    return redirect(session_url("session", found.session) + "#questions")


@require_POST
def take_question_back(
    request: HttpRequest, place: str, week: str, session: str, number: int
) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    question = _question(found, number)
    require(bool(access.author.key) and question.author_key == access.author.key)
    actions.take_question_back(question=question, by=access.author)
    messages.success(request, _("Your question is gone."))
    return redirect(session_url("session", found.session) + "#questions")


def _question(found: SessionAccess, number: int) -> Question:
    question = get_object_or_404(Question, session=found.session, pk=number)
    question.session = found.session
    return question


@require_POST
def open_notes(request: HttpRequest, place: str, week: str, session: str) -> HttpResponse:
    """Makes them the first time; whoever has just been given a link to the session writes too."""
    access, found = open_doors(request, place, week, session)
    require(found.rights.change and rules.may_ask(access, found.session))
    text = actions.open_notes(session=found.session, by=found.author)
    return redirect("edit_text", text=text.pk)

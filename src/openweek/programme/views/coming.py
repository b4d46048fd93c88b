"""Doormen for those who come: signing up, leaving, one's own choices, and who comes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openweek.ground import clock
from openweek.ground.secrets import digest
from openweek.ground.text import whole_number
from openweek.place.doors import form_page, keep_private, know_again, posted, require
from openweek.place.middleware import hold
from openweek.place.rules import who_asks
from openweek.programme import actions, forms, participants, queries, rules
from openweek.programme.exports import ics
from openweek.programme.models import Participant, Signup, Slot
from openweek.programme.rules import SessionAccess
from openweek.programme.views.doors import context_of, open_doors, session_url, week_url
from openweek.week.doors import limited
from openweek.week.rules import WeekAccess, access_week


def part_of_session(access: WeekAccess, found: SessionAccess, slots: list[Slot]) -> dict[str, Any]:
    """What the page of a session says of those who come, for its template of that name."""
    participant = participants.find(access)
    session = found.session
    mine = queries.own_choices(session, participant)
    return {
        "standings": queries.standings(
            session, [slot for slot in slots if slot.ends_at > clock.now()], mine
        ),
        "is_attended": bool(slots),
        "gone": [choice for choice in mine if choice.is_cancelled and choice.news],
        "may_come": rules.may_come(access, session),
        "is_known": access.person is not None or bool(participant and participant.name),
        "has_choices": participant is not None,
    }


def sign_up(request: HttpRequest, place: str, week: str, session: str) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    require(rules.may_come(access, found.session))
    if too_fast := limited(request, access):
        return too_fast
    know_again(request, access)
    participant = participants.find(access)
    form = forms.SignUpForm(
        posted(request),
        session=found.session,
        slots=[slot for slot in queries.slots_of(found.session) if slot.ends_at > clock.now()],
        participant=participant,
        account_name=access.author.name if access.person else "",
        initial={"times": request.GET.getlist("time"), "way": request.GET.get("way")},
    )
    if form.is_valid():
        try:
            made = actions.sign_up(
                session=found.session, slots=form.chosen_slots, way=form.chosen_way,
                by=access.author, found=participant, **form.said(),
            )  # fmt: skip
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            _say(request, made)
            return redirect(session_url("session", found.session) + "#coming")
    return form_page(
        request, "programme/sign_up.html", context_of(access, form=form, session=found.session)
    )


def _say(request: HttpRequest, made: list[Signup]) -> None:
    if any(not signup.waits for signup in made):
        messages.success(request, _("It is noted: you come."))
    if any(signup.waits for signup in made):
        messages.info(
            request,
            _("There is no seat left. You wait in the line, and move up by yourself."),
        )


@require_POST
def leave_session(request: HttpRequest, place: str, week: str, session: str) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    require(access.week.archived_at is None)
    rows = Signup.objects.filter(
        slot__session=found.session, participant__in=participants.are_mine(access)
    )
    number = whole_number(request.POST.get("signup", ""))
    signup = get_object_or_404(rows.select_related("slot"), pk=number)
    signup.slot.session = found.session
    if actions.leave_session(signup=signup, by=access.author):
        messages.success(request, _("You don’t come any more. Thank you for saying so."))
    if request.POST.get("from") == "mine":
        return redirect("my_choices", place=access.place.slug, week=access.week.slug)
    return redirect(session_url("session", found.session) + "#coming")


@require_safe
def attendance(request: HttpRequest, place: str, week: str, session: str) -> HttpResponse:
    """Names, for those who keep the session; to be printed."""
    access, found = open_doors(request, place, week, session)
    require(found.rights.change)
    context = context_of(access, session=found.session, times=queries.attendance_of(found.session))
    return keep_private(render(request, "programme/attendance.html", context))


@require_safe
def my_choices(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    participant = participants.find(access)
    return keep_private(render(request, "programme/my_choices.html", _choices(access, participant)))


@require_safe
def open_choices(request: HttpRequest, place: str, week: str, secret: str) -> HttpResponse:
    """Where the private link leads: this browser remembers that it was opened."""
    access = access_week(who_asks(request), place, week)
    participant, capability_id = _opened(access, secret)
    hold(request, capability_id)
    calendar = request.build_absolute_uri(week_url("choices_calendar", access.week, secret=secret))
    context = _choices(access, participant)
    context["link"] = request.build_absolute_uri(request.path)
    context["calendar"] = calendar
    context["subscribe"] = "webcal://" + calendar.partition("://")[2]
    return keep_private(render(request, "programme/open_choices.html", context))


@require_safe
def choices_calendar(request: HttpRequest, place: str, week: str, secret: str) -> HttpResponseBase:
    """For programs that ask every hour, without a cookie."""
    access = access_week(who_asks(request), place, week)
    participant, _capability = _opened(access, secret)
    name = _("My choices · %(week)s") % {"week": access.week.title}
    body = ics.render_choices(access.week, set(queries.slots_chosen(participant)), name=name)
    etag = quote_etag(digest(body.decode())[:32])
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(body, content_type=ics.CONTENT_TYPE)
        response["ETag"] = etag
        response["Content-Disposition"] = 'inline; filename="choices.ics"'
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
def give_choices_link(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    if too_fast := limited(request, access):
        return too_fast
    participant = _mine(access)
    capability_id, secret = actions.give_choices_link(participant=participant, by=access.author)
    hold(request, capability_id)
    return redirect("open_choices", place=place, week=week, secret=secret)


@require_POST
def forget_me(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    for participant in participants.are_mine(access):
        participant.week = access.week
        actions.forget_participant(participant=participant, by=access.author)
    messages.success(request, _("Your name, your address and your links are forgotten."))
    return redirect("my_choices", place=place, week=week)


def _choices(access: WeekAccess, participant: Participant | None) -> dict[str, Any]:
    if participant is not None:
        participant.week = access.week
    found = queries.choices_of(participant) if participant else queries.Choices()
    return context_of(
        access,
        participant=participant,
        choices=found,
        kept_until=participants.kept_until(access.week).date(),
    )


def _mine(access: WeekAccess) -> Participant:
    participant = participants.find(access)
    if participant is None:
        raise Http404("nothing was chosen here")
    participant.week = access.week
    return participant


def _opened(access: WeekAccess, secret: str) -> tuple[Participant, int]:
    opened = participants.opened_by(access, secret)
    if opened is None:
        raise Http404("no such link")
    return opened[0], opened[1].pk

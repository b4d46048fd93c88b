"""Notices: read, told, changed, ended, put back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openweek.desk import actions, notices_feed, queries, rules
from openweek.desk.forms import NoticeForm
from openweek.desk.models import Notice
from openweek.desk.views import doors
from openweek.place.doors import enter, form_page, posted, require
from openweek.place.rules import PlaceAccess


@require_safe
def notices(request: HttpRequest, place: str) -> HttpResponse:
    access = enter(request, place)
    may_tell = rules.may_tell(access)
    context = doors.context_of(
        access,
        may_tell=may_tell,
        shown=queries.notices_now(access.place),
        coming=queries.notices_coming(access.place) if may_tell else [],
        past=queries.notices_past(access.place) if may_tell else [],
    )
    return render(request, "desk/notices.html", context)


def publish_notice(request: HttpRequest, place: str) -> HttpResponse:
    access = enter(request, place)
    require(rules.may_tell(access))
    form = NoticeForm(posted(request), place=access.place)
    if request.method == "POST" and form.is_valid():
        once = form.cleaned_data["once"]
        actions.publish_notice(place=access.place, once=once, by=access.author, **form.details())
        messages.success(request, _("It is told."))
        return doors.back(request, "notices", place)
    context = doors.context_of(access, form=form)
    return form_page(request, "desk/publish_notice.html", context)


def change_notice(request: HttpRequest, place: str, number: int) -> HttpResponse:
    access, notice = _told(request, place, number)
    form = NoticeForm(posted(request), place=access.place, notice=notice)
    if request.method == "POST" and form.is_valid():
        actions.change_notice(notice=notice, by=access.author, **form.details())
        messages.success(request, _("The notice is changed."))
        return redirect("notices", place)
    context = doors.context_of(access, form=form, notice=notice)
    return form_page(request, "desk/change_notice.html", context)


@require_POST
def end_notice(request: HttpRequest, place: str, number: int) -> HttpResponse:
    access, notice = _told(request, place, number)
    actions.end_notice(notice=notice, by=access.author)
    messages.success(request, _("It is no longer shown. You can put it back below."))
    return doors.back(request, "notices", place)


@require_POST
def withdraw_notice(request: HttpRequest, place: str, number: int) -> HttpResponse:
    access, notice = _told(request, place, number)
    actions.withdraw_notice(notice=notice, by=access.author)
    messages.success(request, _("It is withdrawn. You can put it back below."))
    return doors.back(request, "notices", place)


@require_POST
def restore_notice(request: HttpRequest, place: str, number: int) -> HttpResponse:
    access, notice = _told(request, place, number)
    actions.restore_notice(notice=notice, by=access.author)
    messages.success(request, _("It is back."))
    return doors.back(request, "notices", place)


@require_safe
def notices_rss(request: HttpRequest, place: str) -> HttpResponse:
    access = enter(request, place)
    return HttpResponse(notices_feed.render(access.place), content_type=notices_feed.CONTENT_TYPE)


def _told(request: HttpRequest, place: str, number: int) -> tuple[PlaceAccess, Notice]:
    """A notice, for somebody who may tell."""
    access = enter(request, place)
    require(rules.may_tell(access))
    return access, rules.access_notice(access, number)

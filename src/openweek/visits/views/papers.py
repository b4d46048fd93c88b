"""Letters on paper, and the list of those who asked for news."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from openweek.ground import tables
from openweek.place.doors import keep_private, require
from openweek.place.rules import who_asks
from openweek.visits import printing, rules
from openweek.visits.models import Visit
from openweek.visits.queries.letters import newsletter
from openweek.visits.views.desk import access_desk, asked_day
from openweek.week.models import Week
from openweek.week.rules import access_week

PDF = "application/pdf"


@never_cache
@require_safe
def print_my_visit(request: HttpRequest, place: str, week: str, secret: str) -> HttpResponse:
    """By the visitor: their code, their square, their days, and the square of their own page."""
    access = access_week(who_asks(request), place, week)
    mine = rules.access_visit(access, secret)
    own = request.build_absolute_uri(reverse("my_visit", args=[place, week, secret]))
    made = printing.printed(
        access.week, [mine.visit], root=_root(request, access.week), own_address=own
    )
    return _pdf(made, f"{access.week.slug}-{mine.visit.number}")


@never_cache
@require_safe
def print_visit(request: HttpRequest, place: str, week: str, number: int) -> HttpResponse:
    """By the desk, for somebody who reads no mail. No private link: to print gives nobody one."""
    access = access_desk(request, place, week, to_act=False)
    visit = get_object_or_404(
        Visit, week=access.week, number=number, erased_at__isnull=True, cancelled_at__isnull=True
    )
    made = printing.printed(access.week, [visit], root=_root(request, access.week))
    return _pdf(made, f"{access.week.slug}-{number}")


@never_cache
@require_safe
def print_visits(request: HttpRequest, place: str, week: str) -> HttpResponse:
    """Those of all who come on ``?day=`` (tomorrow) and left no mail address, to print at once."""
    access = access_desk(request, place, week, to_act=False)
    days = access.week.days
    asked = asked_day(request) or access.week.today + timedelta(days=1)
    on = min(max(asked, days[0]), days[-1])
    visits = printing.without_mail(access.week, on)
    if not visits:
        messages.info(request, _("Everybody who comes that day can be written to by mail."))
        return redirect(f"{reverse('welcome', args=[place, week])}?day={on:%Y-%m-%d}")
    made = printing.printed(access.week, visits, root=_root(request, access.week))
    return _pdf(made, f"{access.week.slug}-{on:%Y-%m-%d}")


@never_cache
@require_safe
def newsletter_csv(request: HttpRequest, place: str, week: str) -> HttpResponse:
    """For the concierge: those who asked for the place's news, in any of its weeks."""
    access = access_week(who_asks(request), place, week)
    require(rules.rights(access).may_export)
    rows = [(each.email, each.name, each.language) for each in newsletter(access.place)]
    columns = [_("E-mail"), _("Name"), _("Language")]
    made = tables.as_csv(columns, rows, language=access.place.language)
    headers = {"Content-Disposition": f'attachment; filename="newsletter-{access.place.slug}.csv"'}
    return keep_private(HttpResponse(made, content_type=tables.CONTENT_TYPE, headers=headers))


def _root(request: HttpRequest, week: Week) -> str:
    return request.build_absolute_uri(reverse("welcome", args=[week.place.slug, week.slug]))


def _pdf(made: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return keep_private(HttpResponse(made, content_type=PDF, headers=headers))

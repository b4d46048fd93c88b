"""What desks keep on their devices and bring back, and the table of a day for the concierge."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from openweek.ground import tables
from openweek.place.doors import keep_private, require
from openweek.place.rules import who_asks
from openweek.visits import actions, queries, rules, visitor_table
from openweek.visits.forms import NotABatch, read_batch
from openweek.visits.models import DeskEntry, Outcome
from openweek.visits.refusals import Refused
from openweek.visits.views.desk import access_desk, asked_day
from openweek.week.rules import WeekAccess, access_week

BATCH_BYTES = 256 * 1024
# A device that loads it at its own address may answer for the desk's page, and for no other.
_WORKER = "importScripts({script});\n"


@never_cache
@require_safe
def desk_list(request: HttpRequest, place: str, week: str) -> HttpResponse:
    """Who is expected this week, for a desk whose network may drop."""
    access = access_desk(request, place, week, to_act=True)
    today = access.week.today
    guests = queries.for_devices(access.week, today)
    return keep_private(JsonResponse({"day": today.isoformat(), "guests": guests}))


@require_POST
def merge_entries(request: HttpRequest, place: str, week: str) -> HttpResponse:
    """What a device noted while it was alone. Sent again, it is answered the same and done once."""
    access = _access_kept(request, place, week)
    if int(request.META.get("CONTENT_LENGTH") or 0) > BATCH_BYTES:
        return JsonResponse({"error": "too large"}, status=413)
    try:
        desk, given = read_batch(request.body)
        entries = [_merge(access, noted, desk) for noted in given]
    except NotABatch:
        return JsonResponse({"error": "unreadable"}, status=400)
    except Refused as refusal:
        return JsonResponse({"error": refusal.sentence}, status=409)
    return keep_private(JsonResponse({"entries": [_answer(entry) for entry in entries]}))


def _access_kept(request: HttpRequest, place: str, week: str) -> WeekAccess:
    access = access_week(who_asks(request), place, week)
    require(rules.rights(access).may_merge)
    return access


def _merge(access: WeekAccess, noted: actions.Noted, desk: str) -> DeskEntry:
    return actions.merge_entry(
        week=access.week, noted=noted, desk=desk, by=access.author,
        language=get_language() or "fr",
    )  # fmt: skip


def _answer(entry: DeskEntry) -> dict[str, str]:
    visit = entry.visit
    said = {"name": visit.name if visit else "", "code": visit.code if visit else ""}
    if entry.outcome == Outcome.CONFLICT:
        sentence = queries.conflict_in_words(entry.conflict)
    elif entry.outcome == Outcome.ALREADY:
        sentence = _("%(name)s: it was noted already.") % said
    else:
        sentence = {
            "arrive": _("Welcome, %(name)s."),
            "leave": _("See you soon, %(name)s."),
            "undo": _("%(name)s: arrival undone."),
            "count": _("%(name)s: the number is noted."),
            "walk-in": _("Welcome, %(name)s. Their code is %(code)s."),
        }[entry.deed] % said
        host = queries.host_name(entry) if entry.deed == "walk-in" else ""
        if host:
            sentence = f"{sentence} {_('%(host)s can receive them.') % {'host': host}}"
    return {"guid": str(entry.guid), "outcome": entry.outcome, "sentence": sentence}


@require_POST
def settle_entry(request: HttpRequest, place: str, week: str, number: int) -> HttpResponse:
    access = _access_kept(request, place, week)
    entry = get_object_or_404(DeskEntry.objects.select_related("week"), pk=number, week=access.week)
    actions.settle_entry(entry=entry, by=access.author)
    messages.info(request, _("Settled: it is off the list."))
    return redirect("welcome", place, week)


@require_safe
def desk_worker(request: HttpRequest, place: str, week: str) -> HttpResponse:
    """The service worker, at an address below which the desk's page stands. It holds no data."""
    access_week(who_asks(request), place, week)
    script = json.dumps(static("built/desk-worker.js"))
    body = _WORKER.format(script=script)
    return HttpResponse(body, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@never_cache
@require_safe
def visitors_csv(request: HttpRequest, place: str, week: str) -> HttpResponse:
    """For the concierge: the visitors of ``?day=``, or of the week."""
    access = access_week(who_asks(request), place, week)
    require(rules.rights(access).may_export)
    on = asked_day(request)
    on = on if on in access.week.days else None
    name = f"visitors-{access.week.slug}{f'-{on:%Y-%m-%d}' if on else ''}.csv"
    made = visitor_table.render(access.week, on)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return keep_private(HttpResponse(made, content_type=tables.CONTENT_TYPE, headers=headers))

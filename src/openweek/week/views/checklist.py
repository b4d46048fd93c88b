"""The check-list of a week: what is due before, during and after it."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openweek.week import actions, queries
from openweek.week.doors import managed
from openweek.week.forms import NewItemForm
from openweek.week.models import ChecklistItem
from openweek.week.rules import WeekAccess


def _item(access: WeekAccess, number: int) -> ChecklistItem:
    item = queries.checklist_item(access.week, number)
    if item is None:
        raise Http404(f"no item {number} in the check-list")
    return item


@require_safe
def checklist(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = managed(request, place, week)
    # What was just taken off stands in the form, to be added again.
    back = {name: request.GET.get(name, "") for name in ("what", "due_on")}
    return _page(request, access, NewItemForm(initial={"once": str(uuid4()), **back}))


@require_POST
def add_checklist_item(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = managed(request, place, week)
    form = NewItemForm(request.POST)
    if not form.is_valid():
        return _page(request, access, form, status=422)
    actions.add_checklist_item(week=access.week, by=access.author, **form.cleaned_data)
    return _back(request, access)


@require_POST
def change_checklist_item(request: HttpRequest, place: str, week: str, number: int) -> HttpResponse:
    access = managed(request, place, week)
    item = _item(access, number)
    form = NewItemForm(request.POST, prefix=f"item-{number}")
    if not form.is_valid():
        return _page(request, access, _empty(), changing={number: form}, status=422)
    said = form.cleaned_data
    actions.change_checklist_item(
        item=item, what=said["what"], due_on=said["due_on"], by=access.author
    )
    return _back(request, access)


@require_POST
def finish_checklist_item(request: HttpRequest, place: str, week: str, number: int) -> HttpResponse:
    access = managed(request, place, week)
    item = _item(access, number)
    actions.finish_checklist_item(item=item, by=access.author)
    messages.success(request, _("Done: %(what)s.") % {"what": item.what.rstrip(".")})
    return _back(request, access)


@require_POST
def reopen_checklist_item(request: HttpRequest, place: str, week: str, number: int) -> HttpResponse:
    access = managed(request, place, week)
    actions.reopen_checklist_item(item=_item(access, number), by=access.author)
    return _back(request, access)


@require_POST
def remove_checklist_item(request: HttpRequest, place: str, week: str, number: int) -> HttpResponse:
    access = managed(request, place, week)
    # Sent twice, it is gone once.
    item = queries.checklist_item(access.week, number)
    if item is None:
        return redirect("checklist", place, week)
    actions.remove_checklist_item(item=item, by=access.author)
    messages.info(
        request, _("Taken off the list. Was it a mistake? It is below, to be added again.")
    )
    due_on = item.due_on.isoformat() if item.due_on else ""
    address = redirect("checklist", place, week).url
    return redirect(f"{address}?{urlencode({'what': item.what, 'due_on': due_on})}#add")


def _back(request: HttpRequest, access: WeekAccess) -> HttpResponse:
    """To the desk, whose button it was, or to the list."""
    if request.POST.get("back") == "desk":
        return redirect(f"/{access.place.slug}/desk/")
    return redirect("checklist", access.place.slug, access.week.slug)


def _empty() -> NewItemForm:
    return NewItemForm(initial={"once": str(uuid4())})


def _page(
    request: HttpRequest,
    access: WeekAccess,
    form: NewItemForm,
    *,
    changing: dict[int, NewItemForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    lines = [(item, _line_form(item, changing or {})) for item in queries.checklist_of(access.week)]
    context = {
        "access": access,
        "week": access.week,
        "place": access.place,
        "form": form,
        "wrong": next(iter((changing or {}).values()), form),
        "today": access.week.today,
        "to_do": [line for line in lines if line[0].done_at is None],
        "done": [line for line in lines if line[0].done_at is not None],
    }
    return render(request, "week/checklist.html", context, status=status)


def _line_form(item: ChecklistItem, changing: dict[int, NewItemForm]) -> NewItemForm:
    initial = {"what": item.what, "due_on": item.due_on}
    return changing.get(item.pk) or NewItemForm(prefix=f"item-{item.pk}", initial=initial)

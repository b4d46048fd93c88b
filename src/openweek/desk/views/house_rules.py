"""The rules of the house: read, acknowledged, and written anew."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openweek.desk import actions, queries
from openweek.desk import rules as may
from openweek.desk.first_rules import first_rules
from openweek.desk.forms import RulesForm
from openweek.desk.views import doors
from openweek.ground.text import whole_number
from openweek.place.doors import enter, form_page, limited, posted, require


@require_safe
def rules(request: HttpRequest, place: str) -> HttpResponse:
    access = enter(request, place)
    may_write = may.may_write_rules(access)
    context = doors.context_of(
        access,
        rules=queries.rules_in_force(access.place),
        told=queries.told_now(access.place, reader=access.author.key),
        may_write=may_write,
        readers=queries.readers_of_rules(access.place) if may_write else None,
        versions=queries.rules_versions(access.place),
    )
    return render(request, "desk/rules.html", context)


def write_rules(request: HttpRequest, place: str) -> HttpResponse:
    access = enter(request, place)
    require(may.may_write_rules(access))
    newest = queries.rules_in_force(access.place)
    initial = {
        "after": newest.number if newest else 0,
        "text": newest.text if newest else first_rules(access.place.language),
    }
    form = RulesForm(posted(request), initial=initial)
    context = doors.context_of(access, form=form, rules=newest)
    if request.method == "POST" and form.is_valid():
        try:
            actions.publish_rules(place=access.place, by=access.author, **form.cleaned_data)
        except actions.RulesChanged:
            # Theirs is shown beside what was typed; sent again, what was typed comes after it.
            form = RulesForm({**request.POST.dict(), "after": initial["after"]})
            form.add_error(None, _("Somebody published other rules meanwhile: read theirs first."))
            context |= {"form": form, "theirs": newest}
            return form_page(request, "desk/write_rules.html", context)
        messages.success(request, _("The rules are in force, and told to everybody."))
        return redirect("rules", place)
    return form_page(request, "desk/write_rules.html", context)


@require_POST
def acknowledge_rules(request: HttpRequest, place: str) -> HttpResponse:
    access = enter(request, place)
    if answer := limited(request, access):
        return answer
    newest = queries.rules_in_force(access.place)
    # What was read is said by the page: a newer version is still to be read.
    if newest and whole_number(request.POST.get("number", "")) == newest.number:
        actions.acknowledge(rules=newest, reader=access.author.key, by=access.author)
        messages.success(request, _("Thank you. The house is yours too."))
    return doors.back(request, "rules", place)


@require_safe
def rules_version(request: HttpRequest, place: str, number: int) -> HttpResponse:
    """An older version, and what differs between it and another one: the next, or ``?with=``."""
    access = enter(request, place)
    version = queries.rules_version(access.place, number)
    versions = queries.rules_versions(access.place)
    if version is None:
        raise Http404(f"no version {number}")
    asked = whole_number(request.GET.get("with", "")) or number - 1
    other = next((each for each in versions if each.number == asked), None)
    old, new = sorted([version, other or version], key=lambda each: each.number)
    context = doors.context_of(
        access,
        version=version,
        versions=versions,
        old=old,
        new=new,
        lines=queries.compared(old.text, new.text) if other else [],
        language=get_language(),
    )
    return render(request, "desk/rules_version.html", context)

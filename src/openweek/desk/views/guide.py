"""The guide: one question a page, searched as people ask."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openweek.desk import actions, queries, rules
from openweek.desk.forms import GuidePageForm, SearchForm
from openweek.desk.models import GuidePage, HelpRequest
from openweek.desk.pictograms import about
from openweek.desk.shipped import shipped_page, spoken
from openweek.desk.views import doors
from openweek.ground.text import whole_number
from openweek.place.doors import enter, form_page, posted, require
from openweek.place.rules import PlaceAccess


@require_safe
def guide(request: HttpRequest, place: str) -> HttpResponse:
    access = enter(request, place)
    language = get_language() or access.place.language
    form = SearchForm(request.GET if "q" in request.GET else None)
    asked = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    lines = queries.guide_lines(access.place, language)
    context = doors.context_of(
        access,
        form=form,
        asked=asked,
        found=queries.search_guide(access.place, asked, language) if asked else [],
        own=[line for line in lines if line.is_own],
        software=[line for line in lines if not line.is_own],
    )
    return render(request, "desk/guide.html", context)


@require_safe
def guide_page(request: HttpRequest, place: str, slug: str) -> HttpResponse:
    access = enter(request, place)
    language = get_language() or access.place.language
    page = queries.guide_view(access.place, slug, language)
    if page is None:
        raise Http404(f"no page {slug}")
    context = doors.context_of(access, page=page, form=SearchForm())
    return render(request, "desk/guide_page.html", context)


def add_guide_page(request: HttpRequest, place: str) -> HttpResponse:
    """An empty page, or one begun from an answer (``?from=``) or a page of the software's."""
    access = _writes(request, place)
    answered = _answered(request, access)
    replaces = _replaced(request)
    form = GuidePageForm(
        posted(request),
        language=spoken(get_language() or access.place.language),
        initial=_begun(answered, replaces),
    )
    if request.method == "POST" and form.is_valid():
        made = actions.add_guide_page(
            place=access.place,
            once=form.cleaned_data["once"],
            by=access.author,
            answered=answered,
            replaces=replaces,
            **form.details(),
        )
        messages.success(request, _("The page is in the guide."))
        return redirect("guide_page", place, made.slug)
    context = doors.context_of(access, form=form, answered=answered, replaces=replaces)
    return form_page(request, "desk/add_guide_page.html", context)


def change_guide_page(request: HttpRequest, place: str, slug: str) -> HttpResponse:
    access = _writes(request, place)
    page = rules.access_guide_page(access, slug)
    initial = {name: getattr(page, name) for name in ("title", "text", "words", "language")}
    form = GuidePageForm(posted(request), language=page.language, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.change_guide_page(page=page, by=access.author, **form.details())
        messages.success(request, _("The page is changed."))
        return redirect("guide_page", place, slug)
    context = doors.context_of(access, form=form, page=page)
    return form_page(request, "desk/change_guide_page.html", context)


@require_POST
def remove_guide_page(request: HttpRequest, place: str, slug: str) -> HttpResponse:
    access = _writes(request, place)
    page = rules.access_guide_page(access, slug)
    actions.remove_guide_page(page=page, by=access.author)
    messages.success(request, _("The page is removed. It can be put back for thirty days."))
    return redirect("removed_guide_pages", place)


@require_safe
def removed_guide_pages(request: HttpRequest, place: str) -> HttpResponse:
    access = _writes(request, place)
    context = doors.context_of(access, pages=queries.removed_pages(access.place))
    return render(request, "desk/removed_guide_pages.html", context)


@require_POST
def restore_guide_page(request: HttpRequest, place: str, slug: str) -> HttpResponse:
    access = _writes(request, place)
    page: GuidePage = rules.access_guide_page(access, slug, removed=True)
    actions.restore_guide_page(page=page, by=access.author)
    messages.success(request, _("The page is back."))
    return redirect("guide_page", place, slug)


def _writes(request: HttpRequest, place: str) -> PlaceAccess:
    access = enter(request, place)
    require(rules.may_write_guide(access))
    return access


def _answered(request: HttpRequest, access: PlaceAccess) -> HelpRequest | None:
    number = whole_number(request.GET.get("from", ""))
    return rules.access_help(access, number) if number else None


def _replaced(request: HttpRequest) -> str:
    slug = request.GET.get("replaces", "")
    return slug if shipped_page(slug, "en") else ""


def _begun(answered: HelpRequest | None, replaces: str) -> dict[str, Any]:
    if answered:
        label = str(about(answered.about).label)
        return {"title": answered.words or label, "text": answered.answer, "words": label}
    page = shipped_page(replaces, spoken(get_language() or "fr")) if replaces else None
    return {"title": page.title, "text": page.text, "words": page.words} if page else {}

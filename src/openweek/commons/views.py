"""Formats as recipe cards, and the deed page of a Move Commons declaration."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openweek.commons import actions, queries
from openweek.commons.forms import AdoptForm, FormatForm
from openweek.commons.models import CONTENT, Format, FormatVersion
from openweek.commons.move_commons import NAMESPACE, NotADeclaration, parse
from openweek.commons.rules import Rights, format_of, rights
from openweek.place.rules import PlaceAccess, access_place, who_asks

NEW_FORMAT = {"licence": "CC-BY-SA-4.0"}
LONGEST_NUMBER = 9


def _entered(request: HttpRequest, place: str) -> tuple[PlaceAccess, Rights]:
    access = access_place(who_asks(request), place)
    return access, rights(access)


@require_safe
def formats(request: HttpRequest, place: str) -> HttpResponse:
    access, may = _entered(request, place)
    shelves = queries.shelves_of(access.place)
    recipes = queries.recipes_to_adopt(access.place) if may.may_adopt else []
    context = _context(access, may, shelves=shelves, recipes=recipes)
    return render(request, "commons/formats.html", context)


@require_safe
def format_page(request: HttpRequest, place: str, slug: str) -> HttpResponse:
    access, may = _entered(request, place)
    shown = format_of(access, slug)
    context = _context(
        access, may, format=shown, card=_card(shown), now=True,
        fed=queries.fed_format(access.place, shown.feeds), versions=queries.versions_of(shown),
    )  # fmt: skip
    return render(request, "commons/format.html", context)


@require_safe
def format_version(request: HttpRequest, place: str, slug: str, number: int) -> HttpResponse:
    access, may = _entered(request, place)
    shown = format_of(access, slug)
    version = get_object_or_404(queries.versions_of(shown), number=number)
    context = _context(access, may, format=shown, card=_card(version), version=version)
    return render(request, "commons/format.html", context)


def create_format(request: HttpRequest, place: str) -> HttpResponse:
    access, may = _entered(request, place)
    if not may.may_write:
        raise PermissionDenied
    initial = {**NEW_FORMAT, "is_challenge": request.GET.get("kind") == "challenge"}
    fed = queries.gatherings_of(access.place)
    form = FormatForm(request.POST or None, initial=initial, fed=fed)
    if request.method == "POST" and form.is_valid():
        said = _typed(form)
        made = actions.create_format(
            place=access.place, by=access.author, once=form.cleaned_data["once"], **said
        )
        messages.success(request, _("The format is in the book of recipes."))
        return redirect("format", place, made.slug)
    return render(request, "commons/create_format.html", _context(access, may, form=form))


def change_format(request: HttpRequest, place: str, slug: str) -> HttpResponse:
    access, may = _entered(request, place)
    shown = format_of(access, slug)
    if not may.may_write:
        raise PermissionDenied
    initial = {**shown.content(), **_earlier(request, shown), "based_on": shown.version}
    fed = queries.gatherings_of(access.place).exclude(pk=shown.pk)
    form = FormatForm(request.POST or None, initial=initial, fed=fed)
    if request.method == "POST" and form.is_valid() and _changed(shown, form, access):
        messages.success(request, _("The format is up to date; the former version is kept."))
        return redirect("format", place, shown.slug)
    context = _context(access, may, form=form, format=shown)
    return render(request, "commons/change_format.html", context)


def _earlier(request: HttpRequest, shown: Format) -> dict[str, Any]:
    """What the version that somebody wants back said; what it did not know yet stays as it is."""
    number = request.GET.get("version", "")
    if not number.isdecimal() or len(number) > LONGEST_NUMBER:
        return {}
    version = queries.versions_of(shown).filter(number=int(number)).first()
    return {**version.content, **_of_the_book(version.content)} if version else {}


def _card(said: Format | FormatVersion) -> dict[str, Any]:
    """As the page shows it, what is due when read from its lines."""
    content = said.content() if isinstance(said, Format) else said.content
    chapters = queries.chapters_of(content)
    return {
        **content,
        "due": queries.checklist_lines(content.get("checklist", "")),
        "doors": [{"chapter": each, "number": n} for n, each in enumerate(chapters, start=1)],
    }


def _changed(shown: Format, form: FormatForm, access: PlaceAccess) -> bool:
    based_on = form.cleaned_data["based_on"]
    content = {**_of_the_book(form.initial), **_typed(form)}
    if shown.content() == content:  # sent twice, or nothing to say
        return True
    try:
        actions.change_format(changed=shown, by=access.author, based_on=based_on, **content)
    except actions.ChangedMeanwhile:
        form.add_error(
            None,
            _(
                "Somebody changed this format while you were writing. Your text is below: compare "
                "it with the format’s page, then reload this page to write on from there."
            ),
        )
        return False
    return True


def adopt_recipes(request: HttpRequest, place: str) -> HttpResponse:
    access, may = _entered(request, place)
    if not may.may_adopt:
        raise PermissionDenied
    recipes = queries.recipes_to_adopt(access.place)
    form = AdoptForm(request.POST or None, recipes=recipes)
    if request.method == "POST" and form.is_valid():
        slugs = form.cleaned_data["slugs"]
        actions.adopt_recipes(place=access.place, slugs=slugs, by=access.author)
        messages.success(request, _("They are yours now: change them as you like."))
        return redirect("formats", place)
    context = _context(access, may, form=form, recipes=recipes)
    return render(request, "commons/adopt_recipes.html", context)


@require_safe
def move_commons_deed(request: HttpRequest, code: str) -> HttpResponse:
    """What a declaration means, in words."""
    try:
        declaration = parse(code)
    except NotADeclaration as nonsense:
        raise Http404(str(nonsense)) from nonsense
    if not declaration:
        raise Http404("nothing is declared")
    if declaration.code != code:
        return redirect("move_commons_deed", declaration.code, permanent=True)
    language = get_language() or "fr"
    other = "fr" if language.startswith("en") else "en"
    context = {
        "declaration": declaration,
        "namespace": NAMESPACE,
        "identifier": declaration.identifier_in(language),
        "principles": [
            {"declared": each, "other_language": other, "other_label": each.label_in(other)}
            for each in declaration.principles
        ],
    }
    return render(request, "commons/move_commons_deed.html", context)


def _typed(form: FormatForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in CONTENT if name in form.cleaned_data}


def _of_the_book(content: Mapping[str, Any]) -> dict[str, Any]:
    """What nobody types: the authors of the book that a version came out of, and its address.

    Whoever writes on from that version writes on from their words.
    """
    return {"authors": content.get("authors", []), "source": content.get("source", "")}


def _context(access: PlaceAccess, may: Rights, **more: Any) -> dict[str, Any]:
    return {"access": access, "place": access.place, "rights": may, **more}

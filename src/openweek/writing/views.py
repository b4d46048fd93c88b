"""The page on which a text is written or read, and what its editor asks for."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_POST

from openweek.place.rules import who_asks
from openweek.writing import actions, queries
from openweek.writing import media as pictures
from openweek.writing.forms import MediaForm, PlainForm
from openweek.writing.html import render_tree
from openweek.writing.models import Level, Media
from openweek.writing.passes import ink_for, name_for, pass_for, writer_for
from openweek.writing.rules import TextAccess, access_text, is_frozen, is_level
from openweek.writing.words import editor_words

UNREADABLE, GONE_QUIET = 400, 409
A_YEAR_SECONDS = 365 * 24 * 3600


@never_cache
@require_GET
def edit_text(request: HttpRequest, text: UUID) -> HttpResponse:
    access = access_text(who_asks(request), text)
    form = None
    if access.rights.may_write:
        plain = queries.plain_of(access.text)
        form = PlainForm(initial={"body": plain.body, "base": plain.base})
    return _page(request, access, form)


@never_cache
@require_POST
def write_plain(request: HttpRequest, text: UUID) -> HttpResponse:
    access = access_text(who_asks(request), text)
    if not is_level(access.level, Level.WRITE):
        raise PermissionDenied
    form = PlainForm(request.POST)
    if not form.is_valid():
        return _page(request, access, form, status=UNREADABLE)
    try:
        actions.write_plain(text=access.text, by=writer_for(request, access), **form.cleaned_data)
    except actions.TextIsFrozenError:
        return _page(request, access, form, status=GONE_QUIET)
    messages.success(request, _("What you wrote is saved."))
    return redirect("edit_text", text)


def _page(
    request: HttpRequest, access: TextAccess, form: PlainForm | None, *, status: int = 200
) -> HttpResponse:
    text = access.text
    author = writer_for(request, access)
    context: dict[str, Any] = {
        "access": access,
        "rights": access.rights,
        "place": text.place,
        "place_address": f"/{text.place.slug}/",
        "text": text,
        "form": form,
        "is_frozen": is_frozen(text),
        "html": _html(access),
        "words": editor_words(text),
        "name": name_for(author),
        "ink": ink_for(author),
    }
    return render(request, "writing/edit_text.html", context, status=status)


def _html(access: TextAccess) -> str:
    text = access.text
    known = {str(pk) for pk in text.media.values_list("pk", flat=True)}

    def image_url(media_id: str) -> str:
        return reverse("media", args=[text.pk, media_id]) if media_id in known else ""

    return render_tree(queries.tree_of(text), image_url=image_url)


@never_cache
@require_GET
def text_ticket(request: HttpRequest, text: UUID) -> JsonResponse:
    access = access_text(who_asks(request), text)
    return JsonResponse(pass_for(access, writer_for(request, access)))


@never_cache
@require_POST
def add_media(request: HttpRequest, text: UUID) -> JsonResponse:
    """Answers in JSON, with words for the person when the picture is not taken."""
    access = access_text(who_asks(request), text)
    if not is_level(access.level, Level.WRITE):
        raise PermissionDenied
    form = MediaForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"trouble": form.trouble()}, status=UNREADABLE)
    try:
        made = pictures.add_media(
            text=access.text, by=writer_for(request, access),
            file=form.picture, alt=form.cleaned_data["alt"],
        )  # fmt: skip
    except pictures.MediaRefusedError as refused:
        return JsonResponse({"trouble": str(refused)}, status=UNREADABLE)
    except actions.TextIsFrozenError:
        trouble = _("This text is closed: nothing can be added any more.")
        return JsonResponse({"trouble": trouble}, status=GONE_QUIET)
    return JsonResponse({"media": str(made.pk), "alt": made.alt}, status=201)


@cache_control(private=True, immutable=True, max_age=A_YEAR_SECONDS)
@require_GET
def media(request: HttpRequest, text: UUID, media: UUID) -> FileResponse:
    """A picture is as private as the text that it stands in."""
    access = access_text(who_asks(request), text)
    row = get_object_or_404(Media, text=access.text, pk=media)
    try:
        file = (Path(settings.MEDIA_ROOT) / row.file).open("rb")
    except FileNotFoundError as lost:
        raise Http404("the file of this picture is not there") from lost
    answer = FileResponse(file, content_type=row.content_type, filename=f"{row.pk}.webp")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer

"""Pictures, sound and film in a text: put in, given to whoever may read it, told about."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from openweek.place.rules import who_asks
from openweek.writing import actions, queries
from openweek.writing import media as store
from openweek.writing.forms import AboutForm, ChangeForm, MediaForm
from openweek.writing.media import parts
from openweek.writing.models import Level, Media
from openweek.writing.passes import writer_for
from openweek.writing.queries.media import media_of, nodes_of, room_of
from openweek.writing.rules import TextAccess, access_text, is_frozen, is_level
from openweek.writing.serving import file_answer
from openweek.writing.views.uploads import upload_of

UNREADABLE, GONE_QUIET = 400, 409
A_YEAR_SECONDS = 365 * 24 * 3600
PRINT_TYPE = "image/jpeg"


def _written(request: HttpRequest, text: UUID) -> TextAccess:
    access = access_text(who_asks(request), text)
    if not is_level(access.level, Level.WRITE):
        raise PermissionDenied
    return access


def _is_page(request: HttpRequest) -> bool:
    """A form of a plain page, and not the editor."""
    return "page" in request.POST


@never_cache
@require_POST
def add_media(request: HttpRequest, text: UUID) -> HttpResponse:
    """Answers in JSON, with words for the person when it is not taken; a plain form by a page."""
    access = _written(request, text)
    form = MediaForm(request.POST, request.FILES)
    made = form.is_valid() and _added(request, access, form)
    status = GONE_QUIET if form.has_error(NON_FIELD_ERRORS, "quiet") else UNREADABLE
    if _is_page(request):
        if not made:
            return _page(request, access, adding=form, status=status)
        return _put_at_the_end(request, access, made, form.cleaned_data["alt"])
    if not made:
        return JsonResponse({"trouble": form.trouble()}, status=status)
    words = store.words_for(made, form.cleaned_data["alt"])
    told = {"media": str(made.pk), "alt": words, "kind": made.kind}
    return JsonResponse({**told, "decorative": made.is_decorative}, status=201)


def _added(request: HttpRequest, access: TextAccess, form: MediaForm) -> Media | None:
    """None when it is not taken: the form says why."""
    by = writer_for(request, access)
    said = form.cleaned_data
    upload = upload_of(access, by, said["upload"]) if said["upload"] else None
    try:
        return store.add_media(
            text=access.text, by=by, file=form.chosen, upload=upload, alt=said["alt"],
            about=form.about,
        )  # fmt: skip
    except store.MediaRefusedError as refused:
        form.add_error(None, str(refused))
    except actions.TextIsFrozenError:
        form.add_error(None, ValidationError(_closed(), code="quiet"))
    except (actions.GoneError, parts.BusyError):
        gone = _("What had come of this file is not here any more. Choose it again.")
        form.add_error(None, ValidationError(gone, code="quiet"))
    return None


def _put_at_the_end(
    request: HttpRequest, access: TextAccess, made: Media, alt: str
) -> HttpResponse:
    name = "alt" if made.kind == "image" else "words"
    told: dict[str, Any] = {"media": str(made.pk), name: store.words_for(made, alt)}
    if made.is_decorative and made.kind == "image":
        told["decorative"] = True
    tree = {"type": "doc", "content": [{"type": made.kind, "attrs": told}]}
    actions.add_blocks(text=access.text, by=writer_for(request, access), tree=tree)
    messages.success(request, _("It stands at the end of the text."))
    return redirect("media_of_text", access.text.pk)


@cache_control(private=True, immutable=True, max_age=A_YEAR_SECONDS)
@require_safe
def media(request: HttpRequest, text: UUID, media: UUID) -> HttpResponseBase:
    """As private as the text that it stands in; ``?size=`` one of its sizes, where there is one."""
    access = access_text(who_asks(request), text)
    row = get_object_or_404(Media, text=access.text, pk=media)
    size = request.GET.get("size", "")
    file = row.sizes.get(size, row.file)
    path = Path(settings.MEDIA_ROOT) / file
    content_type = row.content_type if path.suffix != ".jpg" else PRINT_TYPE
    mark = row.digest if file == row.file else f"{row.digest}-{size}"
    name = f"{row.pk}{path.suffix}"
    return file_answer(request, path, content_type=content_type, name=name, mark=mark)


@never_cache
@require_safe
def media_of_text(request: HttpRequest, text: UUID) -> HttpResponse:
    """All of them with what is said of each, to be changed without the editor."""
    return _page(request, _written(request, text))


@never_cache
def change_media(request: HttpRequest, text: UUID, media: UUID) -> HttpResponse:
    """GET: what is said of it, for the editor. POST: say it otherwise."""
    access = _written(request, text)
    row = get_object_or_404(Media.objects.select_related("text"), text=access.text, pk=media)
    if request.method != "POST":
        return JsonResponse(_said_of(row))
    if _is_page(request):
        return _change_by_page(request, access, row)
    form = AboutForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"trouble": form.trouble()}, status=UNREADABLE)
    try:
        actions.change_media(media=row, about=form.about, by=writer_for(request, access))
    except actions.TextIsFrozenError:
        return JsonResponse({"trouble": _closed()}, status=GONE_QUIET)
    return JsonResponse(_said_of(row))


def _change_by_page(request: HttpRequest, access: TextAccess, row: Media) -> HttpResponse:
    """The words too, which stand in the text."""
    form = ChangeForm(request.POST, media=row, auto_id=_ids(row))
    if not form.is_valid():
        return _page(request, access, changing=form, status=UNREADABLE)
    by = writer_for(request, access)
    try:
        actions.change_media(
            media=row, about=form.about, alt=form.cleaned_data["alt"], said=form.attributes(), by=by
        )
    except actions.TextIsFrozenError:
        messages.error(request, _closed())
    else:
        messages.success(request, _("That is said."))
    return redirect("media_of_text", access.text.pk)


def _said_of(row: Media) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "is_decorative": row.is_decorative,
        "credit": row.credit,
        "licence": row.licence,
        "consent": row.consent,
        "consent_said": row.consent_said,
        "author": row.author_name,
    }


def _closed() -> str:
    return _("This text is closed: nothing can be added any more.")


def _page(
    request: HttpRequest,
    access: TextAccess,
    *,
    adding: MediaForm | None = None,
    changing: ChangeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    text = access.text
    nodes = nodes_of(queries.tree_of(text))
    forms = [
        changing
        if changing is not None and changing.media_row.pk == row.pk
        else _form_for(row, nodes.get(str(row.pk)))
        for row in media_of(text)
    ]
    context = {
        "place": text.place,
        "place_address": f"/{text.place.slug}/",
        "text": text,
        "adding": adding or MediaForm(prefix=None),
        "forms": forms,
        "is_frozen": is_frozen(text),
        "room": room_of(text.place_id),
        "standing": set(nodes),
    }
    return render(request, "writing/media_of_text.html", context, status=status)


def _form_for(row: Media, node: dict[str, Any] | None) -> ChangeForm:
    """Words and caption as they stand in the text, where it stands there."""
    told = node or {}
    initial = {
        **_said_of(row),
        "alt": told.get("alt") or told.get("words") or row.alt,
        "caption": told.get("caption") or "",
    }
    return ChangeForm(initial=initial, media=row, auto_id=_ids(row))


def _ids(row: Media) -> str:
    """There are many such forms on one page."""
    return f"id_{row.pk}_%s"

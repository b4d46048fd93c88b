"""Pictures, sound and film in a text: put in, and given to whoever may read it."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from openweek.place.rules import who_asks
from openweek.writing import actions
from openweek.writing import media as store
from openweek.writing.forms import MediaForm
from openweek.writing.models import Level, Media
from openweek.writing.passes import writer_for
from openweek.writing.rules import access_text, is_level
from openweek.writing.serving import file_answer

UNREADABLE, GONE_QUIET = 400, 409
A_YEAR_SECONDS = 365 * 24 * 3600


@never_cache
@require_POST
def add_media(request: HttpRequest, text: UUID) -> JsonResponse:
    """Answers in JSON, with words for the person when it is not taken."""
    access = access_text(who_asks(request), text)
    if not is_level(access.level, Level.WRITE):
        raise PermissionDenied
    form = MediaForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"trouble": form.trouble()}, status=UNREADABLE)
    try:
        made = store.add_media(
            text=access.text, by=writer_for(request, access),
            file=form.chosen, alt=form.cleaned_data["alt"],
        )  # fmt: skip
    except store.MediaRefusedError as refused:
        return JsonResponse({"trouble": str(refused)}, status=UNREADABLE)
    except actions.TextIsFrozenError:
        trouble = _("This text is closed: nothing can be added any more.")
        return JsonResponse({"trouble": trouble}, status=GONE_QUIET)
    words = store.words_for(made, form.cleaned_data["alt"])
    return JsonResponse({"media": str(made.pk), "alt": words, "kind": made.kind}, status=201)


@cache_control(private=True, immutable=True, max_age=A_YEAR_SECONDS)
@require_safe
def media(request: HttpRequest, text: UUID, media: UUID) -> HttpResponseBase:
    """As private as the text that it stands in."""
    access = access_text(who_asks(request), text)
    row = get_object_or_404(Media, text=access.text, pk=media)
    path = Path(settings.MEDIA_ROOT) / row.file
    name = f"{row.pk}{path.suffix}"
    return file_answer(request, path, content_type=row.content_type, name=name, mark=row.digest)

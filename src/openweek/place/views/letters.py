"""The end of letters, and how one looks."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from openweek.place import letters, queries
from openweek.place.rules import access_place, who_asks

# What a letter may do when it is looked at: lay itself out. No script, no request, no form.
LOOKED_AT = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "frame-ancestors": ["'self'"],
    "sandbox": [],
}


@csrf_exempt  # a mail program that asks for the end has no cookie; the signed address is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_letters(request: HttpRequest, place: str, token: str) -> HttpResponse:
    """GET shows a button, since scanners of mail open links; POST does it, or takes it back."""
    access = access_place(who_asks(request), place)
    digest = letters.read_stop(access.place, token)
    if digest is None:
        context = {"access": access, "place": access.place}
        return render(request, "place/stop_letters_unknown.html", context, status=404)
    if request.method == "POST":
        again = request.POST.get("again") == "yes"
        verb = letters.take_letters_again if again else letters.stop_letters
        verb(place=access.place, digest=digest, by=access.author)
    context = {
        "access": access, "place": access.place, "token": token,
        "has_stopped": letters.has_stopped(access.place, digest),
        "is_back": request.method == "POST" and request.POST.get("again") == "yes",
    }  # fmt: skip
    return render(request, "place/stop_letters.html", context)


@xframe_options_sameorigin
@require_safe
def letter_as_sent(request: HttpRequest, place: str, number: int) -> HttpResponse:
    """The HTML of one letter, for the frame in the list of letters."""
    access = access_place(who_asks(request), place)
    if not access.may_manage and not settings.OPENWEEK_DEMONSTRATION:
        raise PermissionDenied
    letter = get_object_or_404(queries.letters(access.place), pk=number)
    if not letter.html:
        raise Http404("nothing of it is left")
    response = HttpResponse(letter.html)
    response._csp_config = LOOKED_AT  # type: ignore[attr-defined]  # as csp reads it
    return response

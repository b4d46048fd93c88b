"""The pages that answer when something goes wrong: in the look, and saying what to do."""

from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Trouble:
    status: int
    title: Promise
    words: Promise
    advice: tuple[Promise, ...] = ()


BAD_REQUEST = Trouble(
    400,
    _("This request cannot be read"),
    _("Something in the address or in what was sent does not make sense to us."),
    (_("Go back, reload the page and try again."),),
)
FORBIDDEN = Trouble(
    403,
    _("This door is closed to you"),
    _("You have not been given the right to do this, or you are not signed in."),
    (
        _("Sign in, if you have an account."),
        _("If you were given a private link, open that very link again."),
        _("Otherwise ask the desk of the place: they can open it for you."),
    ),
)
NOT_FOUND = Trouble(
    404,
    _("There is no door here"),
    _("The address is misspelt, or what stood here has moved or was withdrawn."),
    (
        _("Check the address, above all its end."),
        _("Start again from the home page."),
    ),
)
TOO_LARGE = Trouble(
    413,
    _("This is too large for us"),
    _("What you sent is larger than this site accepts. Nothing of it was kept here."),
    (
        _("Go back: what you typed is still in your browser."),
        _("Shorten the text, or send a smaller picture, then try again."),
    ),
)
SERVER_ERROR = Trouble(
    500,
    _("Something broke on our side"),
    _("It is not your doing. What was said to be saved is saved."),
    (
        _("Go back and try again in a minute."),
        _("If it happens again, tell the desk of the place what you were doing."),
    ),
)
CSRF = Trouble(
    403,
    _("This form has grown old"),
    _("For your safety a form can only be sent from a recent page of this very site."),
    (
        _("Go back, reload the page and send it again: what you typed is still in your browser."),
        _("If cookies are blocked in your browser, allow them for this site."),
    ),
)


def answer(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """The page of a trouble. A view may call it for a case that Django has no handler for (413)."""
    html = render_to_string("look/error.html", {"trouble": trouble}, request)
    return HttpResponse(html, status=trouble.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Django has no handler of its own for what is too large: it comes in by this door.
    if isinstance(exception, RequestDataTooBig):
        return too_large(request, exception)
    return answer(request, BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, NOT_FOUND)


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, TOO_LARGE)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(request, CSRF)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without context processors: whatever broke may well break them too."""
    return HttpResponse(
        render_to_string("look/server_error.html", {"trouble": SERVER_ERROR}), status=500
    )

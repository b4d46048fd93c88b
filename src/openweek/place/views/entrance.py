"""How somebody comes in: a code by mail, a paper with a QR code; and how they leave."""

from typing import cast

from allauth.account.views import ConfirmLoginCodeView, LogoutView, RequestLoginCodeView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from openweek.ground.authors import Author
from openweek.place import actions, queries

_request_code = RequestLoginCodeView.as_view(template_name="place/sign_in.html")
_confirm_code = ConfirmLoginCodeView.as_view(template_name="place/sign_in_code.html")
_leave = LogoutView.as_view(template_name="place/sign_out.html")


def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for a code; where no mail leaves, say plainly who opens the door instead."""
    if not actions.may_send() and not settings.OPENWEEK_DEMONSTRATION:
        return render(request, "place/sign_in_closed.html")
    return cast("HttpResponse", _request_code(request))


def sign_in_code(request: HttpRequest) -> HttpResponse:
    return cast("HttpResponse", _confirm_code(request))


def sign_out(request: HttpRequest) -> HttpResponse:
    """Looking changes nothing: it shows a button."""
    return cast("HttpResponse", _leave(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, secret: str) -> HttpResponse:
    """Opened from a paper. Only the button signs in: scanners of mail open every link they see."""
    paper = queries.access_paper(secret)
    if paper is None or paper.person is None:
        return render(request, "place/enter_closed.html", status=404)
    person = paper.person
    if request.method != "POST":
        return render(request, "place/enter.html", {"paper": paper, "person": person})
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    actions.enter(paper=paper, by=Author(name=person.name, person_id=person.pk))
    messages.success(request, _("Hello %(name)s.") % {"name": person.name})
    return redirect(queries.home_of(person))

"""One click to be somebody else. It exists in a demonstration, and nowhere else."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from openweek.place import queries


def _only_in_a_demonstration() -> None:
    if not settings.OPENWEEK_DEMONSTRATION:
        raise Http404("this is no demonstration")


@require_safe
def demonstration(request: HttpRequest) -> HttpResponse:
    _only_in_a_demonstration()
    context = {"places": queries.members_everywhere(), "every_place": queries.places()}
    return render(request, "place/demonstration.html", context)


@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    _only_in_a_demonstration()
    person = queries.somebody_with_a_part(request.POST.get("handle", ""))
    if person is None:
        raise Http404("nobody of that name")
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(queries.home_of(person))

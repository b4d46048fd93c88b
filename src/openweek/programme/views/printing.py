"""The programme on paper."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from openweek.place.rules import who_asks
from openweek.programme import printing, queries
from openweek.week.rules import access_week


@require_safe
def print_programme(request: HttpRequest, place: str, week: str) -> HttpResponse:
    """The poster for the door, or what ``?paper=`` says: a4 to fold, a5 to read."""
    access = access_week(who_asks(request), place, week)
    paper = request.GET.get("paper", printing.POSTER)
    if paper not in printing.SHEETS:
        raise Http404(f"no paper {paper}")
    address = request.build_absolute_uri(queries.programme_url(access.week))
    made = printing.printed(access.week, paper, address=address)
    name = f"programme-{access.week.slug}-{paper}.pdf"
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-cache"},
    )

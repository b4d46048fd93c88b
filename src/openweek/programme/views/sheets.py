"""What is printed or counted of a programme: a session's sheet, the week's figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openweek.ground.text import render_markdown
from openweek.place.doors import require
from openweek.place.rules import who_asks
from openweek.programme import queries
from openweek.programme.queries.figures import figures
from openweek.programme.views.doors import context_of, open_doors, session_url
from openweek.week.rules import access_week


@require_safe
def facilitation_sheet(request: HttpRequest, place: str, week: str, session: str) -> HttpResponse:
    """All that whoever runs a session needs in hand, on one sheet."""
    access, found = open_doors(request, place, week, session)
    require(found.rights.change)
    recipe = found.session.format
    context = context_of(
        access,
        session=found.session,
        slots=queries.slots_of(found.session),
        recipe=recipe,
        parts={
            name: render_markdown(getattr(recipe, name)) if recipe else ""
            for name in ("steps", "roles", "material")
        },
        tasks=recipe.tasks.splitlines() if recipe else [],
        description_html=render_markdown(found.session.description),
        address=request.build_absolute_uri(session_url("session", found.session)),
    )
    return render(request, "programme/facilitation_sheet.html", context)


@require_safe
def programme_figures(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    context = context_of(access, figures=figures(access.week))
    return render(request, "programme/programme_figures.html", context)

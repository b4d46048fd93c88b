"""Every address. Fixed words come first, then places, then what is theirs."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from openweek.config.health import health
from openweek.config.listening import stream
from openweek.config.metrics import metrics

handler400 = "openweek.look.errors.bad_request"
handler403 = "openweek.look.errors.forbidden"
handler404 = "openweek.look.errors.not_found"
handler500 = "openweek.look.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health, name="health"),
    path("metrics", metrics, name="metrics"),
    # Without a CSRF token, so that reading a page leaves no cookie; the worst is another language.
    path("language/", csrf_exempt(require_POST(set_language)), name="set_language"),
    path("look/", include("openweek.look.urls")),
    path("", include("openweek.web.urls_top")),
    path("", include("openweek.place.urls_top")),
    path("", include("openweek.writing.urls_top")),
    path("", include("openweek.commons.urls_top")),
    path("<slug:place>/stream/", stream, name="stream"),
    path("<slug:place>/", include("openweek.place.urls")),
    path("<slug:place>/", include("openweek.community.urls")),
    path("<slug:place>/", include("openweek.desk.urls")),
    path("<slug:place>/", include("openweek.commons.urls")),
    path("<slug:place>/", include("openweek.publishing.urls")),
    path("<slug:place>/", include("openweek.week.urls_place")),
    path("<slug:place>/<slug:week>/", include("openweek.programme.urls")),
    path("<slug:place>/<slug:week>/", include("openweek.visits.urls")),
    path("<slug:place>/<slug:week>/", include("openweek.challenges.urls")),
    path("<slug:place>/<slug:week>/", include("openweek.week.urls")),
    path("<slug:place>/", include("openweek.web.urls")),
]

"""How somebody without an account says who they are."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from openweek.place.forms import NameForm
from openweek.place.middleware import sign_with


@require_POST
def name_oneself(request: HttpRequest) -> HttpResponseRedirect:
    """Keeps the name in this browser, and goes back to where one was."""
    form = NameForm(request.POST)
    if form.is_valid():
        sign_with(request, form.cleaned_data["name"])
        messages.success(request, _("From now on you write under this name."))
    else:
        for error in form.errors.get("name", []):
            messages.error(request, str(error))
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return HttpResponseRedirect(back if is_ours else "/")

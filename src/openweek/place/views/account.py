"""What is known of somebody who signs in, and how they go."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from openweek.place import actions, queries
from openweek.place.forms import LeavingForm
from openweek.place.rules import who_asks


@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    who = who_asks(request)
    if who.person is None:
        return redirect("sign_in")
    context = {"person": who.person, "parts": queries.parts_of(who.person)}
    return render(request, "place/account.html", context)


@never_cache
def delete_account(request: HttpRequest) -> HttpResponse:
    """The button is the last of three steps; looking changes nothing."""
    who = who_asks(request)
    if who.person is None:
        return redirect("sign_in")
    form = LeavingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kept = form.cleaned_data["name_kept"]
        try:
            actions.delete_account(person=who.person, name_kept=kept, by=who.author)
        except actions.LastConcierge as last:
            form.add_error(
                None,
                _("%(place)s needs a concierge: give that part to somebody else first.")
                % {"place": last},
            )
        else:
            logout(request)
            messages.success(request, _("Your account is deleted. Thank you for what you brought."))
            return redirect(reverse("sign_in"))
    return render(request, "place/delete_account.html", {"person": who.person, "form": form})

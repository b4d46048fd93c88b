"""Those who write a book choose what it wears."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openweek.publishing import actions, queries
from openweek.publishing.forms import ChooseCoverForm
from openweek.publishing.forms.covering import DRAWN
from openweek.publishing.views.sources import writers_of


@require_http_methods(["GET", "HEAD", "POST"])
def choose_cover(request: HttpRequest, place: str, book: str) -> HttpResponse:
    access = writers_of(request, place, book)
    pictures = queries.cover_pictures(
        access.book, may_read=access.rights.may_read, edition=access.edition
    )
    chosen = str(access.book.cover_id or DRAWN)
    form = ChooseCoverForm(request.POST or None, pictures=pictures, initial={"picture": chosen})
    if request.method == "POST" and form.is_valid():
        actions.choose_cover(
            book=access.book, picture=form.cleaned_data["picture"], by=access.author
        )
        messages.success(request, _("The next edition wears this cover."))
        return redirect("choose_cover", place, book)
    context = {
        "access": access,
        "place": access.place,
        "book": access.book,
        "pictures": pictures,
        "chosen": form.data.get("picture", chosen),
        "inks": access.place.inks,
        "form": form,
    }
    return render(request, "publishing/choose_cover.html", context)

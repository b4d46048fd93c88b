"""What a book adapts, said by those who write it."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from openweek.commons.licences import licence
from openweek.place.rules import who_asks
from openweek.publishing import actions
from openweek.publishing.forms import AddSourceForm
from openweek.publishing.rules import BookAccess, access_book


@require_http_methods(["GET", "HEAD", "POST"])
def book_sources(request: HttpRequest, place: str, book: str) -> HttpResponse:
    access = writers_of(request, place, book)
    form = AddSourceForm(request.POST or None, book=access.book, initial={"once": uuid4()})
    if request.method == "POST" and form.is_valid():
        actions.add_source(book=access.book, by=access.author, **form.cleaned_data)
        messages.success(request, _("It is named: every form of the book will say it."))
        return redirect("book_sources", place, book)
    context = {
        "access": access,
        "place": access.place,
        "book": access.book,
        "sources": [(source, licence(source.licence)) for source in access.book.sources.all()],
        "licence": licence(access.book.licence),
        "form": form,
    }
    return render(request, "publishing/book_sources.html", context)


@require_POST
def remove_source(request: HttpRequest, place: str, book: str, source: int) -> HttpResponse:
    access = writers_of(request, place, book)
    actions.remove_source(book=access.book, source_id=source, by=access.author)
    messages.success(request, _("It is no longer named in the next edition."))
    return redirect("book_sources", place, book)


def writers_of(request: HttpRequest, place: str, book: str) -> BookAccess:
    """For the pages on which a book says of itself what its words do not."""
    access = access_book(who_asks(request), place, book)
    if not (access.rights.may_write or access.rights.may_publish):
        raise PermissionDenied
    return access

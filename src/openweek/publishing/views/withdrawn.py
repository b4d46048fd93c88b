"""A book that was taken back: each of its addresses says so, and why."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from openweek.place.rules import who_asks
from openweek.publishing import actions
from openweek.publishing.forms import WithdrawBookForm
from openweek.publishing.rules import BookAccess, BookIsWithdrawnError, access_book

GONE = 410
GetResponse = Callable[[HttpRequest], HttpResponse]


def answer_for_withdrawn(get_response: GetResponse) -> GetResponse:
    """Whichever page or file of it was asked for (a middleware)."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, trouble: Exception) -> HttpResponse | None:
        if not isinstance(trouble, BookIsWithdrawnError):
            return None
        response = render(
            request, "publishing/withdrawn.html", _context(trouble.access), status=GONE
        )
        response["Cache-Control"] = "no-store"
        return response

    answer.process_exception = process_exception  # type: ignore[attr-defined]  # Django looks there
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_book(request: HttpRequest, place: str, book: str) -> HttpResponse:
    access = access_book(who_asks(request), place, book, withdrawn_too=True)
    if not access.rights.may_withdraw:
        raise PermissionDenied
    initial = {"because": access.book.withdrawn_because}
    form = WithdrawBookForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        actions.withdraw_book(book=access.book, because=because, by=access.author)
        messages.success(request, _("The book is withdrawn: its addresses say so, and why."))
        return redirect("book", place, book)
    context = {**_context(access), "form": form}
    return render(request, "publishing/withdraw_book.html", context)


@require_POST
def put_back_book(request: HttpRequest, place: str, book: str) -> HttpResponse:
    access = access_book(who_asks(request), place, book, withdrawn_too=True)
    if not access.rights.may_withdraw:
        raise PermissionDenied
    actions.put_back_book(book=access.book, by=access.author)
    messages.success(request, _("The book is back, with all its editions."))
    return redirect("book", place, book)


@require_POST
def reopen_book(request: HttpRequest, place: str, book: str) -> HttpResponse:
    """Pens again, for those who correct it; a form sent twice changes nothing more."""
    access = access_book(who_asks(request), place, book)
    if not (access.rights.may_reopen or access.rights.may_publish):
        raise PermissionDenied
    actions.reopen_book(book=access.book, by=access.author)
    messages.success(request, _("The book can be written again. What is published stays as it is."))
    return redirect("book", place, book)


def _context(access: BookAccess) -> dict[str, object]:
    return {
        "access": access,
        "place": access.place,
        "book": access.book,
        "rights": access.rights,
        "title": access.edition.title if access.edition else access.book.title,
    }

from django.urls import URLPattern, path

from openweek.publishing import views
from openweek.publishing.binding import Kind

_BOOK = "books/<slug:book>/"

urlpatterns: list[URLPattern] = [
    path("books/", views.books, name="books"),
    path(_BOOK, views.book, name="book"),
    path(f"{_BOOK}publish/", views.publish_book, name="publish_book"),
    path(f"{_BOOK}reopen/", views.reopen_book, name="reopen_book"),
    path(f"{_BOOK}withdraw/", views.withdraw_book, name="withdraw_book"),
    path(f"{_BOOK}put-back/", views.put_back_book, name="put_back_book"),
    path(f"{_BOOK}cover/", views.choose_cover, name="choose_cover"),
    path(f"{_BOOK}sources/", views.book_sources, name="book_sources"),
    path(f"{_BOOK}sources/<int:source>/remove/", views.remove_source, name="remove_source"),
    # The newest edition in each of its forms.
    path("books/<slug:book>.epub", views.book_file, {"kind": Kind.EPUB}, name="book_epub"),
    path("books/<slug:book>.pdf", views.book_file, {"kind": Kind.PDF_A5}, name="book_pdf"),
    path(f"{_BOOK}a4.pdf", views.book_file, {"kind": Kind.PDF_A4}, name="book_pdf_a4"),
    path("books/<slug:book>.md", views.book_file, {"kind": Kind.MARKDOWN_PAGE}, name="book_md"),
    path("books/<slug:book>.txt", views.book_file, {"kind": Kind.TEXT}, name="book_text"),
    path(f"{_BOOK}site.zip", views.book_file, {"kind": Kind.SITE}, name="book_site"),
    path(f"{_BOOK}editions/<int:number>/", views.edition, name="edition"),
    path(f"{_BOOK}editions/<int:number>/<str:file>", views.edition_file, name="edition_file"),
    path(f"{_BOOK}editions/<int:number>/site/", views.edition_site, name="edition_site"),
    path(f"{_BOOK}editions/<int:number>/site/<path:file>", views.edition_site, name="edition_site"),
    path(f"{_BOOK}images/<uuid:image>", views.book_image, name="book_image"),
    path(f"{_BOOK}images/<uuid:image>/<int:size>", views.book_image, name="book_image_size"),
    path(f"{_BOOK}recordings/<uuid:recording>", views.book_recording, name="book_recording"),
]

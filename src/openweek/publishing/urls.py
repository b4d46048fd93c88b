from django.urls import URLPattern, path

from openweek.publishing import views

urlpatterns: list[URLPattern] = [
    path("books/", views.books, name="books"),
    path("books/<slug:book>.epub", views.book_epub, name="book_epub"),
    path("books/<slug:book>/", views.book, name="book"),
    path("books/<slug:book>/publish/", views.publish_book, name="publish_book"),
    path("books/<slug:book>/images/<uuid:image>", views.book_image, name="book_image"),
    path(
        "books/<slug:book>/recordings/<uuid:recording>", views.book_recording, name="book_recording"
    ),
]

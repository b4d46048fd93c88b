from django.urls import URLPattern, path

from openweek.writing.views import media, texts

urlpatterns: list[URLPattern] = [
    path("texts/<uuid:text>/", texts.edit_text, name="edit_text"),
    path("texts/<uuid:text>/plain/", texts.write_plain, name="write_plain"),
    path("texts/<uuid:text>/ticket/", texts.text_ticket, name="text_ticket"),
    path("texts/<uuid:text>/media/", media.add_media, name="add_media"),
    path("texts/<uuid:text>/media/<uuid:media>/", media.media, name="media"),
]

from django.urls import URLPattern, path

from openweek.writing import views

urlpatterns: list[URLPattern] = [
    path("texts/<uuid:text>/", views.edit_text, name="edit_text"),
    path("texts/<uuid:text>/plain/", views.write_plain, name="write_plain"),
    path("texts/<uuid:text>/ticket/", views.text_ticket, name="text_ticket"),
    path("texts/<uuid:text>/media/", views.add_media, name="add_media"),
    path("texts/<uuid:text>/media/<uuid:media>/", views.media, name="media"),
]

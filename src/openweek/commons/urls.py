from django.urls import path

from openweek.commons import views

urlpatterns = [
    path("formats/", views.formats, name="formats"),
    path("formats/new/", views.create_format, name="create_format"),
    path("formats/recipes/", views.adopt_recipes, name="adopt_recipes"),
    path("formats/<slug:slug>/", views.format_page, name="format"),
    path("formats/<slug:slug>/change/", views.change_format, name="change_format"),
    path("formats/<slug:slug>/versions/<int:number>/", views.format_version, name="format_version"),
]

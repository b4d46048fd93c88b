from django.urls import URLPattern, path

from openweek.look import views

urlpatterns: list[URLPattern] = [path("", views.living_page, name="living_page")]

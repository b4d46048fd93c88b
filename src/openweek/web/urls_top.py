from django.urls import path

from openweek.web.views import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("robots.txt", pages.robots, name="robots"),
]

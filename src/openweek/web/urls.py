from django.urls import path

from openweek.web.views import desk, pages

urlpatterns = [
    path("", pages.place_page, name="place"),
    path("desk/", desk.desk, name="desk"),
    path("<slug:week>/", pages.week_page, name="week"),
    path("<slug:week>/screen/", pages.screen, name="screen"),
    path("<slug:week>/screen/<slug:room>/", pages.room_screen, name="room_screen"),
]

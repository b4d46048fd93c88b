from django.urls import path

from openweek.web import views

urlpatterns = [
    path("", views.place_page, name="place"),
    path("<slug:week>/", views.week_page, name="week"),
    path("<slug:week>/screen/", views.screen, name="screen"),
    path("<slug:week>/screen/<slug:room>/", views.room_screen, name="room_screen"),
]

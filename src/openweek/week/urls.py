"""Below a week; `create_week` stands below a place and is in `urls_place`."""

from django.urls import path

from openweek.week import views

urlpatterns = [
    path("settings/", views.change_week, name="change_week"),
    path("settings/hours/", views.set_hours, name="set_hours"),
    path("settings/rooms/", views.choose_rooms, name="choose_rooms"),
    path("settings/archive/", views.archive_week, name="archive_week"),
]

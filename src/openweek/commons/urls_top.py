from django.urls import path

from openweek.commons import views

urlpatterns = [
    path("move-commons/<str:code>/", views.move_commons_deed, name="move_commons_deed"),
]

from django.urls import path

from openweek.week import views

urlpatterns = [path("weeks/new/", views.create_week, name="create_week")]

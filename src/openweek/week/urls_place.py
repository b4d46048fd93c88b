from django.urls import path

from openweek.week.views import setting_up

urlpatterns = [path("weeks/new/", setting_up.set_up_week, name="set_up_week")]

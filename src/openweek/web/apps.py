from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "openweek.web"
    label = "web"
    verbose_name = "Web"

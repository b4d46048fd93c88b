from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "openweek.look"
    label = "look"
    verbose_name = "Look"

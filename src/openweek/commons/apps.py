from django.apps import AppConfig


class CommonsConfig(AppConfig):
    name = "openweek.commons"
    label = "commons"
    verbose_name = "Commons"

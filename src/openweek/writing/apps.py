from django.apps import AppConfig


class WritingConfig(AppConfig):
    name = "openweek.writing"
    label = "writing"
    verbose_name = "Writing"

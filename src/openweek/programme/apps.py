from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "openweek.programme"
    label = "programme"
    verbose_name = "Programme"

from django.apps import AppConfig


class WritingConfig(AppConfig):
    name = "openweek.writing"
    label = "writing"
    verbose_name = "Writing"

    def ready(self) -> None:
        from openweek.place.actions import when_person_left
        from openweek.writing.actions import forget_person

        when_person_left(forget_person)

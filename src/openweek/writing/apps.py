from django.apps import AppConfig


class WritingConfig(AppConfig):
    name = "openweek.writing"
    label = "writing"
    verbose_name = "Writing"

    def ready(self) -> None:
        from openweek.ground.jobs import at_leisure
        from openweek.place.actions import when_person_left
        from openweek.writing.actions import forget_person
        from openweek.writing.jobs import look_after_media

        when_person_left(forget_person)
        at_leisure(look_after_media)

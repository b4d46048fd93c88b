from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "openweek.publishing"
    label = "publishing"
    verbose_name = "Publishing"

    def ready(self) -> None:
        from openweek.ground import deadlines
        from openweek.publishing.actions import PUBLISH, meet_deadline

        deadlines.register(PUBLISH, meet_deadline)

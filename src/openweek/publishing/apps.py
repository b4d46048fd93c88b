from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "openweek.publishing"
    label = "publishing"
    verbose_name = "Publishing"

    def ready(self) -> None:
        from openweek.ground import deadlines
        from openweek.publishing.actions import (
            BIND,
            PUBLISH,
            PUBLISH_IF_WRITTEN,
            meet_deadline,
            meet_deadline_if_written,
            prepare_files,
        )
        from openweek.publishing.actions.binding import meet_deadline as bind

        deadlines.register(PUBLISH, meet_deadline)
        deadlines.register(PUBLISH_IF_WRITTEN, meet_deadline_if_written)
        deadlines.register(BIND, bind, prepare=prepare_files)

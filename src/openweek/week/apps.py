from django.apps import AppConfig


class WeekConfig(AppConfig):
    name = "openweek.week"
    label = "week"
    verbose_name = "Week"

    def ready(self) -> None:
        from openweek.community.queries import when_doors_close
        from openweek.week.queries import doors_closed

        when_doors_close(doors_closed)

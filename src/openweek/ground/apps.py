from django.apps import AppConfig


class GroundConfig(AppConfig):
    name = "openweek.ground"
    label = "ground"
    verbose_name = "Ground"

    def ready(self) -> None:
        from openweek.ground.deadlines import sweep
        from openweek.ground.jobs import every_second

        every_second(sweep)

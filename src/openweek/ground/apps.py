from django.apps import AppConfig


class GroundConfig(AppConfig):
    name = "openweek.ground"
    label = "ground"
    verbose_name = "Ground"

    def ready(self) -> None:
        from openweek.ground.deadlines import sweep_on_time, sweep_slow
        from openweek.ground.jobs import at_leisure, every_second

        every_second(sweep_on_time)
        at_leisure(sweep_slow)

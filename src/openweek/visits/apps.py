from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "openweek.visits"
    label = "visits"
    verbose_name = "Visits"

    def ready(self) -> None:
        from openweek.ground import deadlines
        from openweek.visits import actions

        deadlines.register(actions.FORGET, actions.forget_when_due)

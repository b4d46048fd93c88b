from django.apps import AppConfig


class PlaceConfig(AppConfig):
    name = "openweek.place"
    label = "place"
    verbose_name = "Place"

    def ready(self) -> None:
        from openweek.ground import deadlines
        from openweek.ground.jobs import every_second
        from openweek.place import actions, tasks
        from openweek.place.jobs import send_letters

        deadlines.register(actions.FORGET_PERSON, actions.forget_when_due)
        deadlines.register(tasks.FORGET_DOER, tasks.forget_doer_when_due)
        every_second(send_letters)

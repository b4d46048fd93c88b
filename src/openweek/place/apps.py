from django.apps import AppConfig


class PlaceConfig(AppConfig):
    name = "openweek.place"
    label = "place"
    verbose_name = "Place"

    def ready(self) -> None:
        from openweek.ground.jobs import every_second
        from openweek.place.jobs import send_letters

        every_second(send_letters)

from django.apps import AppConfig


class WeekConfig(AppConfig):
    name = "openweek.week"
    label = "week"
    verbose_name = "Week"

    def ready(self) -> None:
        from openweek.place.queries import lay_on_desk
        from openweek.week.queries import desk_cards

        lay_on_desk(desk_cards)

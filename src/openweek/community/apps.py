from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "openweek.community"
    label = "community"
    verbose_name = "Community"

    def ready(self) -> None:
        from openweek.community import actions
        from openweek.community.queries import desk_cards
        from openweek.ground import deadlines
        from openweek.place.actions import when_person_left
        from openweek.place.forgetting import when_passer_by_forgotten
        from openweek.place.queries import lay_on_desk

        lay_on_desk(desk_cards)
        when_person_left(actions.forget_person)
        when_passer_by_forgotten(actions.forget_passer_by)
        deadlines.register(actions.FORGET_PASSER_BY, actions.forget_passer_by_when_due)

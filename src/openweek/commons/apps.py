from django.apps import AppConfig


class CommonsConfig(AppConfig):
    name = "openweek.commons"
    label = "commons"
    verbose_name = "Commons"

    def ready(self) -> None:
        from openweek.commons.licences import LICENCES
        from openweek.writing.queries.licences import offer_licences

        offer_licences(lambda: [(code, each.title) for code, each in LICENCES.items()])

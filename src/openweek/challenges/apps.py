from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    name = "openweek.challenges"
    label = "challenges"
    verbose_name = "Challenges"

    def ready(self) -> None:
        from openweek.challenges.actions import CLOSE, meet_deadline
        from openweek.ground import deadlines

        deadlines.register(CLOSE, meet_deadline)

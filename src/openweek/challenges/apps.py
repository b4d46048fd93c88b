from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    name = "openweek.challenges"
    label = "challenges"
    verbose_name = "Challenges"

    def ready(self) -> None:
        from openweek.challenges.actions import (
            CLOSE,
            FEED,
            FORGET,
            REMIND,
            REMIND_TEAM,
            feed_anew,
            feed_soon,
            follow_week,
            forget_when_due,
            meet_deadline,
            meet_feeding,
            meet_reminder,
            meet_team_reminder,
        )
        from openweek.ground import deadlines
        from openweek.publishing.actions import when_published, when_taken_back
        from openweek.week.actions import when_week_changed

        deadlines.register(CLOSE, meet_deadline)
        deadlines.register(FEED, meet_feeding)
        deadlines.register(FORGET, forget_when_due)
        when_week_changed(follow_week)
        when_published(feed_soon)
        when_taken_back(feed_anew)
        deadlines.register(REMIND, meet_reminder)
        deadlines.register(REMIND_TEAM, meet_team_reminder)

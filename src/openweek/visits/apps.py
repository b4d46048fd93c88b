from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "openweek.visits"
    label = "visits"
    verbose_name = "Visits"

    def ready(self) -> None:
        from openweek.desk.actions import when_reaching
        from openweek.ground import deadlines
        from openweek.ground.jobs import every_second
        from openweek.visits import actions, jobs
        from openweek.visits.actions import pairing, reminding, telling
        from openweek.visits.queries.letters import recipients
        from openweek.week.actions import when_week_changed

        when_reaching(recipients)
        when_week_changed(actions.follow_week)
        deadlines.register(actions.FORGET, actions.forget_when_due)
        deadlines.register(telling.TELL_CHANGE, telling.tell_change_when_due)
        deadlines.register(reminding.TELL_HOURS, reminding.tell_hours_when_due)
        deadlines.register(pairing.MATCH, jobs.match_week_when_due)
        deadlines.register(pairing.UNFINISHED, jobs.match_again_when_due)
        deadlines.register(pairing.TELL, jobs.tell_match_when_due)
        for a_round in jobs.ROUNDS:
            every_second(a_round)

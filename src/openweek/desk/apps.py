from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "openweek.desk"
    label = "desk"
    verbose_name = "Desk"

    def ready(self) -> None:
        from openweek.desk import actions, jobs
        from openweek.ground import deadlines
        from openweek.place.actions import when_person_left
        from openweek.place.forgetting import when_passer_by_forgotten

        when_person_left(actions.forget_person)
        when_passer_by_forgotten(actions.forget_passer_by)
        deadlines.register(actions.TELL_NOTICE, jobs.tell_notice_when_due)
        deadlines.register(actions.TELL_RULES, jobs.tell_rules_when_due)
        deadlines.register(actions.FORGET_HELP, jobs.forget_help_when_due)
        deadlines.register(actions.FORGET_PAGES, jobs.forget_pages_when_due)

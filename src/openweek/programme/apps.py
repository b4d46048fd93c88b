from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "openweek.programme"
    label = "programme"
    verbose_name = "Programme"

    def ready(self) -> None:
        from openweek.ground import deadlines
        from openweek.place.actions import when_person_left, when_room_changed
        from openweek.place.forgetting import when_passer_by_forgotten
        from openweek.place.queries import say_subjects
        from openweek.programme import jobs, participants, seating
        from openweek.programme.actions import (
            ARRANGE,
            FORGET_UPLOAD,
            IMPORT,
            MET,
            follow_room,
            follow_week,
            forget_passer_by,
            forget_person,
            lay_out_formats,
        )
        from openweek.programme.queries import task_subjects
        from openweek.week.actions import when_week_changed, when_week_set_up

        when_week_set_up(lay_out_formats)
        say_subjects("programme.session", task_subjects)
        when_room_changed(follow_room)
        when_person_left(forget_person)
        when_passer_by_forgotten(forget_passer_by)
        when_week_changed(follow_week)
        deadlines.register(seating.MOVED, jobs.tell_moved_when_due)
        deadlines.register(seating.MOVED_UP, jobs.tell_moved_up_when_due)
        deadlines.register(participants.FORGET, jobs.forget_when_due)
        deadlines.register(MET, jobs.tell_met_when_due)
        deadlines.register(ARRANGE, jobs.arrange_when_due)
        deadlines.register(IMPORT, jobs.import_upload_when_due)
        deadlines.register(FORGET_UPLOAD, jobs.forget_upload_when_due)

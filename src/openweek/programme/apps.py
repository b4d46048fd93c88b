from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "openweek.programme"
    label = "programme"
    verbose_name = "Programme"

    def ready(self) -> None:
        from openweek.ground import deadlines
        from openweek.place.actions import when_person_left, when_room_changed
        from openweek.programme import jobs, seating
        from openweek.programme.actions import follow_room, forget_person

        when_room_changed(follow_room)
        when_person_left(forget_person)
        deadlines.register(seating.MOVED, jobs.tell_moved_when_due)
        deadlines.register(seating.MOVED_UP, jobs.tell_moved_up_when_due)
        deadlines.register(seating.FORGET, jobs.forget_when_due)

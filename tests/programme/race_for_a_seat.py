"""Fifty people want the last seat, on the database that OPENWEEK_DATABASE_URL names.

Run by itself, since settings are read once; says what became of each.
"""

from collections import Counter

from django.core.management import call_command
from django.db import IntegrityError, connection

from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.programme import actions, participants, queries, seating
from openweek.programme.models import Session, Signup
from tests.factories.places import WEDNESDAY_TEN
from tests.factories.programme import make_session, make_week_with_rooms, span
from tests.programme.race import race

RUNNERS = 50


def main() -> dict[str, object]:
    call_command("migrate", verbosity=0)
    with clock.at(WEDNESDAY_TEN):
        week = make_week_with_rooms()
        bread = make_session(week, "Pain au levain", span(week), seats=3)
        for name in ("Ana", "Bo"):
            sign_up(bread, name)

    def come(number: int) -> str:
        own = Session.objects.select_related("week__place").get(pk=bread.pk)
        return "waits" if sign_up(own, f"Nº {number}").waits else "has the seat"

    came = race(come, RUNNERS)
    line = list(seating.live(bread).filter(waits=True).order_by("pk"))
    return {
        "vendor": connection.vendor,
        "came": Counter(came),
        "seats": sorted(
            seating.live(bread).filter(waits=False).values_list("seat", flat=True), key=str
        ),
        "moved_up_in_order": _empty_the_room(bread, line),
        "inserts": _past_every_lock(bread),
    }


def sign_up(session: Session, name: str) -> Signup:
    by = Author(name=name, passer_by=name)
    slots = queries.slots_of(session)
    return actions.sign_up(session=session, slots=slots, by=by, name=name)[0]


def _empty_the_room(session: Session, line: list[Signup]) -> bool:
    """Each that leaves lets in the one who waited longest, and nobody else."""
    for expected in line[:5]:
        with clock.at(WEDNESDAY_TEN):
            first = seating.live(session).filter(waits=False).select_related("slot").first()
            assert first is not None
            first.slot.session = session
            actions.leave_session(signup=first, by=Author())
        expected.refresh_from_db()
        if expected.waits or seating.live(session).filter(waits=False).count() != 3:
            return False
    return True


def _past_every_lock(session: Session) -> Counter[str]:
    """Two take the same free number: the database alone decides."""
    slot = queries.slots_of(session)[0]
    with clock.at(WEDNESDAY_TEN):
        known = [
            participants.known(session.week, by=Author(passer_by=name), name=name)
            for name in ("Ida", "Lou")
        ]

    def insert(number: int) -> str:
        try:
            Signup.objects.create(slot=slot, participant=known[number], seat=99, at=WEDNESDAY_TEN)
        except IntegrityError:
            return "refused"
        return "seated"

    return Counter(race(insert, 2))

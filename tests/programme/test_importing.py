"""What an import does to a programme: once, twice, with a newer file, and taken back."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.ground.models import Event
from openweek.place.models import Room
from openweek.programme import actions, importing
from openweek.programme.exports import programme_csv
from openweek.programme.importing import Plan, Wanted
from openweek.programme.models import Change, Imported, Kind, Session, Slot
from openweek.week import actions as week_actions
from openweek.week.models import Week
from tests.factories.places import make_room
from tests.factories.programme import (
    THURSDAY,
    make_format,
    make_session,
    make_week_with_rooms,
    room_of,
    slot_of,
    span,
)

pytestmark = pytest.mark.usefixtures("in_english")

FILES = Path(__file__).parent / "files"
XML = (FILES / "semaine.schedule.xml").read_text()
NADIA = Author(name="Nadia", person_id=7)
NOUR = Author(name="Nour", passer_by="n0ur")


@pytest.fixture
def week() -> Week:
    return make_week_with_rooms("Grande salle")


def take_in(week: Week, text: str = XML, wanted: Wanted | None = None) -> actions.Imports:
    programme = importing.read(text.encode(), actions.where_of(week))
    return actions.import_programme(
        week=week, programme=programme, by=NADIA, wanted=wanted, file="semaine.xml"
    )


def plan_of(week: Week, text: str = XML, wanted: Wanted | None = None) -> Plan:
    programme = importing.read(text.encode(), actions.where_of(week))
    return importing.compare(week, programme, wanted)


def named(week: Week, title: str) -> Session:
    return Session.objects.get(week=week, title=title)


def titles(week: Week) -> list[str]:
    rows = Session.objects.filter(week=week, deleted_at=None)
    return list(rows.order_by("pk").values_list("title", flat=True))


def revision(week: Week) -> int:
    return Change.objects.filter(week=week).count()


def troubles(plan: Plan) -> list[str]:
    return [str(trouble) for trouble in plan.troubles]


# --- the first time ----------------------------------------------------------------------


def test_an_import_writes_sessions_with_all_that_the_file_says(week: Week) -> None:
    done = take_in(week)

    assert titles(week) == [
        "Réparer sa bicyclette", "Écrire à plusieurs", "Semer en novembre", "Tailler les haies",
    ]  # fmt: skip
    bicycle = named(week, "Réparer sa bicyclette")
    slot = slot_of(bicycle)
    assert (bicycle.summary, bicycle.track, bicycle.language, bicycle.facilitator) == (
        "Freins, chaîne, pneus", "Réparer", "fr", "Nour Haddad, Zoé Martin",
    )  # fmt: skip
    assert bicycle.description == "On apporte son **vélo**.\n\nOutils sur place."
    assert bicycle.source_url == "https://example.org/velo"
    assert (bicycle.author_key, slot.room) == (NADIA.key, room_of(week))
    assert str(slot.guid) == "5c1f2d1e-8a38-4b2f-9a53-0d5f0a3f1a01"
    assert done.batch is not None
    assert done.batch.changes.count() == 4
    assert done.batch.about["file"] == "semaine.xml"


def test_an_import_is_one_event_with_nobody_named_in_it(week: Week) -> None:
    before = Event.objects.filter(kind__startswith="programme.").count()
    take_in(week)
    [event] = Event.objects.filter(kind__startswith="programme.").order_by("pk")[before:]
    assert event.kind == "programme.programme_imported"
    assert event.data["new"] == 4
    assert "Nour" not in str(event.data)


def test_a_missing_room_is_made_and_shared_when_the_file_overlaps_in_it(week: Week) -> None:
    done = take_in(week)

    garden = Room.objects.get(name="Jardin")
    assert garden.is_shared
    assert garden in week.rooms.all()
    assert Slot.objects.filter(room=garden, shared=True).count() == 2
    assert done.plan.troubles == []


def test_two_at_once_in_a_room_of_the_place_are_listed_and_the_second_has_none(week: Week) -> None:
    garden = make_room(week.place, "Jardin")

    done = take_in(week)

    assert slot_of(named(week, "Semer en novembre")).room == garden
    assert slot_of(named(week, "Tailler les haies")).room is None
    assert troubles(done.plan) == [
        "event 4 “Tailler les haies”: Jardin is taken at that time: it is placed without a room."
    ]
    assert garden in week.rooms.all()
    assert done.batch is not None
    assert done.batch.lost == troubles(done.plan)
    # And once more, nothing is tried again in vain.
    assert take_in(week).batch is None


def test_what_people_have_in_a_room_stays_there(week: Week) -> None:
    mine = make_session(week, "À nous", span(week, room_of(week), at="10:30"))

    done = take_in(week)

    assert slot_of(mine).room == room_of(week)
    assert slot_of(named(week, "Réparer sa bicyclette")).room is None
    assert "Grande salle is taken" in troubles(done.plan)[0]


def test_another_week_of_the_same_place_keeps_its_rooms(week: Week) -> None:
    other = week_actions.create_week(
        place=week.place, title="L’autre", days=(THURSDAY, THURSDAY), by=NADIA
    )
    make_session(other, "Ailleurs", span(other, room_of(week), at="14:30"))
    take_in(week)
    assert slot_of(named(week, "Écrire à plusieurs")).room is None


def test_what_is_past_may_be_imported(week: Week) -> None:
    take_in(week, "titre;jour;début;durée\nDéjà fini;lundi;9h;1h")
    assert slot_of(named(week, "Déjà fini")).starts_at == datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_a_day_outside_the_week_is_listed_or_makes_it_longer(week: Week) -> None:
    table = "titre;jour;début;durée\nTrop tard;2026-11-29;9h;1h\nBien trop tard;2030-01-01;9h;1h"

    done = take_in(week, table)
    assert "is not a day of the week" in troubles(done.plan)[0]
    assert not named(week, "Trop tard").slots.exists()
    assert named(week, "Trop tard").minutes == 60

    # The same file again, with the week made longer: what is too far away still waits.
    take_in(week, table, Wanted(extend=True))
    week.refresh_from_db()
    assert week.ends_on == date(2026, 11, 29)
    assert slot_of(named(week, "Trop tard")).local_date == date(2026, 11, 29)
    assert not named(week, "Bien trop tard").slots.exists()


def test_what_lasts_longer_than_a_day_is_kept_without_a_time(week: Week) -> None:
    done = take_in(week, "title,day,start,duration\nMarathon,Thursday,9:00,30:00")
    assert troubles(done.plan) == [
        "line 2 “Marathon”: it lasts longer than a day: kept without a time."
    ]
    assert not named(week, "Marathon").slots.exists()


def test_a_format_of_the_place_is_recognised_by_its_title(week: Week) -> None:
    known = make_format(week.place, "Atelier")
    take_in(week)
    assert named(week, "Réparer sa bicyclette").format == known
    assert named(week, "Semer en novembre").format is None


def test_what_comes_back_at_several_times_is_one_session(week: Week) -> None:
    take_in(week, (FILES / "semaine.pretalx.json").read_text())
    assert named(week, "Réparer sa bicyclette").slots.count() == 2
    assert named(week, "Pas encore placé").minutes == 60


def test_what_is_cancelled_in_the_file_does_not_come_in(week: Week) -> None:
    done = take_in(week, (FILES / "semaine.ics").read_text())
    assert "Conférence annulée" not in titles(week)
    assert any("cancelled in the file" in said for said in troubles(done.plan))


def test_an_archived_week_takes_nothing_in(week: Week) -> None:
    week_actions.archive_week(week=week, by=NADIA)
    with pytest.raises(ValidationError, match="archived"):
        take_in(week)
    assert titles(week) == []


# --- again -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["semaine.schedule.xml", "semaine.schedule.json", "semaine.pretalx.json", "semaine.ics",
     "semaine.csv", "week.csv"],
)  # fmt: skip
def test_running_it_twice_changes_nothing(week: Week, name: str) -> None:
    content = (FILES / name).read_bytes()
    programme = importing.read(content, actions.where_of(week))
    actions.import_programme(week=week, programme=programme, by=NADIA)
    before, records = revision(week), list(Imported.objects.values("key", "record", "at"))

    with clock.at(clock.now() + timedelta(hours=1)):
        again = importing.read(content, actions.where_of(week))
        done = actions.import_programme(week=week, programme=again, by=NADIA)

    assert done.batch is None
    assert done.plan.is_empty
    assert (revision(week), list(Imported.objects.values("key", "record", "at"))) == (
        before,
        records,
    )


def test_a_newer_file_changes_what_it_changed_and_leaves_what_people_wrote(week: Week) -> None:
    take_in(week)
    bicycle = named(week, "Réparer sa bicyclette")
    actions.change_session(
        session=bicycle, by=NOUR, summary="Et les lampes", description="Apportez vos outils."
    )
    newer = XML.replace("Freins, chaîne, pneus", "Freins").replace(
        "<track>Réparer</track>", "<track>Réparation</track>"
    )

    done = take_in(week, newer)

    bicycle.refresh_from_db()
    assert bicycle.track == "Réparation"
    assert bicycle.description == "Apportez vos outils."
    # Both wrote it: ours stays, and it is said.
    assert bicycle.summary == "Et les lampes"
    assert [(kept.label, kept.here, kept.there) for kept in done.plan.kept] == [
        ("In a few words", "Et les lampes", "Freins")
    ]
    assert [change.after for change in done.batch.changes.all()] == [{"track": "Réparation"}]  # type: ignore[union-attr]
    # Said once: the same file again says and does nothing.
    again = take_in(week, newer)
    assert (again.batch, again.plan.kept) == (None, [])


def test_a_session_that_was_moved_here_is_not_moved_back(week: Week) -> None:
    take_in(week)
    slot = slot_of(named(week, "Écrire à plusieurs"))
    actions.move_session(slot=slot, span=span(week, room_of(week), at="16:00"), by=NOUR)
    room = XML.replace("Écrire à plusieurs", "Écrire ensemble")

    take_in(week, room)

    slot = slot_of(named(week, "Écrire ensemble"))
    assert slot.starts_at == span(week, at="16:00").starts_at


def test_two_sessions_can_change_places(week: Week) -> None:
    table = "title,day,start,duration,room\nA,Thu,{},1h,Grande salle\nB,Thu,{},1h,Grande salle"
    take_in(week, table.format("9:00", "11:00"))
    done = take_in(week, table.format("11:00", "9:00"))
    assert troubles(done.plan) == []
    assert slot_of(named(week, "A")).starts_at == span(week, at="11:00").starts_at
    assert slot_of(named(week, "B")).room == room_of(week)


def test_what_was_removed_here_stays_removed(week: Week) -> None:
    take_in(week)
    actions.remove_session(session=named(week, "Semer en novembre"), by=NOUR)
    done = take_in(week)
    assert "Semer en novembre" not in titles(week)
    assert [kept.title for kept in done.plan.kept] == ["Semer en novembre"]


def test_what_vanished_is_offered_for_removal_and_never_removed_by_itself(week: Week) -> None:
    take_in(week)
    start, end = XML.index('<event id="3">'), XML.index('<event id="4">')
    newer = XML[:start] + XML[end:]

    offered = take_in(week, newer)
    assert [lost.title for lost in offered.plan.lost] == ["Semer en novembre"]
    assert "Semer en novembre" in titles(week)

    done = take_in(week, newer, Wanted(remove_missing=True))
    assert "Semer en novembre" not in titles(week)
    assert done.plan.counts()["removed"] == 1
    # What was never imported is nobody's to miss.
    assert take_in(week, newer, Wanted(remove_missing=True)).batch is None

    # It comes back when the file has it again.
    take_in(week)
    assert "Semer en novembre" in titles(week)


def test_what_people_proposed_here_is_never_missing(week: Week) -> None:
    make_session(week, "À nous")
    take_in(week, XML, Wanted(remove_missing=True))
    assert "À nous" in titles(week)


def test_an_import_is_taken_back_as_a_whole_and_can_be_done_again(week: Week) -> None:
    mine = make_session(week, "À nous")
    done = take_in(week)
    assert done.batch is not None
    later = clock.now() + timedelta(minutes=5)

    with clock.at(later):
        actions.undo_batch(batch=done.batch, by=NADIA)
        assert titles(week) == [mine.title]
    with clock.at(later + timedelta(minutes=5)):
        take_in(week)
        assert len(titles(week)) == 5
        assert slot_of(named(week, "Réparer sa bicyclette")).room == room_of(week)
        assert take_in(week).batch is None


def test_a_newer_file_that_was_taken_back_can_be_imported_again(week: Week) -> None:
    take_in(week)
    newer = XML.replace("<track>Réparer</track>", "<track>Réparation</track>")
    with clock.at(clock.now() + timedelta(minutes=5)):
        done = take_in(week, newer)
    with clock.at(clock.now() + timedelta(minutes=10)):
        actions.undo_batch(batch=done.batch, by=NADIA)  # type: ignore[arg-type]
        assert named(week, "Réparer sa bicyclette").track == "Réparer"
    with clock.at(clock.now() + timedelta(minutes=15)):
        take_in(week, newer)
    assert named(week, "Réparer sa bicyclette").track == "Réparation"


# --- how -----------------------------------------------------------------------------------


def test_the_preview_writes_nothing(week: Week) -> None:
    plan = plan_of(week)
    assert plan.counts()["new"] == 4
    assert [room.name for room in plan.new_rooms] == ["Jardin"]
    assert (titles(week), Room.objects.filter(name="Jardin").count()) == ([], 0)


def test_progress_is_told_and_a_failure_leaves_nothing(week: Week) -> None:
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        raise RuntimeError("the machine goes off")

    programme = importing.read(XML.encode(), actions.where_of(week))
    with pytest.raises(RuntimeError):
        actions.import_programme(week=week, programme=programme, by=NADIA, progress=stop)
    assert told == [(4, 4)]
    assert (titles(week), Imported.objects.count()) == ([], 0)


def test_comparing_takes_as_many_queries_for_one_session_as_for_many(week: Week) -> None:
    head = "title,day,start,duration,room\n"
    rows = [f"S{n},Thursday,{9 + n}:00,1h,Grande salle\n" for n in range(6)]
    take_in(week, head + "".join(rows))
    counts = []
    for text in (head + rows[0], head + "".join(rows)):
        with CaptureQueriesContext(connection) as queries:
            plan_of(week, text.replace("9:", "10:").replace("Grande salle", "Cuisine"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_offers_and_wishes_of_our_own_table_stay_what_they_are(week: Week) -> None:
    make_session(week, "Une envie", kind=Kind.WISH)
    make_session(week, "Yoga", span(week, room_of(week)), span(week, at="18:00"), seats=12)
    table = programme_csv.render(week).decode()
    assert plan_of(week, table).is_empty

    place, days = week.place, (week.starts_on, week.ends_on)
    week.delete()
    other = week_actions.create_week(place=place, title="Reprise", days=days, by=NADIA)
    take_in(other, table)
    assert named(other, "Une envie").kind == Kind.WISH
    assert (named(other, "Yoga").seats, named(other, "Yoga").slots.count()) == (12, 2)

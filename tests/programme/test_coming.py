"""Those who come along: seats, the line, being told once, and being forgotten."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openweek.ground import clock, deadlines
from openweek.ground.authors import SOFTWARE, Author
from openweek.ground.models import Event
from openweek.place import actions as place_actions
from openweek.place.models import Capability, Letter, Role
from openweek.programme import actions, participants, queries, seating
from openweek.programme.models import Participant, Session, Signup, Way
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.places import WEDNESDAY_TEN, make_person
from tests.factories.programme import (
    SOMEBODY,
    THURSDAY,
    WEDNESDAY,
    make_session,
    make_week_with_rooms,
    room_of,
    slot_of,
    span,
)
from tests.programme.pages import browser, root, text

pytestmark = pytest.mark.usefixtures("in_english")

FRIDAY = THURSDAY + timedelta(days=1)


def passer_by(name: str) -> Author:
    return Author(name=name, passer_by=name.lower())


def sign_up(session: Session, name: str, *, email: str = "", way: str = Way.ON_SITE) -> Signup:
    """At its first time, when it has several."""
    slots = queries.slots_of(session)
    made = actions.sign_up(
        session=session, slots=slots, by=passer_by(name), name=name, email=email, way=way
    )
    return made[0]


def leave(signup: Signup) -> None:
    again = Signup.objects.select_related("slot__session__week").get(pk=signup.pk)
    actions.leave_session(signup=again, by=SOMEBODY)


def going(session: Session) -> list[str]:
    rows = seating.live(session).filter(waits=False).order_by("seat")
    return list(rows.values_list("participant__name", flat=True))


def waiting(session: Session) -> list[str]:
    return list(
        seating.live(session).filter(waits=True).values_list("participant__name", flat=True)
    )


def move(session: Session, *, at: str, place: int = 0) -> None:
    week = session.week
    where = span(week, room_of(week, place), at=at)
    actions.move_session(slot=slot_of(session), span=where, by=SOMEBODY)


def sweep_after(minutes: int) -> None:
    with clock.at(WEDNESDAY_TEN + timedelta(minutes=minutes)):
        deadlines.sweep()


@pytest.fixture
def week() -> Week:
    return make_week_with_rooms("Grande salle", "Cuisine")


@pytest.fixture
def bread(week: Week) -> Session:
    """Two seats, tomorrow at ten in the great room."""
    return make_session(week, "Pain au levain", span(week, room_of(week)), seats=2)


# --- Seats and the line ---------------------------------------------------------------------


def test_whoever_comes_last_waits_and_moves_up_when_somebody_leaves(bread: Session) -> None:
    ana, _bo = sign_up(bread, "Ana"), sign_up(bread, "Bo")
    sign_up(bread, "Cléo")
    sign_up(bread, "Dou")
    assert (going(bread), waiting(bread)) == (["Ana", "Bo"], ["Cléo", "Dou"])

    leave(ana)

    assert (going(bread), waiting(bread)) == (["Cléo", "Bo"], ["Dou"])


def test_seats_from_afar_are_counted_apart(week: Week) -> None:
    walk = make_session(week, "Balade", span(week), seats=1, remote_seats=1)
    sign_up(walk, "Ana")

    assert not sign_up(walk, "Bo", way=Way.REMOTE).waits
    assert sign_up(walk, "Cléo", way=Way.REMOTE).waits


def test_where_nobody_counts_everybody_has_room_and_nobody_a_number(week: Week) -> None:
    walk = make_session(week, "Balade", span(week))

    assert [sign_up(walk, name).seat for name in ("Ana", "Bo")] == [None, None]


def test_more_seats_take_in_those_who_wait(bread: Session) -> None:
    for name in ("Ana", "Bo", "Cléo", "Dou"):
        sign_up(bread, name)

    actions.change_session(session=bread, by=SOMEBODY, seats=3)
    assert (going(bread), waiting(bread)) == (["Ana", "Bo", "Cléo"], ["Dou"])

    actions.change_session(session=bread, by=SOMEBODY, seats=None)
    assert waiting(bread) == []


def test_fewer_seats_throw_nobody_out_and_the_page_says_how_many_too_many(
    bread: Session, client: Client
) -> None:
    ana, _bo = sign_up(bread, "Ana"), sign_up(bread, "Bo")
    sign_up(bread, "Cléo")

    actions.change_session(session=bread, by=SOMEBODY, seats=1)

    assert "1 person too many" in text(client.get(f"{root(bread.week)}{bread.slug}/"))
    leave(ana)
    assert (going(bread), waiting(bread)) == (["Bo"], ["Cléo"])
    assert Signup.objects.get(participant__name="Bo", cancelled_at=None).seat == 1


def test_the_database_gives_a_seat_once(bread: Session) -> None:
    taken = sign_up(bread, "Ana")
    other = participants.known(bread.week, by=passer_by("Bo"), name="Bo")

    with pytest.raises(IntegrityError), transaction.atomic():
        Signup.objects.create(
            slot=taken.slot, participant=other, seat=taken.seat, at=clock.now(), told={}
        )


def test_a_form_sent_twice_is_one_seat(bread: Session) -> None:
    first, again = sign_up(bread, "Ana"), sign_up(bread, "Ana")

    assert first.pk == again.pk
    assert Event.objects.filter(kind="programme.signed_up").count() == 1


def test_whoever_waits_on_site_can_follow_from_afar_instead(week: Week) -> None:
    walk = make_session(week, "Balade", span(week), seats=1, remote_seats=5)
    sign_up(walk, "Ana")
    sign_up(walk, "Bo")

    sign_up(walk, "Bo", way=Way.REMOTE)

    rows = seating.live(walk).values_list("participant__name", "way", "waits")
    assert list(rows) == [("Ana", "on_site", False), ("Bo", "remote", False)]


def test_nobody_comes_to_what_was_removed_or_is_over(bread: Session) -> None:
    slots = queries.slots_of(bread)
    with clock.at(WEDNESDAY_TEN + timedelta(days=2)), pytest.raises(ValidationError):
        sign_up(bread, "Ana")
    actions.remove_session(session=bread, by=SOMEBODY)

    with pytest.raises(ValidationError):
        actions.sign_up(session=bread, slots=slots, by=passer_by("Ana"), name="Ana")


# --- Being told -----------------------------------------------------------------------------


def subjects() -> list[str]:
    return list(Letter.objects.order_by("pk").values_list("subject", flat=True))


def test_those_who_come_are_told_of_a_move_once_some_minutes_later(bread: Session) -> None:
    sign_up(bread, "Ana", email="ana@example.org")
    move(bread, at="11:00")
    move(bread, at="14:00", place=1)

    sweep_after(4)
    assert subjects() == []
    sweep_after(6)
    sweep_after(20)

    letter = Letter.objects.get()
    assert letter.subject == "Moved: Pain au levain"
    assert "2 pm – 3 pm" in letter.text.replace("\xa0", " ")
    assert "Cuisine" in letter.text


def test_there_and_back_tells_nobody_anything(bread: Session) -> None:
    sign_up(bread, "Ana", email="ana@example.org")
    move(bread, at="11:00")
    move(bread, at="10:00")

    sweep_after(10)

    assert subjects() == []


def test_a_typo_tells_nobody_anything(bread: Session) -> None:
    sign_up(bread, "Ana", email="ana@example.org")
    actions.change_session(session=bread, by=SOMEBODY, title="Pain au levain !")

    sweep_after(10)

    assert subjects() == []


def test_what_begins_soon_is_told_at_once(week: Week) -> None:
    soon = make_session(week, "Café", span(week, room_of(week), WEDNESDAY, "11:00"))
    sign_up(soon, "Ana", email="ana@example.org")
    kitchen = span(week, room_of(week, 1), WEDNESDAY, "11:00")
    actions.move_session(slot=slot_of(soon), span=kitchen, by=SOMEBODY)

    sweep_after(0)

    assert subjects() == ["Moved: Café"]


def test_what_is_removed_and_put_back_later_is_told_twice(bread: Session) -> None:
    sign_up(bread, "Ana", email="ana@example.org")
    actions.remove_session(session=bread, by=SOMEBODY)
    sweep_after(6)
    with clock.at(WEDNESDAY_TEN + timedelta(minutes=20)):
        bread.refresh_from_db()
        actions.restore_session(session=bread, by=SOMEBODY)
    sweep_after(26)

    assert subjects() == ["Cancelled: Pain au levain", "Back in the programme: Pain au levain"]
    assert going(bread) == ["Ana"]


def test_an_undo_tells_too(bread: Session) -> None:
    sign_up(bread, "Ana", email="ana@example.org")
    move(bread, at="11:00")
    sweep_after(6)
    with clock.at(WEDNESDAY_TEN + timedelta(minutes=20)):
        change = bread.changes.latest("number")
        actions.undo_change(change=change, by=SOMEBODY)
    sweep_after(26)

    assert subjects() == ["Moved: Pain au levain"] * 2


def test_whoever_moves_up_is_told_once(bread: Session) -> None:
    ana, _bo = sign_up(bread, "Ana"), sign_up(bread, "Bo")
    sign_up(bread, "Cléo", email="cleo@example.org")

    leave(ana)
    sweep_after(0)
    sweep_after(1)

    assert subjects() == ["You have a seat: Pain au levain"]


def test_taken_off_the_grid_and_placed_anew_it_keeps_its_people(bread: Session) -> None:
    sign_up(bread, "Ana")
    sign_up(bread, "Bo", email="bo@example.org")
    actions.place_session(session=bread, slot=slot_of(bread), span=None, by=SOMEBODY)
    elsewhere = span(bread.week, room_of(bread.week, 1), FRIDAY, "15:00")
    actions.place_session(session=bread, slot=None, span=elsewhere, by=SOMEBODY)

    sweep_after(6)

    assert going(bread) == ["Ana", "Bo"]
    assert {signup.slot_id for signup in seating.live(bread)} == {slot_of(bread).pk}
    assert subjects() == ["Moved: Pain au levain"]


def test_a_fourth_letter_of_the_day_is_not_sent_and_the_page_says_so(bread: Session) -> None:
    sign_up(bread, "Ana", email="ana@example.org")
    for _number in range(3):
        place_actions.write_letter(to="ana@example.org", subject="x", text="x", by=SOFTWARE)
    move(bread, at="11:00")
    sweep_after(6)

    ana = Participant.objects.select_related("week__place").get()
    news = queries.choices_of(ana).coming[0].news
    assert news is not None
    assert news.letter == "held_back"


# --- Pages ----------------------------------------------------------------------------------


def come(client: Client, session: Session, **given: str | list[str]) -> str:
    address = f"{root(session.week)}{session.slug}/come/"
    client.get(address)
    return text(client.post(address, given, follow=True))


def test_a_name_is_enough_and_is_remembered(bread: Session, client: Client) -> None:
    other = make_session(bread.week, "Couture", span(bread.week, at="15:00"))
    assert "Give a name" in come(client, bread)

    assert "You come." in come(client, bread, name="Ana")
    assert "You come." in come(client, other)
    assert [p.name for p in Participant.objects.all()] == ["Ana"]


def test_with_an_account_it_is_one_click(bread: Session, client: Client, sign_in: SignIn) -> None:
    sign_in(make_person(bread.week.place, "Nora", Role.VISITOR))

    page = text(client.get(f"{root(bread.week)}{bread.slug}/"))
    assert '<input type="hidden" name="way" value="on_site">' in page
    assert "You come." in come(client, bread)


def test_whoever_only_reads_sees_numbers_and_needs_no_cookie(
    bread: Session, client: Client
) -> None:
    sign_up(bread, "Ana")

    page = text(client.get(f"{root(bread.week)}{bread.slug}/"))
    coming = page[page.index('id="coming"') :].partition("</section>")[0]

    assert "Ana" not in page
    assert "<strong>1 seat left</strong> of 2." in coming
    assert "I’m coming" in coming
    assert "csrfmiddlewaretoken" not in coming


def test_names_are_for_those_who_keep_the_session(
    bread: Session, client: Client, sign_in: SignIn
) -> None:
    sign_up(bread, "=cmd|' /C calc'!A0<b>")
    address = f"{root(bread.week)}{bread.slug}/attendance/"
    assert client.get(address).status_code == HTTPStatus.FORBIDDEN

    sign_in(make_person(bread.week.place, "Paul", Role.CONTRIBUTOR))

    assert "=cmd|&#x27; /C calc&#x27;!A0&lt;b&gt;" in text(client.get(address))


def test_nobody_takes_another_out(bread: Session, client: Client) -> None:
    ana = sign_up(bread, "Ana")

    answer = client.post(f"{root(bread.week)}{bread.slug}/leave/", {"signup": str(ana.pk)})

    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert going(bread) == ["Ana"]


def test_in_an_archived_week_nobody_signs_up(bread: Session, client: Client) -> None:
    bread.week.archived_at = clock.now()
    bread.week.save(update_fields=["archived_at"])

    answer = client.get(f"{root(bread.week)}{bread.slug}/come/")

    assert answer.status_code == HTTPStatus.FORBIDDEN


def test_my_choices_say_where_i_wait_and_what_moved(bread: Session, client: Client) -> None:
    for name in ("Bo", "Cléo", "Dou"):
        sign_up(bread, name)
    come(client, bread, name="Ana")
    move(bread, at="16:00")

    page = text(client.get(f"{root(bread.week)}mine/"))

    assert "Your place in the line: 2." in page
    assert "It has moved: Thursday 26 November, 4 pm" in page


def test_a_private_link_opens_choices_elsewhere_and_closes_when_forgotten(
    bread: Session, client: Client
) -> None:
    come(client, bread, name="Ana", email="ana@example.org")
    link = client.post(f"{root(bread.week)}mine/link/")["Location"]
    phone = browser()
    assert "You come." in text(phone.get(link))
    calendar = browser().get(f"{link}calendar.ics")
    assert "Pain au levain" in text(calendar)
    tagged = browser().get(f"{link}calendar.ics", HTTP_IF_NONE_MATCH=calendar["ETag"])
    assert tagged.status_code == HTTPStatus.NOT_MODIFIED

    phone.post(f"{root(bread.week)}mine/forget/")

    assert going(bread) == []
    assert browser().get(link).status_code == HTTPStatus.NOT_FOUND
    assert browser().get(f"{link}calendar.ics").status_code == HTTPStatus.NOT_FOUND
    assert (Participant.objects.get().name, Participant.objects.get().email) == ("", "")


def test_pages_ask_no_more_when_more_people_come(client: Client, week: Week) -> None:
    few, many = (
        _queries_of(
            client, make_session(week, title, *(span(week, at=at) for at in hours), seats=2)
        )
        for title, hours in (("Balade", ["11:00"]), ("Marche", ["11:00", "14:00", "16:00"]))
    )

    assert few == many


def _queries_of(client: Client, walk: Session) -> tuple[int, int]:
    """Of its page and of one's choices, with as many others as it has times, all moved."""
    week, slots = walk.week, queries.slots_of(walk)
    for name in ["Bo", "Cléo", "Dou"][: len(slots)]:
        sign_up(walk, name)
    come(client, walk, name="Ana", times=[str(slot.pk) for slot in slots])
    for slot in slots:
        slot.session = walk
        hour = slot.starts_at.hour + 2
        later = span(week, room_of(week, len(slots) // 2), at=f"{hour}:30", minutes=30)
        actions.move_session(slot=slot, span=later, by=SOMEBODY)
    with CaptureQueriesContext(connection) as page:
        client.get(f"{root(week)}{walk.slug}/")
    with CaptureQueriesContext(connection) as choices:
        client.get(f"{root(week)}mine/")
    return len(page), len(choices)


# --- Being forgotten ------------------------------------------------------------------------


def test_ninety_days_after_the_week_names_are_gone_and_counts_stay(bread: Session) -> None:
    sign_up(bread, "Ana", email="ana@example.org")
    ana = Participant.objects.get()
    actions.give_choices_link(participant=ana, by=SOFTWARE)
    move(bread, at="11:00")
    sweep_after(6)

    with clock.at(WEDNESDAY_TEN + timedelta(days=92)):
        deadlines.sweep()
        assert going(bread) == ["Ana"]
    with clock.at(WEDNESDAY_TEN + timedelta(days=94)):
        deadlines.sweep()

    ana.refresh_from_db()
    assert (ana.name, ana.email, ana.key) == ("", "", "")
    assert going(bread) == [""]
    assert not Letter.objects.filter(to="ana@example.org").exists()
    assert not Capability.objects.filter(kind=participants.LINK, revoked_at=None).exists()


@pytest.mark.parametrize(("name_kept", "left"), [(True, "Nora"), (False, "")])
def test_with_an_account_goes_the_name_unless_it_is_left(
    bread: Session, name_kept: bool, left: str
) -> None:
    nora = make_person(bread.week.place, "Nora", Role.VISITOR)
    by = Author(name="Nora", person_id=nora.pk)
    actions.sign_up(session=bread, slots=queries.slots_of(bread), by=by)
    place_actions.delete_account(person=nora, name_kept=name_kept, by=by)

    sweep_after(1)

    assert Participant.objects.get().name == left

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.place import actions as place_actions
from openweek.place.models import Role
from openweek.visits import queries
from openweek.visits.models import Visit
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.places import make_person, make_week
from tests.factories.visits import (
    THURSDAY_MORNING,
    WEDNESDAY_AFTERNOON,
    WEDNESDAY_MORNING,
    make_host,
    make_visit,
    make_waiting,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]


@pytest.fixture
def week() -> Week:
    return make_week()


@pytest.fixture
def desk(week: Week, sign_in: SignIn) -> Client:
    """A browser at the desk, with Camille."""
    return sign_in(make_person(week.place))


def address(week: Week, tail: str = "") -> str:
    return f"/{week.place.slug}/{week.slug}/welcome/{tail}"


def seen(browser: Client, week: Week, **asked: str) -> str:
    return browser.get(address(week), asked).content.decode().replace("\u00a0", " ")


def test_the_desk_sees_who_is_expected_and_what_to_prepare(desk: Client, week: Week) -> None:
    make_visit(week, "Jeanne", WEDNESDAY_MORNING, party_size=3, needs="sans marches")
    make_visit(week, "Karim", WEDNESDAY_AFTERNOON)
    make_visit(week, "Lou", THURSDAY_MORNING)

    page = seen(desk, week)

    assert page.index("Jeanne") < page.index("Karim")
    assert "Lou" not in page
    assert "sans marches" in page
    assert "<strong>4</strong> attendus" in page


def test_another_day_can_be_looked_at(desk: Client, week: Week) -> None:
    make_visit(week, "Lou", THURSDAY_MORNING)

    assert "Lou" in seen(desk, week, day="2026-11-26")
    assert "Lou" not in seen(desk, week, day="2026-99-99")


def test_one_tap_lets_in_and_a_second_desk_is_told_since_when(desk: Client, week: Week) -> None:
    visit = make_visit(week)
    first = desk.post(address(week, f"{visit.number}/check-in/"), follow=True)
    second = desk.post(address(week, f"{visit.number}/check-in/"), follow=True)

    assert "Bienvenue à Jeanne." in first.content.decode()
    assert "Jeanne est déjà là depuis 10 h." in second.content.decode().replace("\u00a0", " ")
    assert queries.counts(week, week.today) == queries.Counts(expected=1, arrived=1, here=1)


def test_a_slip_is_undone_and_leaving_is_said(desk: Client, week: Week) -> None:
    visit = make_visit(week)
    for deed in ("check-in/", "undo/", "check-in/", "check-out/"):
        assert desk.post(address(week, f"{visit.number}/{deed}")).status_code == 302

    assert "Repartis" in seen(desk, week)


def test_somebody_who_passes_by_needs_only_a_name(desk: Client, week: Week) -> None:
    form = {"name": "Karim", "party_size": "1", "once": str(uuid4())}
    for _ in range(2):
        page = desk.post(address(week, "walk-in/"), form, follow=True).content.decode()

    assert Visit.objects.get().walk_in
    assert "Karim" in page


def test_a_walk_in_without_a_name_is_asked_for_one(desk: Client, week: Week) -> None:
    answer = desk.post(address(week, "walk-in/"), {"party_size": "1", "once": str(uuid4())})

    assert "même un simple prénom" in answer.content.decode()
    assert Visit.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Jeanne Morel", "jeanne"), ("Jeanne Morel", "MOREL"), ("Jeanne Morel", "morel jeanne"),
        ("Jeanne Morel", "Jéane"), ("Jeanne Morel", "jean mo"), ("Paul Dupont", "Dupon"),
        ("Paul Dupont", "dupont"),
        ("Paul Dupont", "DUPOND"), ("Benoît Roy", "Benoit"),
        ("Benoit Roy", "benoît"), ("Lucie N’Guyen", "Nguyen"), ("Lucie Nguyen", "N'Guyen"),
        ("Lucie Nguyen", "nguyen lucie"), ("Anne Lefebvre", "lefevre"),
        ("Sonia Gauthier", "gautié"),
        ("François Thibault", "francois tibo"), ("محمد علي", "محمد"), ("山田 太郎", "太郎"),
    ],
)  # fmt: skip
def test_a_name_is_found_as_one_hears_it(desk: Client, week: Week, name: str, words: str) -> None:
    make_visit(week, name, THURSDAY_MORNING)
    make_visit(week, "Karim Benali", THURSDAY_MORNING)

    page = seen(desk, week, q=words)

    assert name in page
    assert "Karim" not in page


def test_who_was_found_is_shown_once(desk: Client, week: Week) -> None:
    make_visit(week, "Jeanne Morel", WEDNESDAY_MORNING)

    assert seen(desk, week, q="jeanne").count('data-name="Jeanne Morel"') == 1


def test_a_group_is_found_by_what_it_is_called(desk: Client, week: Week) -> None:
    make_visit(week, "Odile", WEDNESDAY_MORNING, party_size=12, group="Classe de CM2")

    assert "Classe de CM2 (Odile)" in seen(desk, week, q="classe")


def test_a_code_is_found_as_it_was_said(desk: Client, week: Week) -> None:
    visit = make_visit(week, "Jeanne", THURSDAY_MORNING)

    assert "Jeanne" in seen(desk, week, q=visit.code.lower().replace(" ", ""))


def test_codes_are_not_to_be_guessed(desk: Client, week: Week) -> None:
    visit = make_visit(week, "Jeanne", THURSDAY_MORNING)
    for number in range(700, 705):
        assert desk.get(address(week), {"q": f"lune {number}"}).status_code == 200
    slowed = desk.get(address(week), {"q": visit.code})

    assert slowed.status_code == 429
    assert "Jeanne" not in slowed.content.decode()
    assert "Jeanne" in seen(desk, week, q="jeanne")
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert "Jeanne" in seen(desk, week, q=visit.code)


class TestAGroup:
    def test_arrives_in_part_and_the_rest_later(self, desk: Client, week: Week) -> None:
        visit = make_visit(week, "Odile", WEDNESDAY_MORNING, party_size=12)
        desk.post(address(week, f"{visit.number}/check-in/"), {"people": "10"})

        assert queries.counts(week, week.today) == queries.Counts(12, 10, 10)
        assert "10 sur 12" in seen(desk, week)

        desk.post(address(week, f"{visit.number}/people/"), {"people": "12"})
        assert queries.counts(week, week.today).here == 12

    def test_is_counted_with_a_number(self, desk: Client, week: Week) -> None:
        visit = make_visit(week, "Odile", WEDNESDAY_MORNING, party_size=12)
        desk.post(address(week, f"{visit.number}/check-in/"))
        desk.post(address(week, f"{visit.number}/people/"), {"people": "beaucoup"})

        assert queries.counts(week, week.today).here == 12


class TestTheLine:
    def test_is_seen_apart_and_let_in_when_there_is_room(self, desk: Client, week: Week) -> None:
        row = make_waiting(week, "Karim", WEDNESDAY_MORNING)

        assert "attend une place" in seen(desk, week)
        assert queries.counts(week, week.today).expected == 0

        desk.post(address(week, f"{row.visit.number}/check-in/"))
        assert queries.counts(week, week.today) == queries.Counts(1, 1, 1)

    def test_stays_where_it_is_while_it_is_full(self, desk: Client, week: Week) -> None:
        Week.objects.filter(pk=week.pk).update(capacity=1)
        make_visit(week, "Jeanne", WEDNESDAY_MORNING)
        row = make_waiting(week, "Karim", WEDNESDAY_MORNING)

        answer = desk.post(address(week, f"{row.visit.number}/check-in/"), follow=True)

        assert "complet" in answer.content.decode()
        assert queries.counts(week, week.today) == queries.Counts(1, 0, 0)


def test_needs_are_words_and_pictures_and_who_has_no_host_is_said(desk: Client, week: Week) -> None:
    make_visit(week, "Jeanne", WEDNESDAY_MORNING, need_codes=["step-free", "company"])

    page = seen(desk, week)

    assert "guest-need" in page
    assert "sans hôte" in page


def test_a_coworker_who_does_not_keep_the_desk_has_no_way_to_it(client: Client, week: Week) -> None:
    lou = make_person(week.place, "Lou", Role.COWORKER)
    client.force_login(lou)
    root = f"/{week.place.slug}/{week.slug}/"
    assert "welcome/" not in client.get(f"{root}hosts/").content.decode()

    place_actions.give_desk(membership=lou.memberships.get(), by=SOFTWARE)
    assert f'href="{root}welcome/"' in client.get(f"{root}hosts/").content.decode()


def test_before_the_week_one_sees_and_lets_nobody_in(desk: Client, week: Week) -> None:
    visit = make_visit(week)
    with clock.at(datetime(2026, 11, 20, 9, tzinfo=UTC)):
        assert "Les portes s’ouvrent" in seen(desk, week)
        answer = desk.post(address(week, f"{visit.number}/check-in/"))

    assert answer.status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_reads_the_same_few_rows_however_many_come(
    desk: Client, week: Week, number: int, django_assert_num_queries: object
) -> None:
    for n in range(number):
        make_visit(week, f"N{n}", WEDNESDAY_MORNING, WEDNESDAY_AFTERNOON)
    with django_assert_num_queries(11):  # type: ignore[operator]
        desk.get(address(week))


def test_who_comes_after_their_half_day_is_of_the_one_that_it_is_and_received(
    desk: Client, week: Week
) -> None:
    visit = make_visit(week, "Jeanne", WEDNESDAY_MORNING)
    make_host(week, make_person(week.place, "Ines", Role.COWORKER))
    with clock.at(datetime(2026, 11, 25, 14, tzinfo=UTC)):
        desk.post(address(week, f"{visit.number}/check-in/"))
        day = queries.desk_day(week, week.today)

        assert [guest.host for guest in day.here] == ["Ines"]
        assert day.without_host == 0
    assert visit.half_days.get(arrived_at__isnull=False).half == WEDNESDAY_AFTERNOON

"""Who receives whom, as the host, the visitor and the desk see it, and answer it."""

from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openweek.ground.authors import SOFTWARE
from openweek.place.models import Person, Role
from openweek.visits import actions
from openweek.visits.models import Host, Match, MatchState, Visit
from openweek.visits.queries.paired import own_visitors, pairs
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.places import make_person, make_place, make_week
from tests.factories.visits import (
    THURSDAY_MORNING,
    WEDNESDAY_MORNING,
    make_host,
    make_visit,
    matched,
    register,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def week() -> Week:
    return make_week()


@pytest.fixture
def lou(week: Week) -> Person:
    return make_person(week.place, "Lou Martin", Role.COWORKER)


@pytest.fixture
def host(week: Week, lou: Person) -> Host:
    return make_host(week, lou)


def address(week: Week, tail: str) -> str:
    return f"/{week.place.slug}/{week.slug}/{tail}"


def text(client: Client, where: str) -> str:
    return client.get(where).content.decode().replace("\xa0", " ")


def state_of(match: Match) -> str:
    return Match.objects.get(pk=match.pk).state


class TestTheHost:
    def test_sees_with_what_they_come_and_why(
        self, sign_in: SignIn, week: Week, lou: Person, host: Host
    ) -> None:
        visit = make_visit(
            week, "Jeanne Roux", THURSDAY_MORNING, project="un ourlet", needs="une chaise haute",
            email="jeanne@example.net",
        )  # fmt: skip
        match = matched(visit, host)
        Match.objects.filter(pk=match.pk).update(reasons={"topics": ["couture"]})

        page = text(sign_in(lou), address(week, "hosts/me/visitors/"))
        for words in ("Jeanne Roux", "un ourlet", "une chaise haute", "couture"):
            assert words in page
        assert "jeanne@example.net" not in page

    def test_says_yes_in_one_tap(
        self, sign_in: SignIn, week: Week, lou: Person, host: Host
    ) -> None:
        match = matched(make_visit(week, "Jeanne", THURSDAY_MORNING), host)
        browser = sign_in(lou)
        for _twice in range(2):
            answer = browser.post(address(week, f"hosts/me/visitors/{match.pk}/accept/"))
            assert answer.status_code == HTTPStatus.FOUND

        assert state_of(match) == MatchState.ACCEPTED

    def test_says_no_and_somebody_else_receives_them(
        self, sign_in: SignIn, week: Week, lou: Person, host: Host
    ) -> None:
        ines = make_host(week, make_person(week.place, "Inès", Role.COWORKER))
        match = matched(make_visit(week, "Jeanne", THURSDAY_MORNING), host)
        browser = sign_in(lou)
        for _twice in range(2):
            browser.post(address(week, f"hosts/me/visitors/{match.pk}/decline/"))

        assert state_of(match) == MatchState.DECLINED_BY_HOST
        assert Match.objects.exclude(pk=match.pk).get().host == ines
        assert "Jeanne" not in text(browser, address(week, "hosts/me/visitors/"))

    def test_learns_since_when_somebody_is_here(
        self, sign_in: SignIn, week: Week, lou: Person, host: Host
    ) -> None:
        visit = make_visit(week, "Jeanne", WEDNESDAY_MORNING)
        matched(visit, host)
        actions.check_in(visit=visit, by=SOFTWARE)

        assert "Has been here since 10 am" in text(
            sign_in(lou), address(week, "hosts/me/visitors/")
        )

    def test_never_reaches_anybody_elses_visitor_by_counting(
        self, sign_in: SignIn, week: Week, lou: Person, host: Host
    ) -> None:
        ines = make_host(week, make_person(week.place, "Inès", Role.COWORKER))
        elsewhere = make_week(make_place("La Remise"))
        zoe = make_host(elsewhere, make_person(elsewhere.place, "Zoé", Role.COWORKER))
        theirs = [
            matched(make_visit(week, "Jeanne", THURSDAY_MORNING, project="Secret un"), ines),
            matched(make_visit(elsewhere, "Karim", THURSDAY_MORNING, project="Secret deux"), zoe),
        ]
        mine = matched(make_visit(week, "Odile", THURSDAY_MORNING, project="Un ourlet"), host)
        browser = sign_in(lou)

        refused = range(1, mine.pk + 4)
        statuses = {
            number: browser.post(address(week, f"hosts/me/visitors/{number}/{verb}/")).status_code
            for number in refused
            if number != mine.pk
            for verb in ("accept", "decline")
        }
        assert set(statuses.values()) == {HTTPStatus.NOT_FOUND}
        assert {state_of(match) for match in theirs} == {MatchState.PROPOSED}

        page = text(browser, address(week, "hosts/me/visitors/"))
        assert "Un ourlet" in page
        assert "Secret" not in page
        for tail in ("hosts/matches/", f"hosts/matches/{theirs[0].half_day_id}/", "welcome/"):
            assert browser.get(address(week, tail)).status_code == HTTPStatus.FORBIDDEN

    def test_reads_the_same_few_rows_however_many_come(
        self, sign_in: SignIn, week: Week, lou: Person, host: Host
    ) -> None:
        browser, counted = sign_in(lou), []
        for n in range(3):
            matched(make_visit(week, f"Jeanne {n}", THURSDAY_MORNING, project=f"{n}"), host)
            with CaptureQueriesContext(connection) as asked:
                browser.get(address(week, "hosts/me/visitors/"))
            counted.append(len(asked))

        assert counted[0] == counted[2] <= 14

    def test_whom_they_received_yesterday_is_no_longer_shown(self, week: Week, host: Host) -> None:
        match = matched(make_visit(week, "Jeanne", THURSDAY_MORNING), host)
        match.half_day.date = week.starts_on
        match.half_day.save(update_fields=["date"])

        assert own_visitors(Host.objects.select_related("week__place").get(pk=host.pk)) == []


class TestTheVisitor:
    def test_sees_who_receives_them_by_first_name_and_says_yes(
        self, client: Client, week: Week, host: Host
    ) -> None:
        done = register(week, "Jeanne", THURSDAY_MORNING)
        match = matched(done.visit, host)
        page = text(client, address(week, f"visit/{done.secret}/"))
        assert "Lou" in page
        assert "Martin" not in page

        client.post(address(week, f"visit/{done.secret}/host/{match.pk}/accept/"))
        assert state_of(match) == MatchState.ACCEPTED

    def test_asks_for_somebody_else(self, client: Client, week: Week, host: Host) -> None:
        done = register(week, "Jeanne", THURSDAY_MORNING)
        make_host(week, make_person(week.place, "Inès Leroy", Role.COWORKER))
        match = matched(done.visit, host)
        client.post(address(week, f"visit/{done.secret}/host/{match.pk}/decline/"))

        assert state_of(match) == MatchState.DECLINED_BY_VISITOR
        page = text(client, address(week, f"visit/{done.secret}/"))
        assert ("Inès" in page, "Lou" in page) == (True, False)

    def test_answers_for_nobody_else(self, client: Client, week: Week, host: Host) -> None:
        mine = register(week, "Jeanne", THURSDAY_MORNING)
        other = matched(make_visit(week, "Karim", THURSDAY_MORNING), host)
        for verb in ("accept", "decline"):
            where = address(week, f"visit/{mine.secret}/host/{other.pk}/{verb}/")
            assert client.post(where).status_code == HTTPStatus.NOT_FOUND
            wrong = address(week, f"visit/{'x' * 32}/host/{other.pk}/{verb}/")
            assert client.post(wrong).status_code == HTTPStatus.NOT_FOUND

        assert state_of(other) == MatchState.PROPOSED


class TestTheDesk:
    @pytest.fixture
    def nadia(self, week: Week) -> Person:
        return make_person(week.place, "Nadia", Role.CONCIERGE)

    def test_sees_who_receives_whom_who_is_free_and_who_has_nobody(
        self, week: Week, host: Host
    ) -> None:
        ines = make_host(week, make_person(week.place, "Inès", Role.COWORKER))
        matched(make_visit(week, "Jeanne", THURSDAY_MORNING), host)
        make_visit(week, "Karim", THURSDAY_MORNING)
        shown = pairs(week, THURSDAY_MORNING)

        assert [(each.first_name, [v.name for v in each.visits]) for each in shown.receiving] == [
            ("Lou", ["Jeanne"])
        ]
        assert [each.host_id for each in shown.free] == [ines.pk]
        assert [each.name for each in shown.without] == ["Karim"]
        line = next(line for line in shown.halves if line.half == THURSDAY_MORNING)
        assert (line.expected, line.without) == (2, 1)

    def test_says_who_receives_and_takes_it_back(
        self, sign_in: SignIn, week: Week, nadia: Person, host: Host
    ) -> None:
        row = make_visit(week, "Jeanne", THURSDAY_MORNING).half_days.get()
        desk = sign_in(nadia)
        assert "Lou Martin" in text(desk, address(week, f"hosts/matches/{row.pk}/"))

        desk.post(address(week, f"hosts/matches/{row.pk}/"), {"host": host.pk})
        match = Match.objects.get()
        assert (match.host, match.is_fixed) == (host, True)

        desk.post(address(week, f"hosts/matches/{row.pk}/release/"))
        assert not Match.objects.exists()

    @pytest.mark.parametrize("number", ["", "x", "0", "999999", "9" * 30])
    def test_a_host_that_does_not_exist_is_no_trouble(
        self, sign_in: SignIn, week: Week, nadia: Person, host: Host, number: str
    ) -> None:
        row = make_visit(week, "Jeanne", THURSDAY_MORNING).half_days.get()
        answer = sign_in(nadia).post(address(week, f"hosts/matches/{row.pk}/"), {"host": number})

        assert answer.status_code == HTTPStatus.OK
        assert not Match.objects.exists()

    def test_matches_everybody_at_once(
        self, sign_in: SignIn, week: Week, nadia: Person, host: Host
    ) -> None:
        make_visit(week, "Jeanne", THURSDAY_MORNING)
        sign_in(nadia).post(address(week, "hosts/matches/now/"))

        assert Match.objects.get().host == host

    def test_a_half_day_of_elsewhere_or_over_is_not_found(
        self, sign_in: SignIn, week: Week, nadia: Person
    ) -> None:
        elsewhere = make_visit(make_week(make_place("La Remise")), "Karim", THURSDAY_MORNING)
        over = make_visit(week, "Jeanne", THURSDAY_MORNING).half_days.get()
        over.date = week.starts_on
        over.save(update_fields=["date"])
        desk = sign_in(nadia)

        for row in (elsewhere.half_days.get(), over):
            where = address(week, f"hosts/matches/{row.pk}/")
            assert desk.get(where).status_code == HTTPStatus.NOT_FOUND

    @pytest.mark.parametrize("asked", ["", "?half=x", "?half=2026-11-26-morning"])
    def test_any_half_day_may_be_asked_for(
        self, sign_in: SignIn, week: Week, nadia: Person, asked: str
    ) -> None:
        assert sign_in(nadia).get(address(week, f"hosts/matches/{asked}")).status_code == 200

    def test_reads_the_same_few_rows_however_many_are_matched(
        self, sign_in: SignIn, week: Week, nadia: Person
    ) -> None:
        desk, counted = sign_in(nadia), []
        for n in range(3):
            one_more(week, n)
            with CaptureQueriesContext(connection) as asked:
                desk.get(address(week, f"hosts/matches/?half={THURSDAY_MORNING.key}"))
            counted.append(len(asked))

        assert counted[0] == counted[2] <= 20


def one_more(week: Week, n: int) -> tuple[Host, Visit, Any]:
    """A host with a visitor, another one without, and a visitor without a host."""
    host = make_host(week, make_person(week.place, f"Lou{n}", Role.COWORKER))
    make_host(week, make_person(week.place, f"Inès{n}", Role.COWORKER))
    visit = make_visit(week, f"Jeanne{n}", THURSDAY_MORNING)
    return host, make_visit(week, f"Karim{n}", THURSDAY_MORNING), matched(visit, host)

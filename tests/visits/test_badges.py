"""Squares: what they say, and why some open nothing."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from openweek.ground.authors import SOFTWARE
from openweek.place.models import Role
from openweek.visits import actions, badge_printing, badges, queries, rules
from openweek.visits.models import Visit
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.places import make_person, make_place, make_week
from tests.factories.visits import THURSDAY_MORNING, WEDNESDAY_MORNING, make_visit, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]
WEDNESDAY = WEDNESDAY_MORNING.date


@pytest.fixture
def week() -> Week:
    return make_week()


@pytest.fixture
def desk(week: Week, sign_in: SignIn) -> Client:
    return sign_in(make_person(week.place))


def scan(browser: Client, week: Week, signed: str) -> tuple[int, str]:
    answer = browser.get(f"/{week.place.slug}/{week.slug}/welcome/c/{signed}/")
    return answer.status_code, answer.content.decode().replace("\u00a0", " ")


class TestASquare:
    def test_says_place_week_days_and_whose_and_names_nobody(self, week: Week) -> None:
        visit = make_visit(week, "Jeanne", WEDNESDAY_MORNING, THURSDAY_MORNING)
        signed = rules.badge(visit)

        assert badges.read(signed) == badges.Badge(
            week.place_id, week.pk, ("1125", "1126"), visit.number, 1
        )
        assert "Jeanne" not in signed

    def test_does_not_tell_how_many_visitors_there_are(self, week: Week) -> None:
        squares = [badges.opaque(week.pk, number) for number in range(1, 2001)]

        assert len(set(squares)) == len(squares)
        assert squares != sorted(squares)
        assert all(len(square) >= 4 for square in squares[:20])

    def test_shows_the_visitor_to_the_desk(self, desk: Client, week: Week) -> None:
        status, page = scan(desk, week, rules.badge(make_visit(week)))

        assert status == 200
        assert "Jeanne" in page
        assert "check-in/" in page

    def test_tells_a_passer_by_only_to_show_it(self, client: Client, week: Week) -> None:
        status, page = scan(client, week, rules.badge(make_visit(week)))

        assert status == 200
        assert "Jeanne" not in page
        assert "accueil" in page


class TestARefusedSquare:
    def test_of_another_day_says_which_and_lets_see_the_visit(
        self, desk: Client, week: Week
    ) -> None:
        visit = make_visit(week, "Jeanne", THURSDAY_MORNING)
        status, page = scan(desk, week, rules.badge(visit))

        assert status == 409
        assert "jeudi 26 novembre, matin" in page
        assert f"?q={visit.code.replace(' ', '%20')}" in page
        assert "check-in/" not in page

    def test_of_somebody_who_moved_to_today_opens(self, desk: Client, week: Week) -> None:
        visit = make_visit(week, "Jeanne", THURSDAY_MORNING)
        signed = rules.badge(visit)
        actions.change_visit(visit=visit, name="Jeanne", halves=[WEDNESDAY_MORNING], by=SOFTWARE)

        assert scan(desk, week, signed)[0] == 200

    def test_of_another_place_is_named(self, desk: Client, week: Week) -> None:
        other = make_visit(make_week(make_place("La Halle")))
        status, page = scan(desk, week, rules.badge(other))

        assert status == 409
        assert "La Halle" in page

    def test_of_another_week_of_this_place_is_named(self, desk: Client, week: Week) -> None:
        before = make_week(week.place, starts_on=date(2026, 11, 9))
        visit = Visit.objects.create(
            week=before, number=1, name="Jeanne", code="LUNE 27", once=uuid4(),
            created_at="2026-11-01T10:00Z",
        )  # fmt: skip
        status, page = scan(desk, week, rules.badge(visit))

        assert status == 409
        assert "9" in page

    @pytest.mark.parametrize("harm", ["cut", "grown", "renumbered", "redated", "nonsense"])
    def test_forged_or_damaged_is_not_ours(self, desk: Client, week: Week, harm: str) -> None:
        signed = rules.badge(make_visit(week))
        said = signed.split(".")
        wrong = {
            "cut": signed[:-1],
            "grown": f"{signed}A",
            "renumbered": ".".join([*said[:3], badges.opaque(week.pk, 2), *said[4:]]),
            "redated": ".".join([*said[:2], "1126", *said[3:]]),
            "nonsense": "x",
        }[harm]

        assert scan(desk, week, wrong)[0] == 404

    def test_is_replaced_by_a_new_one(self, desk: Client, week: Week) -> None:
        visit = make_visit(week)
        old = rules.badge(visit)
        desk.post(f"/{week.place.slug}/{week.slug}/welcome/{visit.number}/renew-badge/")
        status, page = scan(desk, week, old)

        assert status == 409
        assert "nouveau carré" in page
        visit.refresh_from_db()
        assert scan(desk, week, rules.badge(visit))[0] == 200

    def test_by_the_visitor_from_their_own_page(self, client: Client, week: Week) -> None:
        done = register(week)
        client.post(f"/{week.place.slug}/{week.slug}/visit/{done.secret}/renew-badge/")

        with pytest.raises(rules.RevokedBadge):
            rules.access_badge(week, rules.badge(done.visit), on=WEDNESDAY)

    def test_of_a_cancelled_visit_has_no_button(self, desk: Client, week: Week) -> None:
        visit = make_visit(week)
        actions.cancel_visit(visit=visit, by=SOFTWARE)
        status, page = scan(desk, week, rules.badge(visit))

        assert status == 409
        assert "annulée" in page
        assert "check-in/" not in page

    def test_of_somebody_erased_says_so_without_a_name(self, desk: Client, week: Week) -> None:
        visit = make_visit(week)
        signed = rules.badge(visit)
        actions.erase_visit(visit=visit, by=SOFTWARE)
        status, page = scan(desk, week, signed)

        assert status == 409
        assert "Jeanne" not in page


class TestPrinting:
    @pytest.mark.parametrize("paper", badge_printing.PAPERS)
    @pytest.mark.parametrize(
        "name",
        [
            "Jeanne Morel", "محمد علي", "山田 太郎", "👩‍👩‍👧‍👦 Famille", "#panic() $x$ *gras* @ref",
            'A"]; #image("/etc/passwd")', "W" * 110,
        ],
    )  # fmt: skip
    def test_whatever_somebody_is_called_their_badge_is_made(
        self, week: Week, paper: str, name: str
    ) -> None:
        make_visit(week, name, WEDNESDAY_MORNING, project='#read("data.json") ' * 9)

        assert printed(week, paper).startswith(b"%PDF")

    def test_fifteen_take_two_sheets_and_fifteen_labels(self, week: Week) -> None:
        for number in range(15):
            make_visit(week, f"N{number}", WEDNESDAY_MORNING)

        assert pages(printed(week, "sheet")) == 2
        assert pages(printed(week, "label")) == 15

    def test_only_those_who_said_yes_have_no_sign(self, week: Week) -> None:
        make_visit(week, "Oui", WEDNESDAY_MORNING, photo_consent="yes")
        make_visit(week, "Non", WEDNESDAY_MORNING, photo_consent="no")
        make_visit(
            week, "Petit", WEDNESDAY_MORNING, photo_consent="yes", age="under-15",
            guardian="Odile, 06 12 34 56 78",
        )  # fmt: skip
        make_visit(week, "Pas demandé", WEDNESDAY_MORNING)

        signs = {g.name: g.has_photo_sign for _v, g in queries.of_badges(week, WEDNESDAY)}
        assert signs == {"Oui": False, "Non": True, "Petit": True, "Pas demandé": True}

    def test_one_several_or_all_of_a_day(self, desk: Client, week: Week) -> None:
        numbers = [make_visit(week, name, WEDNESDAY_MORNING).number for name in ("A", "B", "C")]
        root = f"/{week.place.slug}/{week.slug}/welcome/badges/"
        for query in ("", f"?visit={numbers[0]}", f"?visit={numbers[0]}&visit={numbers[2]}"):
            answer = desk.get(f"{root}print/{query}")
            assert answer["Content-Type"] == "application/pdf"
        assert desk.get(f"{root}print/?paper=papyrus").status_code == 404
        assert desk.get(f"{root}print/?visit={'9' * 5000}&visit={'9' * 20}").status_code == 200
        assert "A" in desk.get(root).content.decode()

    def test_the_square_of_a_badge_is_of_its_day_alone(self, week: Week) -> None:
        visit = make_visit(week, "Jeanne", WEDNESDAY_MORNING, THURSDAY_MORNING)

        assert badges.read(badges.badge(visit, [WEDNESDAY])).days == ("1125",)

    def test_a_coworker_without_the_desk_prints_none(self, client: Client, week: Week) -> None:
        client.force_login(make_person(week.place, "Lou", Role.COWORKER))

        answer = client.get(f"/{week.place.slug}/{week.slug}/welcome/badges/print/")
        assert answer.status_code == 403


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def printed(week: Week, paper: str) -> bytes:
    of_whom = queries.of_badges(week, WEDNESDAY)
    return badge_printing.printed(
        week, of_whom, on=WEDNESDAY, paper=paper, root="https://preau.example.org/x/y/welcome/"
    )

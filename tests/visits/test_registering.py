"""All that a visitor may say when registering, the line for a seat, and their own page after."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from openweek.desk import actions as desk_actions
from openweek.ground import clock, limits
from openweek.ground.authors import SOFTWARE
from openweek.place.models import Role
from openweek.visits import actions, queries
from openweek.visits.models import HalfDay, HostWish, Visit
from openweek.week import actions as week_actions
from openweek.week.models import Week
from tests.factories.places import make_person, make_week
from tests.factories.visits import (
    THURSDAY_MORNING,
    WEDNESDAY_AFTERNOON,
    WEDNESDAY_MORNING,
    make_host,
    make_visit,
    register,
    small_week,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]


@pytest.fixture
def week() -> Week:
    return make_week()


def address(week: Week, tail: str = "visit/") -> str:
    return f"/{week.place.slug}/{week.slug}/{tail}"


def said(**changes: object) -> dict[str, object]:
    """What a form would send."""
    return {
        "name": "Jeanne",
        "party_size": "1",
        "half_days": [THURSDAY_MORNING.key],
        "once": str(uuid4()),
        **changes,
    }


class TestTheForm:
    def test_everything_that_one_may_say_is_kept(self, client: Client, week: Week) -> None:
        lou = make_person(week.place, "Lou", Role.COWORKER)
        make_host(week, lou)
        client.post(
            address(week),
            said(
                group="Amicale laïque", party_size="12", project="Un site", learn="couture",
                show="la vannerie", languages=["fr", "ar"], need_codes=["step-free", "hearing"],
                needs="une chaise", origin="Firminy", is_partner="on", organisation="La mairie",
                heard="poster", age="senior", photo_consent="no", wishes=[str(lou.pk)],
            ),
        )  # fmt: skip

        visit = Visit.objects.get()
        assert (visit.group, visit.party_size) == ("Amicale laïque", 12)
        assert (visit.learn, visit.show) == ("couture", "la vannerie")
        assert (visit.languages, visit.need_codes) == (["fr", "ar"], ["step-free", "hearing"])
        assert (visit.origin_kind, visit.origin_code) == ("commune", "42095")
        assert visit.origin == "Firminy (Loire)"
        assert (visit.is_partner, visit.organisation) == (True, "La mairie")
        assert (visit.age, visit.heard, visit.photo_consent) == ("senior", "poster", "no")
        assert HostWish.objects.get().host.person == lou

    def test_consents_are_apart_and_nothing_is_ticked(
        self, client: Client, week: Week, settings: object
    ) -> None:
        settings.OPENWEEK_DEMONSTRATION = True  # type: ignore[attr-defined]
        page = client.get(address(week)).content.decode()
        client.post(address(week), said(email="jeanne@example.org"))

        assert 'name="newsletter"' in page
        assert page.count("checked") == 3  # a half-day; unsaid: age, photographs
        visit = Visit.objects.get()
        assert (visit.newsletter, visit.photo_consent) == (False, "")

    def test_a_child_needs_somebody_grown_up(self, client: Client, week: Week) -> None:
        page = client.post(address(week), said(age="under-15"))
        assert Visit.objects.count() == 0
        assert page.status_code == 422
        assert "id_guardian_error" in page.content.decode()

        client.post(address(week), said(age="under-15", guardian="Sa mère, 06 12 34 56 78"))
        assert Visit.objects.get().guardian == "Sa mère, 06 12 34 56 78"

    @pytest.mark.parametrize(
        ("answer", "kept"),
        [
            ("commune:93066", ("Saint-Denis (Seine-Saint-Denis)", "93066")),
            ("as-written", ("Saint-Denis", "")),
            ("commune:nothing", ("Saint-Denis", "")),
        ],
    )
    def test_which_saint_denis_is_asked_once(
        self, client: Client, week: Week, answer: str, kept: tuple[str, str]
    ) -> None:
        asked = client.post(address(week), said(origin="Saint-Denis")).content.decode()
        assert "Saint-Denis (La Réunion)" in asked
        assert Visit.objects.count() == 0

        client.post(
            address(week),
            said(origin="Saint-Denis", origin_asked="Saint-Denis", origin_choice=answer),
        )
        visit = Visit.objects.get()
        assert (visit.origin, visit.origin_code) == kept

    def test_where_one_comes_from_is_suggested_by_ourselves(
        self, client: Client, week: Week
    ) -> None:
        answer = client.get(address(week, "visit/origins/"), {"origin": "saint-et"})

        assert '<option value="Saint-Étienne (Loire)">' in answer.content.decode()
        assert "max-age" in answer.headers["Cache-Control"]

    def test_a_part_opens_when_something_is_said_in_it(self, client: Client, week: Week) -> None:
        page = client.post(address(week), said(name="", project="Un site")).content.decode()

        opened = [
            part for part in page.split("<details")[1:] if part.split(">")[0].endswith("open")
        ]
        assert len(opened) == 1
        assert "Un site" in opened[0]

    def test_it_says_who_keeps_what_and_for_how_long(self, client: Client, week: Week) -> None:
        week_actions.change_week(week=week, title=week.title, by=SOFTWARE, kept_days=10)
        page = client.get(address(week)).content.decode()

        assert "what-is-kept" in page
        assert "8 décembre 2026" in page.replace("\u00a0", " ")


class TestTheLine:
    def test_a_group_that_does_not_fit_waits_as_a_whole(self, client: Client) -> None:
        week = small_week(15)
        make_visit(week, "Une classe", THURSDAY_MORNING, party_size=10)

        page = client.post(address(week), said(party_size="12")).content.decode()
        assert f'name="waiting" value="{THURSDAY_MORNING.key}"' in page
        assert Visit.objects.count() == 1

        own = client.post(
            address(week), said(party_size="12", waiting=[THURSDAY_MORNING.key]), follow=True
        ).content.decode()
        row = HalfDay.objects.get(visit__name="Jeanne")
        assert row.waiting_since is not None
        assert queries.seats_taken(week)[THURSDAY_MORNING] == 10
        assert "visit-lines" in own

    def test_a_full_half_day_offers_to_wait(self, client: Client) -> None:
        week = small_week(1)
        make_visit(week, "Karim", THURSDAY_MORNING)

        page = client.get(address(week)).content.decode()
        assert page.count('name="waiting"') == 1

        client.post(address(week), said(half_days=[], waiting=[THURSDAY_MORNING.key]))
        assert HalfDay.objects.filter(waiting_since__isnull=False).count() == 1

    def test_who_would_wait_has_the_seat_that_became_free_meanwhile(self) -> None:
        week = small_week(1)
        done = actions.register_visit(
            week=week, name="Jeanne", halves=[], waiting=[THURSDAY_MORNING], once=uuid4(),
            by=SOFTWARE,
        )  # fmt: skip

        assert done.visit.half_days.get().waiting_since is None

    @pytest.mark.parametrize("deed", ["cancel", "cancel_half", "change", "shrink", "erase"])
    def test_whatever_frees_a_seat_moves_the_line_up(self, deed: str) -> None:
        week = small_week(2)
        visit = make_visit(week, "Karim", THURSDAY_MORNING, WEDNESDAY_AFTERNOON, party_size=2)
        first = actions.register_visit(
            week=week, name="Jeanne", halves=[], waiting=[THURSDAY_MORNING], once=uuid4(),
            by=SOFTWARE,
        ).visit  # fmt: skip
        assert queries.positions(first) == {THURSDAY_MORNING: 1}

        both = {THURSDAY_MORNING, WEDNESDAY_AFTERNOON}
        {
            "cancel": lambda: actions.cancel_visit(visit=visit, by=SOFTWARE),
            "cancel_half": lambda: actions.cancel_half_day(
                visit=visit, half=THURSDAY_MORNING, by=SOFTWARE
            ),
            "change": lambda: actions.change_visit(
                visit=visit, name="Karim", halves=[WEDNESDAY_AFTERNOON], by=SOFTWARE
            ),
            "shrink": lambda: actions.change_visit(
                visit=visit, name="Karim", halves=both, party_size=1, by=SOFTWARE
            ),
            "erase": lambda: actions.erase_visit(visit=visit, by=SOFTWARE),
        }[deed]()

        assert first.half_days.get().waiting_since is None

    def test_changing_something_else_keeps_ones_place(self) -> None:
        week = small_week(1)
        make_visit(week, "Karim", THURSDAY_MORNING)
        waiting = [
            actions.register_visit(
                week=week, name=name, halves=[], waiting=[THURSDAY_MORNING], once=uuid4(),
                by=SOFTWARE,
            ).visit
            for name in ("Jeanne", "Lou")
        ]  # fmt: skip
        actions.change_visit(
            visit=waiting[0], name="Jeanne M.", halves=[], waiting=[THURSDAY_MORNING], by=SOFTWARE
        )

        assert [queries.positions(each)[THURSDAY_MORNING] for each in waiting] == [1, 2]

    def test_a_party_that_grows_beyond_the_seats_is_refused_or_waits(self, client: Client) -> None:
        week = small_week(3)
        make_visit(week, "Karim", THURSDAY_MORNING)
        own = address(week, f"visit/{register(week, 'Jeanne', THURSDAY_MORNING).secret}/change/")

        refused = client.post(own, said(party_size="3"))
        assert refused.status_code == 422
        client.post(own, said(party_size="3", waiting=[THURSDAY_MORNING.key]))

        row = HalfDay.objects.get(visit__name="Jeanne")
        assert row.waiting_since is not None
        assert queries.seats_taken(week)[THURSDAY_MORNING] == 1


class TestTheirOwnPage:
    def test_one_half_day_is_given_up_and_the_last_one_cancels(
        self, client: Client, week: Week
    ) -> None:
        done = register(week, "Jeanne", THURSDAY_MORNING, WEDNESDAY_AFTERNOON)
        own = address(week, f"visit/{done.secret}/")
        for _twice in range(2):
            client.post(own + "cancel/half-day/", {"half": THURSDAY_MORNING.key})
        assert [row.half for row in done.visit.half_days.all()] == [WEDNESDAY_AFTERNOON]

        client.post(own + "cancel/half-day/", {"half": WEDNESDAY_AFTERNOON.key})
        done.visit.refresh_from_db()
        assert done.visit.cancelled_at is not None

    def test_what_one_came_for_is_not_given_up(self, client: Client, week: Week) -> None:
        done = register(week, "Jeanne", WEDNESDAY_MORNING, THURSDAY_MORNING)
        actions.check_in(visit=done.visit, by=SOFTWARE)
        own = address(week, f"visit/{done.secret}/")
        client.post(own + "cancel/half-day/", {"half": WEDNESDAY_MORNING.key})

        assert done.visit.half_days.count() == 2

    def test_a_word_is_left_once_they_came(self, client: Client, week: Week) -> None:
        done = register(week)
        own = address(week, f"visit/{done.secret}/")
        assert client.post(own + "word/", {"word": "Merci"}).status_code == 403

        actions.check_in(visit=done.visit, by=SOFTWARE)
        assert 'name="word"' in client.get(own).content.decode()
        client.post(own + "word/", {"word": "Merci", "word_is_public": "on"})
        assert [word.text for word in queries.public_words(week)] == ["Merci"]

        client.post(own + "word/", {"word": ""})
        assert queries.public_words(week) == []

    def test_five_megabytes_of_word_come_back_with_their_size(
        self, client: Client, week: Week
    ) -> None:
        done = register(week)
        actions.check_in(visit=done.visit, by=SOFTWARE)
        text = "merci " * 800_000
        answer = client.post(address(week, f"visit/{done.secret}/word/"), {"word": text})

        assert answer.status_code == 422
        assert text.strip() in answer.content.decode()

    def test_consents_are_given_and_taken_back_also_after_the_week(
        self, client: Client, week: Week
    ) -> None:
        done = register(week, photo_consent="yes", email="jeanne@example.org", newsletter=True)
        with clock.at(datetime(2026, 12, 15, 9, tzinfo=UTC)):
            client.post(address(week, f"visit/{done.secret}/consents/"), {"photo_consent": "no"})

        done.visit.refresh_from_db()
        assert (done.visit.photo_consent, done.visit.newsletter) == ("no", False)

    def test_the_rules_are_told_and_acknowledged(self, client: Client, week: Week) -> None:
        own = address(week, f"visit/{register(week).secret}/")
        assert f"{own}rules/" not in client.get(own).content.decode()
        desk_actions.publish_rules(place=week.place, text="Fermez la porte.", after=0, by=SOFTWARE)
        assert f"{own}rules/" in client.get(own).content.decode()

        client.post(own + "rules/")
        assert f"{own}rules/" not in client.get(own).content.decode()

    def test_all_that_is_held_is_shown_and_taken_away(self, client: Client, week: Week) -> None:
        done = register(
            week, "Jeanne Morel", project="Un site", guardian="Sa mère", learn="couture",
            email="jeanne@example.org", need_codes=["hearing"],
        )  # fmt: skip
        own = address(week, f"visit/{done.secret}/")

        page = client.get(own + "data/").content.decode()
        file = client.get(own + "data.json")
        held = json.loads(file.content)
        for words in ("Jeanne Morel", "Un site", "Sa mère", "couture", "jeanne@example.org"):
            assert words in page
            assert words in file.content.decode()
        assert held["letters"][0]["subject"]
        assert [line["kind"] for line in held["log"]] == ["visits.visit_registered"]
        assert "attachment" in file.headers["Content-Disposition"]

    def test_nothing_in_the_row_is_left_out_of_the_file(self, week: Week) -> None:
        ours = {"id", "week", "badge_version", "once", "author_key", "erased_at"}
        columns = {field.name for field in Visit._meta.concrete_fields}

        assert columns - ours <= set(queries.own_data(make_visit(week)).as_file)

    def test_reads_as_many_rows_for_one_as_for_many(
        self, client: Client, week: Week, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        done = register(week, "Jeanne", WEDNESDAY_AFTERNOON)
        own = address(week, f"visit/{done.secret}/")
        client.get(own)
        with django_assert_max_num_queries(40) as one:
            client.get(own)
        for number in range(3):
            make_visit(week, f"N{number}", THURSDAY_MORNING)
        actions.change_visit(
            visit=done.visit, name="Jeanne", by=SOFTWARE,
            halves=[WEDNESDAY_MORNING, WEDNESDAY_AFTERNOON, THURSDAY_MORNING],
        )  # fmt: skip
        with django_assert_max_num_queries(len(one)):
            client.get(own)


class TestRobots:
    def test_one_browser_that_never_stops_is_paused_and_loses_nothing(
        self, client: Client, week: Week
    ) -> None:
        answers = [
            client.post(address(week), said(name=f"Robot {n}", once=str(uuid4())))
            for n in range(limits.AUTHOR.burst + 2)
        ]

        assert answers[-1].status_code == 429
        assert f"Robot {limits.AUTHOR.burst + 1}" in answers[-1].content.decode()
        assert Visit.objects.count() == limits.AUTHOR.burst

    def test_thirty_people_behind_one_address_are_all_welcome(self, week: Week) -> None:
        for number in range(30):
            answer = Client().post(address(week), said(name=f"N{number}"))
            assert answer.status_code == 302

    def test_known_and_unknown_addresses_are_answered_alike(
        self, client: Client, week: Week, settings: object
    ) -> None:
        settings.OPENWEEK_DEMONSTRATION = True  # type: ignore[attr-defined]
        make_person(week.place, "Lou")
        for number in range(5):
            register(week, f"N{number}", email="lou@example.org")
        pages = [
            Client().post(address(week), said(email=email), follow=True)
            for email in ("lou@example.org", "personne@example.org")
        ]

        assert [page.status_code for page in pages] == [200, 200]
        assert [page.redirect_chain[0][1] for page in pages] == [302, 302]
        headings = [page.content.decode().split("<h1>")[1].split("</h1>")[0] for page in pages]
        assert headings[0] == headings[1]

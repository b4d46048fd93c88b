"""A week set up from a format: all of it proposed, all of it changeable, all of it once."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from openweek.commons.models import Format
from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Event
from openweek.place.models import Place, Role
from openweek.programme.models import Session, Slot
from openweek.week import actions, proposals
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.formats import make_gathering, make_week_format
from tests.factories.places import make_person, make_place, make_room, make_week

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

MARCH = "2027-03-15"  # a Monday


@pytest.fixture
def place() -> Place:
    return make_place()


@pytest.fixture
def camille(place: Place, sign_in: SignIn) -> Client:
    return sign_in(make_person(place))


def page_of(browser: Client, source: str, day: str = MARCH) -> Any:
    return browser.get(f"/le-preau/weeks/new/?source={source}&starts_on={day}")


def filled_in(page: Any) -> dict[str, Any]:
    """What the browser would send if nothing were changed."""
    sent: dict[str, Any] = {}
    rows = page.context["rows"]
    forms = [page.context["form"], rows.management_form, *rows.forms]
    for bound in (field for form in forms for field in form):
        value = bound.value()
        if isinstance(value, list):
            sent[bound.html_name] = value
        elif value is not None and value != "":
            sent[bound.html_name] = getattr(value, "isoformat", lambda said=value: said)()
    return sent


def send(browser: Client, page: Any, **changed: Any) -> Any:
    return browser.post(
        page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"],
        {**filled_in(page), **changed},
    )


def test_what_a_format_proposes_becomes_a_week_in_one_tap(place: Place, camille: Client) -> None:
    room = make_room(place)
    recipe = make_week_format(place)
    make_gathering(place)

    answer = send(camille, page_of(camille, f"format-{recipe.pk}"))

    week = Week.objects.get()
    assert answer["Location"] == "/le-preau/desk/"
    assert week.title == "OpenWeek de mars 2027"
    assert (week.starts_on, week.ends_on) == (date(2027, 3, 15), date(2027, 3, 19))
    assert (week.format, week.format_version) == (recipe, 1)
    assert {(row.opens, row.closes) for row in week.opening_hours.all()} == {
        (time(9, 30), time(18))
    }
    assert week.opening_hours.count() == 5
    assert list(week.rooms.all()) == [room]
    assert [(each.what, each.due_on) for each in week.checklist.all()] == [
        ("Imprimer les affiches", date(2027, 3, 1)),
        ("Faire le café", date(2027, 3, 15)),
        ("Écrire le bilan", date(2027, 3, 22)),
    ]
    slot = Slot.objects.get()
    assert slot.session.title == "WikiSchool"
    assert slot.room == room
    assert slot.starts_at.astimezone(place.zone).isoformat() == "2027-03-16T14:00:00+01:00"


def test_what_was_changed_of_the_proposal_is_what_is_made(place: Place, camille: Client) -> None:
    recipe = make_week_format(place)
    make_gathering(place)
    page = page_of(camille, f"format-{recipe.pk}")

    send(
        camille, page, title="Printemps ouvert", ends_on="2027-03-16", opens="10:00", weekdays=[1],
        capacity="30", formats=[], **{"items-0-what": "", "items-1-due_on": "2027-03-14"},
    )  # fmt: skip

    week = Week.objects.get()
    assert (week.title, week.slug, week.capacity) == ("Printemps ouvert", "printemps-ouvert", 30)
    assert [(row.date, row.opens) for row in week.opening_hours.all()] == [
        (date(2027, 3, 16), time(10))
    ]
    assert [(each.what, each.due_on) for each in week.checklist.all()] == [
        ("Faire le café", date(2027, 3, 14)),
        ("Écrire le bilan", date(2027, 3, 22)),
    ]
    assert not Session.objects.exists()


def test_sent_twice_or_after_back_it_is_one_week(place: Place, camille: Client) -> None:
    recipe = make_week_format(place)
    make_gathering(place)
    page = page_of(camille, f"format-{recipe.pk}")
    for _ in range(2):
        assert send(camille, page)["Location"] == "/le-preau/desk/"
    assert Week.objects.count() == 1
    assert Session.objects.count() == 1
    assert Event.objects.filter(kind="week.week_set_up").count() == 1


def test_the_shipped_recipe_is_taken_in_on_the_way(place: Place, camille: Client) -> None:
    page = page_of(camille, "recipe-openweek")
    assert not Format.objects.exists()  # looking changes nothing
    send(camille, page)
    week = Week.objects.get()
    assert week.format == Format.objects.get(recipe="openweek")
    assert week.checklist.count() == 24


def test_a_format_taken_in_before_check_lists_proposes_the_shipped_one(place: Place) -> None:
    make_week_format(place, recipe="openweek", checklist="", slug="openweek")
    [source, *_rest] = proposals.sources(place)
    assert len(proposals.propose(place, source, date(2027, 3, 15)).checklist) == 24


def test_nothing_is_kept_when_something_cannot_be(
    place: Place, camille: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it in one transaction: a trouble in the last room undoes the first."""
    recipe = make_week_format(place)
    page = page_of(camille, f"format-{recipe.pk}")

    def fail(*_told: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(actions, "_laid", [fail])
    with pytest.raises(RuntimeError):
        send(camille, page)
    assert not Week.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"title": ""},
        {"ends_on": "2027-03-14"},
        {"ends_on": "2028-03-14"},
        {"closes": "09:00"},
        {"weekdays": [6]},
        {"weekdays": []},
        {"capacity": "0"},
        {"items-0-due_on": "2027-02-31"},
        {"items-0-what": "x" * 201},
        {"items-0-due_on": "9999-12-31"},
        {"formats": ["99999"]},
    ],
)
def test_what_cannot_be_is_said_and_the_rest_is_kept(
    place: Place, camille: Client, changed: dict[str, Any]
) -> None:
    recipe = make_week_format(place)
    make_gathering(place)
    page = page_of(camille, f"format-{recipe.pk}")
    answer = send(camille, page, **{"tagline": "Fête 🎪", **changed})
    assert answer.status_code == 200
    assert "Fête 🎪" in answer.content.decode()
    assert (
        'aria-invalid="true"' in answer.content.decode() or "field-wrong" in answer.content.decode()
    )
    assert not Week.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [{"once": "deux fois"}, {"items-TOTAL_FORMS": "99999999"}, {"items-TOTAL_FORMS": "x"}],
)
def test_what_no_page_of_ours_sends_makes_nothing(
    place: Place, camille: Client, changed: dict[str, Any]
) -> None:
    answer = send(camille, page_of(camille, "nothing"), **changed)
    assert answer.status_code == 200
    assert not Week.objects.exists()


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "?starts_on=",
        "?source=week-99999&starts_on=2027-03-15",
        "?source=nothing&starts_on=x",
        "?source=nothing&starts_on=0001-01-01",
        "?source=nothing&starts_on=9999-12-31",
    ],
)
def test_a_beginning_that_is_none_leads_to_the_first_page(
    place: Place, camille: Client, asked: str
) -> None:
    page = camille.get(f"/le-preau/weeks/new/{asked}")
    assert page.status_code == 200
    assert 'name="starts_on"' in page.content.decode()


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2027, 3, 15), date(2027, 3, 19)),  # Monday
        (date(2027, 3, 17), date(2027, 3, 19)),  # Wednesday
        (date(2027, 3, 20), date(2027, 3, 26)),  # Saturday: it goes on to the Friday after
    ],
)
def test_the_last_day_follows_from_the_days_of_the_week(
    place: Place, first: date, last: date
) -> None:
    make_week_format(place)
    [source, *_rest] = proposals.sources(place)
    assert proposals.propose(place, source, first).ends_on == last


def test_a_week_like_the_last_one_copies_its_facts(place: Place, camille: Client) -> None:
    last = make_week(place)
    actions.change_week(
        week=last, title=last.title, by=SOFTWARE, capacity=40, move_commons="np-rp",
        organisers="les habitués", licence="CC-BY-NC-SA-3.0",
    )  # fmt: skip
    hours = dict.fromkeys(last.days[:4], (time(9), time(18))) | {last.days[4]: (time(9), time(12))}
    actions.set_opening_hours(week=last, hours=hours, by=SOFTWARE)
    actions.add_checklist_item(week=last, what="Ranger", due_on=last.ends_on, by=SOFTWARE)

    send(camille, page_of(camille, f"week-{last.pk}"))

    week = Week.objects.exclude(pk=last.pk).get()
    assert (week.capacity, week.move_commons, week.organisers) == (40, "np-rp", "les habitués")
    assert week.licence == "CC-BY-NC-SA-3.0"
    assert [(row.opens, row.closes) for row in week.opening_hours.all()] == [
        *[(time(9), time(18))] * 4,
        (time(9), time(12)),
    ]
    assert [(each.what, each.due_on) for each in week.checklist.all()] == [
        ("Ranger", date(2027, 3, 19))
    ]


def test_another_place_s_formats_and_weeks_are_no_beginning_here(
    place: Place, camille: Client
) -> None:
    there = make_place("La Halle")
    theirs = [f"format-{make_week_format(there).pk}", f"week-{make_week(there).pk}"]
    for source in theirs:
        assert "rows" not in (page_of(camille, source).context or {})


@pytest.mark.parametrize(
    ("first", "gathering", "expected"),
    [
        # Clocks go forward on Sunday 28 March 2027: two o'clock stays two o'clock on the wall.
        (
            "2027-03-26",
            {"starts": "14:00", "weekdays": [4, 0]},
            ["2027-03-26T14:00:00+01:00", "2027-03-29T14:00:00+02:00"],
        ),
        # Half past two does not exist that night: only the night before is there.
        ("2027-03-27", {"starts": "02:30", "weekdays": [5, 6]}, ["2027-03-27T02:30:00+01:00"]),
        # Clocks go back on Sunday 31 October 2027: the first of the two.
        ("2027-10-31", {"starts": "02:30", "weekdays": [6]}, ["2027-10-31T02:30:00+02:00"]),
    ],
)
def test_gatherings_keep_their_hour_when_clocks_are_changed(
    place: Place, camille: Client, first: str, gathering: dict[str, Any], expected: list[str]
) -> None:
    recipe = make_week_format(place, weekdays=[0, 1, 2, 3, 4, 5, 6])
    make_gathering(place, **gathering)
    page = page_of(camille, f"format-{recipe.pk}", first)  # it proposes seven days

    send(camille, page)

    found = Slot.objects.order_by("starts_at").values_list("starts_at", flat=True)
    assert [each.astimezone(place.zone).isoformat() for each in found] == expected


def test_two_gatherings_at_once_get_a_room_each_or_none(place: Place, camille: Client) -> None:
    make_room(place)
    recipe = make_week_format(place)
    for title in ("WikiSchool", "PapyCamp"):
        make_gathering(place, title)
    send(camille, page_of(camille, f"format-{recipe.pk}"))
    assert sorted(str(slot.room) for slot in Slot.objects.all()) == ["Grande salle", "None"]


def test_a_week_that_has_begun_lays_only_what_is_still_to_come(
    place: Place, camille: Client
) -> None:
    recipe = make_week_format(place)
    make_gathering(place, weekdays=[1, 3])
    send(camille, page_of(camille, f"format-{recipe.pk}", "2026-11-23"))
    [slot] = Slot.objects.all()
    assert slot.starts_at == datetime(2026, 11, 26, 13, tzinfo=UTC)


def test_a_week_set_up_late_begins_with_nothing_overdue(place: Place) -> None:
    make_week_format(place)
    [source, *_rest] = proposals.sources(place)
    proposed = proposals.propose(place, source, date(2026, 11, 30)).checklist
    assert [due_on for _what, due_on in proposed] == [
        date(2026, 11, 25), date(2026, 11, 30), date(2026, 12, 7),
    ]  # fmt: skip


def test_while_another_week_is_nearer_one_is_led_to_the_new_one(
    place: Place, camille: Client
) -> None:
    make_week(place)
    answer = send(camille, page_of(camille, "nothing"))
    assert answer["Location"] == f"/le-preau/{Week.objects.latest('pk').slug}/"


@pytest.mark.parametrize("role", ["", "stranger", *Role.values])
def test_only_the_concierge_sets_a_week_up(
    place: Place, sign_in: SignIn, client: Client, role: str
) -> None:
    if role == "stranger":
        sign_in(make_person(make_place("La Halle"), "Zoé"))
    elif role:
        sign_in(make_person(place, "Sam", role))
    address = f"/le-preau/weeks/new/?source=nothing&starts_on={MARCH}"
    status = 200 if role == Role.CONCIERGE else 403
    assert client.get(address).status_code == status
    assert client.post(address, {}).status_code == status
    assert not Week.objects.exists()


def test_what_is_proposed_costs_no_more_when_the_place_has_more(
    place: Place, camille: Client, django_assert_max_num_queries: Any
) -> None:
    def fill(count: int) -> str:
        for number in range(count):
            make_room(place, f"Salle {number} {place.rooms.count()}")
            make_gathering(place, f"Atelier {number}")
            make_week_format(place, f"Semaine {number}")
            make_week(place)
        return f"format-{Format.objects.filter(is_week=True).latest('pk').pk}"

    source = fill(1)
    cache.clear()
    with django_assert_max_num_queries(40) as one:
        page_of(camille, source)
    source = fill(3)
    cache.clear()
    with django_assert_max_num_queries(len(one)):
        page_of(camille, source)


def test_in_english_the_title_is_said_as_english_says_it(place: Place, camille: Client) -> None:
    with clock.at(datetime(2026, 11, 25, 9, tzinfo=UTC)):
        page = camille.get(
            f"/le-preau/weeks/new/?source=nothing&starts_on={MARCH}",
            headers={"accept-language": "en"},
        )
    assert page.context["form"]["title"].value() == "OpenWeek, March 2027"


def test_a_room_of_no_possible_number_is_refused_in_words(client: Client) -> None:
    place = make_place()
    client.force_login(make_person(place))
    week = make_week(place)

    answer = client.post(f"/{place.slug}/{week.slug}/settings/rooms/", {"rooms": "9" * 25})

    assert answer.status_code == 200
    assert "rooms" in answer.context["form"].errors

"""What the programme says to one reader alone."""

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.place.models import Role
from openweek.programme import actions, queries
from openweek.programme.models import Participant, Way
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.places import make_person
from tests.factories.programme import make_session, make_week_with_rooms, slot_of, span


def programme(week: Week) -> str:
    return f"/{week.place.slug}/{week.slug}/programme/?day=all"


def come(week: Week, title: str, by: Author, at: str = "10:00") -> None:
    session = make_session(week, title, span(week, at=at))
    actions.sign_up(session=session, slots=[slot_of(session)], way=Way.ON_SITE, by=by)


def test_one_reads_what_one_chose_and_what_one_wrote(sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    lucie = make_person(week.place, "Lucie", Role.VISITOR)
    by = Author(name="Lucie", person_id=lucie.pk)
    come(week, "Pain au levain", by)
    make_session(week, "Mon idée", by=by)

    page = sign_in(lucie).get(programme(week))

    mine = page.context["mine"]
    assert [line.title for line in mine.coming] == ["Pain au levain"]
    assert [(line.title, line.state) for line in mine.drafts] == [("Mon idée", "unplaced")]


def test_nobody_reads_what_is_somebody_elses(client: Client, sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    lucie = make_person(week.place, "Lucie", Role.VISITOR)
    come(week, "Pain au levain", Author(name="Lucie", person_id=lucie.pk))
    paul = make_person(week.place, "Paul", Role.CONCIERGE)

    assert not client.get(programme(week)).context["mine"]
    assert not sign_in(paul).get(programme(week)).context["mine"]


def test_what_one_chose_changes_the_pages_name(sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    lucie = make_person(week.place, "Lucie", Role.VISITOR)
    browser = sign_in(lucie)
    session = make_session(week, "Pain au levain", span(week))
    before = browser.get(programme(week))["ETag"]

    actions.sign_up(
        session=session, slots=[slot_of(session)], way=Way.ON_SITE,
        by=Author(name="Lucie", person_id=lucie.pk),
    )  # fmt: skip

    assert browser.get(programme(week), headers={"if-none-match": before}).status_code == 200


def test_it_is_read_in_as_many_questions_for_one_choice_as_for_five(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    week = make_week_with_rooms()
    by = Author(name="Lou", passer_by="l0u")
    for hour in range(5):
        come(week, f"Moment {hour}", by, at=f"{10 + hour}:00")
        make_session(week, f"Idée {hour}", by=by)
    lou = Participant.objects.get(week=week)

    with django_assert_num_queries(3):
        mine = queries.mine(week, lou, by.key)

    assert (len(mine.coming), mine.more, len(mine.drafts)) == (3, 2, 3)
    with django_assert_num_queries(0):
        assert not queries.mine(week, None, "")
    assert mine.coming[0].starts_at is not None
    assert mine.coming[0].starts_at > clock.now()

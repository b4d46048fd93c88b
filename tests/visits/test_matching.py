"""Visitors and hosts of a real week are matched, answer, change their minds; and nobody peeks."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from openweek.community.actions import set_light
from openweek.community.models import Profile
from openweek.ground import clock, deadlines
from openweek.ground.authors import SOFTWARE, Author
from openweek.ground.models import Deadline, Event
from openweek.place.models import Person, Role
from openweek.visits import actions, jobs, queries
from openweek.visits.actions import matching, pairing
from openweek.visits.matching import apart
from openweek.visits.matching.problem import Problem, Solution
from openweek.visits.models import HalfDay, Host, HostWish, Match, MatchState, Visit
from openweek.visits.queries import matching as reads
from openweek.visits.refusals import Refused
from openweek.week.halves import Half
from openweek.week.models import Week
from tests.factories.places import WEDNESDAY_TEN, make_person, make_week
from tests.factories.visits import (
    THURSDAY_MORNING,
    TUESDAY_MORNING,
    WEDNESDAY_AFTERNOON,
    WEDNESDAY_MORNING,
    make_visit,
    register,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]


@pytest.fixture
def week() -> Week:
    return make_week()


def host_of(week: Week, name: str, about: str, *halves: Half, **said: Any) -> Host:
    person = Person.objects.filter(name=name).first()
    person = person or make_person(week.place, name, Role.COWORKER)
    return actions.become_host(
        week=week, person=person, about=about, halves=halves, by=SOFTWARE, **said
    )


def match(week: Week) -> matching.Matched:
    return matching.match_week(week=week, by=SOFTWARE)


def pairs(week: Week) -> dict[tuple[str, str], str]:
    """Who receives whom on which half-day."""
    rows = Match.objects.filter(half_day__visit__week=week, state__in=["proposed", "accepted"])
    return {
        (row.half_day.visit.name, row.half_day.half.key): row.host.person.name
        for row in rows.select_related("half_day__visit", "host__person")
    }


def only(visit: Visit) -> HalfDay:
    return visit.half_days.get()


def test_a_week_is_matched_by_what_people_say_and_explained(week: Week) -> None:
    host_of(week, "Lou", "vélo, Linux", languages=["fr"])
    host_of(week, "Ida", "couture et retouches", languages=["fr", "ar"], need_codes=["hearing"])
    jeanne = make_visit(
        week, "Jeanne", WEDNESDAY_AFTERNOON, THURSDAY_MORNING, learn="apprendre à coudre",
        languages=["ar"], need_codes=["hearing"],
    )  # fmt: skip
    make_visit(week, "Omar", project="Réparer mon vélo")

    done = match(week)

    assert (done.matched, done.without, done.is_proven) == (3, 0, True)
    assert set(pairs(week).items()) == {
        (("Jeanne", WEDNESDAY_AFTERNOON.key), "Ida"),
        (("Jeanne", THURSDAY_MORNING.key), "Ida"),
        (("Omar", WEDNESDAY_MORNING.key), "Lou"),
    }
    with translation.override("en"):
        received = reads.hosts_for(jeanne)
    assert [each.half for each in received] == [WEDNESDAY_AFTERNOON, THURSDAY_MORNING]
    assert received[0].first_name == "Ida"
    assert list(received[0].reasons) == [
        "You can talk together about “sewing”",
        "You both speak Arabic",
        "Can help you to hear",
        "The same person receives you each time you come",
    ]
    # Nothing changes when it is done once more, and nothing is written.
    events = Event.objects.count()
    assert match(week).changed == 0
    assert Event.objects.count() == events


def test_skills_count_only_where_somebody_shows_them(week: Week) -> None:
    lou, ida = host_of(week, "Lou", ""), host_of(week, "Ida", "")
    for host, is_shown in ((lou, False), (ida, True)):
        Profile.objects.create(
            place=week.place, person=host.person, is_shown=is_shown, skills=["apiculture"],
            changed_at=clock.now(),
        )  # fmt: skip
    make_visit(week, "Omar", learn="les abeilles")
    match(week)

    assert pairs(week) == {("Omar", WEDNESDAY_MORNING.key): "Ida"}


def test_who_waits_cancelled_or_is_over_is_not_matched(week: Week) -> None:
    host_of(week, "Lou", "", at_once=9)
    gone = make_visit(week, "Gone")
    actions.cancel_visit(visit=gone, by=SOFTWARE)
    waits = make_visit(week, "Waits")
    waits.half_days.update(waiting_since=clock.now())
    with clock.at(WEDNESDAY_TEN - timedelta(days=2)):
        make_visit(week, "Late", TUESDAY_MORNING)
    make_visit(week, "Jeanne")
    match(week)

    assert pairs(week) == {("Jeanne", WEDNESDAY_MORNING.key): "Lou"}


def test_what_both_said_stays_and_a_refusal_is_for_good(week: Week) -> None:
    lou = host_of(week, "Lou", "couture", at_once=1)
    host_of(week, "Ida", "", at_once=1)
    jeanne = make_visit(week, "Jeanne", learn="couture")
    match(week)
    first = Match.objects.get()
    assert first.host == lou

    matching.accept_match(match=first, by=Author(name="Jeanne"), side="visitor")
    rival = make_visit(week, "Rose", learn="couture")
    HostWish.objects.create(visit=rival, host=lou)
    match(week)
    assert pairs(week)[("Jeanne", WEDNESDAY_MORNING.key)] == "Lou"
    assert pairs(week)[("Rose", WEDNESDAY_MORNING.key)] == "Ida"

    Match.objects.filter(half_day__visit=rival).delete()
    instead = matching.decline_match(match=first, by=SOFTWARE, side="host")
    # At once, within the same request: no sweep was needed.
    assert instead is not None
    assert instead.host.person.name == "Ida"
    assert matching.decline_match(match=first, by=SOFTWARE, side="host") == instead
    match(week)
    assert pairs(week) == {
        ("Jeanne", WEDNESDAY_MORNING.key): "Ida",
        ("Rose", WEDNESDAY_MORNING.key): "Lou",
    }
    assert not Event.objects.filter(
        subject=f"visits.visit:{jeanne.pk}", author_name="Jeanne"
    ).exists()
    accepted = Event.objects.get(kind="visits.match_accepted")
    assert (accepted.author_name, accepted.data) == ("", {"side": "visitor"})


def test_who_declines_and_nobody_is_free_is_matched_anew_by_the_sweep(week: Week) -> None:
    lou = host_of(week, "Lou", "", at_once=1)
    ida = host_of(week, "Ida", "", at_once=1)
    jeanne, rose = make_visit(week, "Jeanne"), make_visit(week, "Rose")
    match(week)
    of_jeanne = Match.objects.get(half_day__visit=jeanne)
    of_rose = Match.objects.get(half_day__visit=rose)
    assert {of_jeanne.host, of_rose.host} == {lou, ida}

    assert matching.decline_match(match=of_jeanne, by=SOFTWARE, side="visitor") is None

    assert Deadline.objects.get(kind=pairing.MATCH).due_at == clock.now()
    match(week)
    assert len(pairs(week)) == 2


def test_whoever_stands_there_is_received_at_once_by_an_open_light(week: Week) -> None:
    hosts = [host_of(week, name, "couture") for name in ("Ada", "Lou", "Zoé")]
    set_light(place=week.place, person=hosts[0].person, light="busy", by=SOFTWARE)
    set_light(place=week.place, person=hosts[2].person, light="open", by=SOFTWARE)
    row = only(make_visit(week, "Passante"))

    found = matching.match_walk_in(half_day=row, by=SOFTWARE)

    assert found is not None
    assert found.host == hosts[2]
    assert matching.match_walk_in(half_day=row, by=SOFTWARE) == found


def test_no_host_ever_receives_more_than_they_said(week: Week) -> None:
    lou = host_of(week, "Lou", "", at_once=1)
    first, second = make_visit(week, "Jeanne"), make_visit(week, "Rose")
    assert matching.match_walk_in(half_day=only(first), by=SOFTWARE)

    assert matching.match_walk_in(half_day=only(second), by=SOFTWARE) is None
    with pytest.raises(Refused, match="Lou"):
        matching.assign_host(half_day=only(second), host=lou, by=SOFTWARE)
    assert match(week).without == 1
    assert [each.name for each in reads.without_host(week, WEDNESDAY_MORNING.date)] == ["Rose"]


def test_the_concierge_assigns_also_who_declined_and_takes_it_back(week: Week) -> None:
    lou = host_of(week, "Lou", "")
    host_of(week, "Ida", "couture")
    visit = make_visit(week, "Jeanne", learn="couture")
    match(week)
    matching.assign_host(half_day=only(visit), host=lou, by=SOFTWARE)
    match(week)
    assert pairs(week) == {("Jeanne", WEDNESDAY_MORNING.key): "Lou"}

    fixed = Match.objects.get(host=lou)
    matching.decline_match(match=fixed, by=SOFTWARE, side="host")
    matching.assign_host(half_day=only(visit), host=lou, by=SOFTWARE)
    assert pairs(week) == {("Jeanne", WEDNESDAY_MORNING.key): "Lou"}

    matching.release_match(match=Match.objects.get(host=lou), by=SOFTWARE)
    match(week)
    assert pairs(week) == {("Jeanne", WEDNESDAY_MORNING.key): "Ida"}


def test_a_host_who_is_no_longer_there_receives_nobody_even_if_they_had_accepted(
    week: Week,
) -> None:
    host_of(week, "Lou", "couture", WEDNESDAY_MORNING)
    host_of(week, "Ida", "")
    make_visit(week, "Jeanne", learn="couture")
    match(week)
    matching.accept_match(match=Match.objects.get(), by=SOFTWARE, side="host")
    host_of(week, "Lou", "couture", THURSDAY_MORNING)
    match(week)
    assert pairs(week) == {("Jeanne", WEDNESDAY_MORNING.key): "Ida"}

    actions.withdraw_host(host=Host.objects.get(person__name="Ida"), by=SOFTWARE)
    assert pairs(week) == {}


def test_what_changes_while_it_is_sought_is_right(
    week: Week, monkeypatch: pytest.MonkeyPatch
) -> None:
    lou, ida = host_of(week, "Lou", "couture", at_once=1), host_of(week, "Ida", "", at_once=1)
    jeanne, rose = make_visit(week, "Jeanne", learn="couture"), make_visit(week, "Rose")
    seek = apart.solve

    def slowly(problem: Problem) -> Solution:
        found = seek(problem)
        matching.assign_host(half_day=only(rose), host=lou, by=SOFTWARE)
        return found

    monkeypatch.setattr(apart, "solve", slowly)
    done = match(week)

    assert done.late > 0
    assert Match.objects.get(half_day__visit=rose).host == lou
    monkeypatch.undo()
    match(week)
    assert Match.objects.get(half_day__visit=jeanne).host == ida


def test_whatever_happens_has_the_week_matched_within_a_minute_and_once(week: Week) -> None:
    def due() -> Deadline:
        return Deadline.objects.get(kind=pairing.MATCH, subject_id=week.pk)

    host_of(week, "Lou", "")
    first = due().due_at
    with clock.at(WEDNESDAY_TEN + timedelta(seconds=30)):
        visit = make_visit(week, "Jeanne")
        assert due().due_at == first
    with clock.at(WEDNESDAY_TEN + timedelta(seconds=61)):
        deadlines.sweep()
        assert due().done_at
        assert Deadline.objects.get(kind=pairing.UNFINISHED).done_at is None
        jobs.match_now(week.pk)
        assert Deadline.objects.get(kind=pairing.UNFINISHED).done_at
        actions.cancel_visit(visit=visit, by=SOFTWARE)
        assert due().done_at is None


def test_both_are_told_when_it_is_near_and_not_each_time_it_is_computed(week: Week) -> None:
    host_of(week, "Lou", "couture")
    make_visit(week, "Jeanne", THURSDAY_MORNING, email="jeanne@example.org")
    with clock.at(WEDNESDAY_TEN - timedelta(days=1)):
        match(week)
        assert not Deadline.objects.filter(kind=pairing.TELL).exists()
    make_visit(week, "Omar", WEDNESDAY_AFTERNOON, email="omar@example.org")
    match(week)

    assert Deadline.objects.filter(kind=pairing.TELL).count() == 1


def test_a_host_reaches_their_own_visitors_alone(week: Week) -> None:
    lou = host_of(week, "Lou", "couture", at_once=1)
    ida = host_of(week, "Ida", "vélo", at_once=1)
    make_visit(week, "Jeanne", learn="couture")
    rose = make_visit(week, "Rose", learn="vélo")
    match(week)
    other = Match.objects.get(host=ida)

    assert [each.name for each in reads.visitors_of(lou)] == ["Jeanne"]
    assert reads.match_of_host(lou, other.pk) is None
    assert reads.match_of_host(ida, other.pk) == other
    assert reads.match_of_visit(rose, other.pk) == other
    matching.decline_match(match=other, by=SOFTWARE, side="host")
    assert reads.visitors_of(ida) == []
    assert reads.match_of_host(ida, other.pk) is None


@pytest.mark.parametrize("number", [1, 3])
def test_reads_do_not_grow_with_people(
    week: Week, number: int, django_assert_max_num_queries: Any
) -> None:
    hosts = [host_of(week, f"Hôte{n}", "couture", at_once=3) for n in range(number)]
    visits = [make_visit(week, f"Jeanne{n}", learn="couture") for n in range(number)]
    match(week)

    with django_assert_max_num_queries(9):
        queries.known.known_of(week)
    with django_assert_max_num_queries(2):
        reads.hosts_for(visits[0])
    with django_assert_max_num_queries(1):
        reads.visitors_of(hosts[0])
    with django_assert_max_num_queries(3):
        reads.without_host(week)


def test_a_group_is_received_together_by_one_host(week: Week) -> None:
    host_of(week, "Lou", "", at_once=1)
    register(
        week, "Mme Roy", WEDNESDAY_MORNING, WEDNESDAY_AFTERNOON, group="la 4e B", party_size=12
    )
    match(week)

    assert Match.objects.count() == 2
    assert {row.state for row in Match.objects.all()} == {MatchState.PROPOSED}
    assert reads.visitors_of(Host.objects.get())[0].party_size == 12

"""Whose right ends is hung up on within five seconds, whichever way it ends."""

import time
from datetime import timedelta
from typing import Any

import pytest

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE, Author
from openweek.place import actions as place_actions
from openweek.place.models import Capability, Membership, Person
from openweek.place.rules import Who
from openweek.writing import actions
from openweek.writing.live.rights import found_now
from openweek.writing.live.ticket import make_ticket, read_ticket
from openweek.writing.models import Text
from openweek.writing.passes import pass_for
from openweek.writing.rules import access_text
from openweek.writing.tree import SCHEMA_VERSION
from tests.factories.places import make_place
from tests.writing.client import Writer
from tests.writing.conftest import House

CAMILLE = Author(name="Camille", person_id=1)
AT_ONCE = 5.0


def joined(
    house: House,
    text: Text,
    *,
    level: str = "write",
    person: Person | None = None,
    link: Any = None,
) -> Writer:
    """Somebody who came with a page's ticket, as a person or with a link."""
    author = Author(
        name="Ada",
        person_id=person.pk if person else None,
        capability_id=None if person else link and link.pk,
        passer_by="" if person else "ada",
    )
    ticket = make_ticket(
        text_id=text.pk,
        author=author,
        level=level,
        schema=SCHEMA_VERSION,
        person=person,
        capability_ids=frozenset({link.pk} if link else ()),
    )
    writer = house.writing(f"ws://127.0.0.1:{house.port}/live/{text.pk}?ticket={ticket}")
    return writer.hear(lambda: "welcome" in writer.kinds)


def is_hung_up_on(writer: Writer, code: int) -> bool:
    since = time.monotonic()
    return writer.hear_the_end() == code and time.monotonic() - since < AT_ONCE


def link_to(house: House, text: Text, *, lasts: float = 3600) -> Capability:
    link, _ = place_actions.give_capability(
        kind="text",
        place=house.place,
        by=SOFTWARE,
        expires_at=clock.now() + timedelta(seconds=lasts),
    )
    actions.grant(text=text, level="write", by=CAMILLE, capability=link)
    return link


def member(house: House, role: str) -> Person:
    return place_actions.add_person(place=house.place, name="Ada", role=role, by=SOFTWARE)


def test_a_link_that_is_revoked_takes_the_pen(live: House) -> None:
    text = live.text("Début.", anyone="")
    link, other = link_to(live, text), link_to(live, text)
    ada, blaise = joined(live, text, link=link), joined(live, text, link=other)
    place_actions.revoke_capability(capability=link, by=CAMILLE)
    assert is_hung_up_on(ada, 4403)
    blaise.write("Encore là.").hear(lambda: blaise.all_is_saved)


def test_a_link_that_runs_out_takes_the_pen_though_nothing_happens(live: House) -> None:
    text = live.text("Début.", anyone="")
    ada = joined(live, text, link=link_to(live, text, lasts=0.5))
    assert is_hung_up_on(ada, 4403)


def test_who_may_still_read_comes_again_to_read(live: House) -> None:
    text = live.text("Début.", anyone="read")
    link = link_to(live, text)
    ada = joined(live, text, link=link)
    place_actions.revoke_capability(capability=link, by=CAMILLE)
    assert is_hung_up_on(ada, 1012)


def test_a_role_that_changes_changes_the_pen(live: House) -> None:
    text = live.text("Début.", anyone="read")
    actions.grant(text=text, level="write", by=CAMILLE, role="coworker")
    person = member(live, "coworker")
    ada = joined(live, text, person=person)
    membership = Membership.objects.get(person=person)
    place_actions.change_role(membership=membership, role="visitor", by=CAMILLE)
    assert is_hung_up_on(ada, 1012)


def test_sessions_that_end_with_a_lost_paper_end_here_too(live: House) -> None:
    text = live.text("Début.", anyone="")
    person = member(live, "contributor")
    actions.grant(text=text, level="write", by=CAMILLE, person=person)
    ada = joined(live, text, person=person)
    place_actions.give_access(place=live.place, person=person, by=CAMILLE)
    paper = Capability.objects.select_related("person").get(person=person, kind="access")
    place_actions.revoke_access(paper=paper, by=CAMILLE)
    assert is_hung_up_on(ada, 4403)


def test_a_token_that_is_withdrawn_closes_what_it_opened(live: House) -> None:
    text = live.text("Début.", anyone="read")
    person = member(live, "contributor")
    actions.grant(text=text, level="write", by=CAMILLE, person=person)
    secret = place_actions.give_token(place=live.place, person=person, by=SOFTWARE)
    script = live.writing(f"ws://127.0.0.1:{live.port}/live/{text.pk}?token={secret}")
    script.hear(lambda: script.words)
    token = Capability.objects.get(person=person, kind="api")
    place_actions.revoke_capability(capability=token, by=CAMILLE)
    assert is_hung_up_on(script, 4403)


@pytest.mark.parametrize(("level", "may"), [("write", "read"), ("write", "")])
def test_a_ticket_signed_before_the_right_ended_opens_for_a_moment_only(
    live: House, level: str, may: str
) -> None:
    text = live.text("Début.", anyone=may)
    ada = joined(live, text, level=level)
    assert is_hung_up_on(ada, 1012 if may else 4403)


@pytest.mark.django_db
def test_a_pages_ticket_says_all_that_the_right_stands_on() -> None:
    """Looked at again, whoever a page let in may do what the page said."""
    place = make_place()
    text = actions.create_text(place=place, title="Un", language="fr", by=CAMILLE)
    person = place_actions.add_person(place=place, name="Ada", role="coworker", by=SOFTWARE)
    link, _ = place_actions.give_capability(kind="text", place=place, by=SOFTWARE)
    other, _ = place_actions.give_capability(kind="text", place=place, by=SOFTWARE)
    actions.grant(text=text, level="read", by=CAMILLE, role="anyone")
    actions.grant(text=text, level="write", by=CAMILLE, capability=link)
    actions.grant(text=text, level="manage", by=CAMILLE, role="coworker")
    signed_in = Author(name="Ada", person_id=person.pk)
    passing = Author(passer_by="x")
    for who, level in [
        (Who(person=person, author=signed_in, capability_ids=frozenset({link.pk})), "manage"),
        (Who(author=passing, capability_ids=frozenset({link.pk, other.pk})), "write"),
        (Who(author=passing, capability_ids=frozenset({other.pk})), "read"),
        (Who(author=passing), "read"),
    ]:
        ticket = read_ticket(pass_for(access_text(who, text.pk), who.author)["ticket"])
        holder = (str(text.pk), ticket.standing)
        assert (ticket.level, found_now([holder], 0).levels[holder]) == (level, level)

"""What the demonstration's concierge keeps: rules, notices, requests for help, guide, partners."""

import uuid
from datetime import date, datetime, time, timedelta

from openweek.config.demo import conciergerie_words as said
from openweek.config.demo.conciergerie_words import Asked, Page, With
from openweek.config.demo.together import somebody
from openweek.desk import actions
from openweek.desk.models import HelpRequest, HouseRules, Notice
from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.place.models import Person, Place
from openweek.visits.models import Visit
from openweek.week.models import Week

SLUG = "le-preau"
KEEPER = "Nadia Berthet"
# Some of those who come have read the rules on their own page.
READ_BY_EVERY = 4


def is_missing() -> bool:
    return not HouseRules.objects.filter(place__slug=SLUG).exists()


def make_conciergerie() -> None:
    """What lasts: the rules in two versions, the guide, and partners with what is due."""
    place = Place.objects.get(slug=SLUG)
    now, keeper = clock.now(), somebody(KEEPER)
    with clock.at(now - timedelta(weeks=9)):
        actions.publish_rules(place=place, text=said.FIRST_RULES, after=0, by=keeper)
        for page in said.PAGES:
            _write_page(place, page)
    with clock.at(now - timedelta(days=6)):
        newest = actions.publish_rules(
            place=place, text=said.SECOND_RULES, after=1, by=keeper, change=said.WHAT_IS_NEW
        )
    with clock.at(now - timedelta(days=5)):
        for name in said.READERS:
            actions.acknowledge(rules=newest, reader=somebody(name).key, by=somebody(name))
    today = clock.today(place.zone)
    monday = today - timedelta(days=today.weekday())
    for partner in said.PARTNERS:
        _keep_partner(place, partner, monday)


def is_day_missing(week: Week) -> bool:
    return not Notice.objects.filter(once=_once(week, said.URGENT)).exists()


def keep_the_desk_of_today(week: Week) -> None:
    """What is true until this evening, what is until the end, and who needs a hand."""
    if not is_day_missing(week):
        return
    place, now = week.place, clock.now()
    evening = datetime.combine(week.today, time(19), place.zone)
    actions.publish_notice(
        place=place, once=_once(week, said.URGENT), by=somebody(KEEPER), text=said.URGENT,
        more=said.URGENT_MORE, is_urgent=True, starts_at=now - timedelta(minutes=40),
        ends_at=max(evening, now + timedelta(hours=2)),
    )  # fmt: skip
    last = datetime.combine(week.ends_on, time(20), place.zone)
    actions.publish_notice(
        place=place, once=uuid.uuid5(uuid.NAMESPACE_OID, f"{week.pk}:{said.NOTICE}"),
        by=somebody("Hélène"), text=said.NOTICE, more=said.NOTICE_MORE,
        starts_at=now - timedelta(hours=20), ends_at=max(last, now + timedelta(hours=4)),
    )  # fmt: skip
    for asked in said.HELP:
        _ask(week, asked)
    _answer(week, said.HELP_ANSWERED)
    _read_by_visitors(week)


def _write_page(place: Place, page: Page, answered: HelpRequest | None = None) -> None:
    actions.add_guide_page(
        place=place, once=uuid.uuid5(uuid.NAMESPACE_OID, f"{place.pk}:{page.title}"),
        by=somebody(KEEPER), answered=answered, title=page.title, text=page.text,
        words=page.words, language=page.language,
    )  # fmt: skip


def _keep_partner(place: Place, known: With, monday: date) -> None:
    keeper = somebody(KEEPER)
    until = known.agreed_until
    with clock.at(clock.now() - timedelta(weeks=8)):
        partner = actions.add_partner(
            place=place, once=_number(known.name), by=keeper, name=known.name, what=known.what,
            contact=known.contact, website=known.website, phone=known.phone, notes=known.notes,
            is_public=known.is_public,
            agreed_until=None if until is None else monday + timedelta(days=until),
        )  # fmt: skip
    for days, whom, words in known.meetings:
        actions.add_meeting(
            partner=partner, on=monday + timedelta(days=days), with_whom=whom, said=words,
            once=_number(f"{known.name}:{days}"), by=keeper,
        )  # fmt: skip
    for what, is_ours, due in known.promises:
        promise = actions.add_promise(
            partner=partner, what=what, is_ours=is_ours, once=_number(what), by=keeper,
            due_on=None if due is None else monday + timedelta(days=due),
        )  # fmt: skip
        if what == known.kept:
            actions.keep_promise(promise=promise, by=keeper)


def _ask(week: Week, asked: Asked) -> HelpRequest:
    at = clock.now() - timedelta(minutes=asked.minutes)
    with clock.at(at):
        made = actions.ask_help(
            place=week.place, about=asked.about, once=_once(week, asked.words),
            by=somebody(asked.who), words=asked.words, where=asked.where,
        )  # fmt: skip
    if asked.taken_by:
        helper = Person.objects.get(name__startswith=asked.taken_by)
        with clock.at(at + timedelta(minutes=3)):
            actions.take_help(asked=made, person=helper, by=somebody(asked.taken_by))
    return made


def _answer(week: Week, asked: Asked) -> None:
    """And what was answered became a page of the guide."""
    made = _ask(week, asked)
    with clock.at(clock.now() - timedelta(minutes=asked.minutes - 10)):
        actions.answer_help(asked=made, answer=said.ANSWER, by=somebody(asked.taken_by))
    _write_page(week.place, said.ANSWERED, made)


def _read_by_visitors(week: Week) -> None:
    newest = HouseRules.objects.filter(place=week.place).first()
    if newest is None:
        return
    for visit in Visit.objects.filter(week=week, cancelled_at=None)[::READ_BY_EVERY]:
        actions.acknowledge(rules=newest, reader=visit.subject, by=Author(name=visit.name))


def _once(week: Week, words: str) -> uuid.UUID:
    """The same all day long."""
    return _number(f"{week.pk}:{week.today}:{words}")


def _number(words: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_OID, words)

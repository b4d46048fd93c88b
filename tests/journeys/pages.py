"""Every page of the story, for those who look at all of them."""

from typing import Any

from tests.journeys.conftest import OpenWeek

SITE_PAGES = (
    "chapter-1.html", "chapter-2.html", "chapter-4.html", "glossary.html", "credits.html",
    "licence.html", "about.html", "book.html",
)  # fmt: skip
OLD = "/comptoir-numerique/mars-2012/"


def for_everybody(week: OpenWeek, links: dict[str, Any], team: dict[str, Any]) -> list[str]:
    """Signed out; some are opened by a private link, which the browser then remembers."""
    return [
        "/", "/demo/", "/sign-in/", "/look/", "/move-commons/np-rp-rc.di-gr/",
        "/le-preau/", "/le-preau/formats/", "/le-preau/formats/wikischool/", "/le-preau/books/",
        "/le-preau/books/la-classe-de-cm2/", "/le-preau/desk/letters/",
        "/le-preau/rules/", "/le-preau/notices/", "/le-preau/help/", "/le-preau/guide/",
        "/le-preau/guide/print/", "/le-preau/guide/?q=inprimer", "/le-preau/guide/?q=helicoptere",
        "/le-preau/partners/",
        "/comptoir-numerique/", OLD, f"{OLD}programme/", f"{OLD}challenges/", f"{OLD}visit/",
        week.alive, f"{week.alive}programme/", f"{week.alive}programme/?day=all",
        f"{week.alive}hosts/", f"{week.alive}challenges/explorbook/", f"{week.alive}screen/",
        week(), week("programme/?day=all"), week("programme/propose/"),
        week("programme/propose/?format=wikischool"),
        week("programme/subscribe/"), f"{week.alive}programme/embed/",
        f"{week.alive}programme/wishes/", week("programme/wishes/wish/"),
        week("programme/wishes/offer/"), week("programme/mine/"), week("programme/figures/"),
        f"{week.alive}screen/atelier/", week(f"{links['session']}come/"),
        week(f"{links['session']}me-too/"), week(f"{links['session']}questions/"),
        week(links["session"]), week(links["private_link"]), week(f"{links['session']}change/"),
        week(f"{links['session']}history/"), week("programme/history/"),
        week("programme/history/?since=2026-01-01T10:00&until=2025-01-01T10:00"),
        week("visit/"), week(links["visit"]), week(f"{links['visit']}change/"),
        week(f"{links['visit']}data/"), week("visit/nobody-s/"), week(links["badge"]),
        week("challenges/"), week.challenge, f"{week.challenge}sign-up/",
        team["link"], team["texts"][0],
        week("tasks/"), f"{week.alive}tasks/",
        week(links["kiosk"]), week(f"{links['kiosk']}code/"), week(f"{links['kiosk']}new/"),
        "/le-preau/here/", "/le-preau/here/arrive/", "/le-preau/here/people/", "/le-preau/wall/",
        "/le-preau/wall/write/",
        links["paper"], "/enter/nobody-s/", "/le-preau/letters/stop/nobody-s/",
        "/nowhere/", week("welcome/"), week("screen/"),
    ]  # fmt: skip


def for_the_concierge(week: OpenWeek, links: dict[str, Any], team: dict[str, Any]) -> list[str]:
    """What only they see, or see otherwise."""
    person, place = "/le-preau/people/odette-chazelle", "/le-preau"
    return [
        f"{place}/", f"{place}/desk/", f"{place}/desk/place/", f"{place}/desk/rooms/",
        f"{place}/desk/rooms/atelier/", week("programme/grid/"), week("programme/breaks/"),
        week(f"programme/grid/?chosen=slot-{links['slot']}"),
        f"{place}/here/", f"{place}/here/people/me/", f"{place}/wall/",
        f"{place}/people/", f"{place}/people/new/", f"{person}/role/", f"{person}/access/",
        f"{place}/rules/", f"{place}/rules/write/", f"{place}/notices/", f"{place}/notices/new/",
        f"{place}/help/requests/", f"{place}/guide/new/?replaces=print", f"{place}/guide/removed/",
        f"{place}/partners/", f"{place}/partners/new/",
        f"{place}/formats/new/", f"{place}/formats/recipes/", f"{place}/formats/wikischool/change/",
        f"{place}/weeks/new/", f"{place}/weeks/new/?source=nothing&starts_on=2027-03-15",
        week("checklist/"), f"{place}/books/", team["book"], f"{place}/books/la-classe-de-cm2/",
        week(), week("settings/"), week("settings/hours/"), week("welcome/"),
        week("welcome/badges/"), week("welcome/kiosk/"), week("welcome/?q=Anselme"),
        week("welcome/?q=Personne"), week(links["badge"]),
        week("hosts/"), week("hosts/me/"), week("hosts/matches/"), f"{week.alive}hosts/matches/",
        f"{week.alive}hosts/me/visitors/", f"{week.alive}hosts/me/light/", f"{week.alive}tasks/",
        week("tasks/bring/"), week("programme/now/"), week("programme/history/"),
        week("programme/history/undo/period/?since=2026-01-01T10:00"), week("programme/removed/"),
        week(f"{links['session']}change/"), week(f"{links['session']}move/{links['slot']}/"),
        f"{week.alive}programme/", week(links["session"]), week(f"{links['session']}sheet/"),
        week(f"{links['session']}attendance/"), week("programme/settings/"),
        f"{week.alive}programme/queue/", week("programme/import/"), week("programme/arrange/"),
        week("challenges/"), week("challenges/new/"), week.challenge, team["link"],
        team["texts"][0], f"{week.alive}welcome/", "/sign-out/",
    ]  # fmt: skip


def forms_for_everybody(week: OpenWeek) -> list[str]:
    """Sent empty, each says what to do."""
    return [
        "/sign-in/", week("programme/propose/"), week("visit/"), f"{week.challenge}sign-up/",
        week("programme/wishes/wish/"), "/le-preau/here/arrive/", "/le-preau/wall/write/",
    ]  # fmt: skip


def forms_for_the_concierge(week: OpenWeek, links: dict[str, Any]) -> list[str]:
    place = "/le-preau"
    return [
        f"{place}/desk/place/", f"{place}/desk/rooms/", f"{place}/people/new/",
        f"{place}/formats/new/", f"{place}/weeks/new/?starts_on=", week("settings/"),
        f"{place}/weeks/new/?source=nothing&starts_on=2027-03-15", week("checklist/"),
        week("challenges/new/"),
        week("programme/now/"), week("welcome/"), week("welcome/kiosk/"),
        week(f"{links['session']}change/"),
        week(f"{links['session']}move/{links['slot']}/"), week("tasks/bring/"),
    ]  # fmt: skip


def challenges_for_everybody(shelf: dict[str, Any]) -> list[str]:
    """Teams are opened by their links: « who are you? » is asked there."""
    put_off, school, book = shelf["put_off"], shelf["school"], shelf["everything"]
    return [
        put_off, f"{put_off}sign-up/", f"{put_off}sign-up/alone/", f"{put_off}sign-up/place/",
        shelf["busy_team"], f"{shelf['busy_team']}book/",
        f"{shelf['busy_team']}members/{shelf['member']}/", shelf["text"],
        f"{put_off}ceremony/", shelf["last_hour"],
        school, f"{school}sign-up/", f"{school}sign-up/alone/", f"{school}sign-up/place/",
        shelf["waiting"], f"{shelf['waiting']}change/", shelf["seated"],
        shelf["over"], f"{shelf['over']}sign-up/", f"{shelf['over']}ceremony/",
        shelf["published"], shelf["correcting"], f"{shelf['correcting']}book/",
        book, f"{book}editions/1/", f"{book}editions/2/", shelf["withdrawn"],
        "/le-preau/formats/", "/le-preau/formats/explorbook/", "/le-preau/formats/openschool/",
        "/le-preau/formats/explopapycamp/versions/1/",
    ]  # fmt: skip


def challenges_for_the_concierge(shelf: dict[str, Any]) -> list[str]:
    put_off, book = shelf["put_off"], shelf["everything"]
    return [
        put_off, f"{put_off}change/", f"{put_off}postpone/", f"{put_off}close/", shelf["films"],
        f"{shelf['school']}composing/", f"{put_off}composing/", shelf["school"],
        shelf["over"], f"{shelf['over']}postpone/", f"{shelf['over']}close/",
        f"{put_off.partition('/challenges/')[0]}/challenges/new/",
        book, f"{book}sources/", f"{book}cover/", f"{book}withdraw/", shelf["media"],
        shelf["withdrawn"], f"{shelf['withdrawn']}withdraw/",
        "/le-preau/formats/explorbook/change/", "/le-preau/desk/place/",
    ]  # fmt: skip


def site_of_a_book(shelf: dict[str, Any]) -> list[str]:
    """The book to carry away, as it is read here."""
    site = f"{shelf['everything']}editions/2/site/"
    return [site, *(f"{site}{page}" for page in SITE_PAGES)]


def challenge_forms_for_everybody(shelf: dict[str, Any]) -> list[str]:
    """Sent empty, each says what to do."""
    return [
        f"{shelf['school']}sign-up/alone/", f"{shelf['put_off']}sign-up/place/",
        f"{shelf['waiting']}change/",
    ]  # fmt: skip


def challenge_forms_for_the_concierge(shelf: dict[str, Any]) -> list[str]:
    return [
        f"{shelf['put_off']}change/", f"{shelf['put_off']}postpone/",
        f"{shelf['everything']}sources/", f"{shelf['everything']}withdraw/",
    ]  # fmt: skip

"""Letters: text and HTML that say the same, three a day at most, and an end to them."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils import translation

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Event
from openweek.place import actions, letters
from openweek.place.jobs import send_letters
from openweek.place.laid_out import lay_out
from openweek.place.models import Letter, Place, Role, Unsubscribed
from tests.conftest import SignIn
from tests.factories.places import WEDNESDAY_TEN, make_person, make_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

OURS = "http://localhost:8000"
TEXT = f"""Bonjour Odette,

C’est noté :
- mardi matin
- jeudi

Dites votre code :

    LUNE 27

Votre page : {OURS}/le-preau/visit/x/"""


class Words(HTMLParser):
    """What somebody reads, and the addresses behind it."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []
        self.links: list[str] = []
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._skipped += tag in {"style", "title"}
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_endtag(self, tag: str) -> None:
        self._skipped -= tag in {"style", "title"}

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.read.append(data)


def read(html: str) -> Words:
    words = Words()
    words.feed(html)
    return words


def plain_words(text: str) -> list[str]:
    """Without addresses, and without what a plain mail draws: dashes, colons before a link."""
    bare = re.sub(r"[\s\u00a0\u202f]*:[\s\u00a0]+https?://\S+", "", text)
    return [word for word in bare.split() if word not in {"-", "--"}]


@pytest.fixture
def place() -> Place:
    return make_place()


@pytest.fixture
def a_mail_server(settings: Any) -> None:
    settings.OPENWEEK_MAIL_URL = "smtp://mail.example"


def write(place: Place | None, to: str = "odette@example.org", **more: Any) -> Letter | None:
    said = {"subject": "On vous attend", "text": TEXT, **more}
    return actions.write_letter(to=to, by=SOFTWARE, place=place, **said)


def stop(place: Place, to: str = "odette@example.org") -> str:
    return letters.stop_address(place, to).removeprefix(OURS)


@pytest.mark.usefixtures("a_mail_server")
def test_a_letter_leaves_as_text_and_as_html_that_say_the_same(place: Place) -> None:
    write(place)
    send_letters()
    (sent,) = mail.outbox
    assert isinstance(sent, EmailMultiAlternatives)
    ((html, kind),) = sent.alternatives
    assert kind == "text/html"
    said = [place.name, str(sent.subject), str(sent.body)]
    assert " ".join(read(str(html)).read).split() == [w for each in said for w in plain_words(each)]
    kept = Letter.objects.get()
    assert (kept.text, kept.html) == ("", "")


@pytest.mark.usefixtures("a_mail_server")
def test_a_letter_says_how_to_have_no_more_also_to_mail_programs(place: Place) -> None:
    write(place)
    send_letters()
    (sent,) = mail.outbox
    end = OURS + stop(place)
    assert end in str(sent.body)
    assert sent.extra_headers["List-Unsubscribe"] == f"<{end}>"
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "odette" not in end


def test_links_are_buttons_and_only_to_our_own_pages(place: Place) -> None:
    text = f"Gagnez : https://evil.example/\n\nMa page : {OURS}/p/\n\nLà :\n{OURS}/q/"
    letter = write(place, text=text)
    assert letter is not None
    assert read(letter.html).links == [f"{OURS}/p/", f"{OURS}/q/", OURS + stop(place)]
    assert "https://evil.example/" in letter.html  # as words


def test_nothing_that_was_typed_becomes_markup(place: Place) -> None:
    hostile = '<img src="https://spy.example/x.png"> {{ secret }} <script>x</script>'
    letter = write(place, subject=hostile, text=f"Bonjour {hostile},")
    assert letter is not None
    assert read(letter.html).links == [OURS + stop(place)]
    assert hostile in " ".join(read(letter.html).read)


def test_the_html_is_in_the_language_of_the_letter_and_fetches_nothing(place: Place) -> None:
    with translation.override("en"):
        letter = write(place)
    assert letter is not None
    assert '<html lang="en">' in letter.html
    assert "No more letters from Le Préau" in letter.html
    assert not re.search(r"<(img|link|script|iframe)\b|url\(|@import", letter.html)


def test_a_code_is_written_large_and_a_list_is_one() -> None:
    html = lay_out(TEXT, subject="x", place="x", language="fr")
    assert html.count("<li ") == 2
    assert re.search(r'<p class="code"[^>]*>LUNE 27</p>', html)


@pytest.mark.parametrize(
    ("typed", "greeted"),
    [
        ("Odette", "Odette"),
        ("Odette\r\nBcc: everybody@example.org", ""),
        ("Odette\r\nLa Belle", "Odette La Belle"),
        ("Gagnez https://evil.example", ""),
        ("www.evil.example", ""),
        ("Gagnez gros.example", ""),
        ("J.R. Ewing", "J.R. Ewing"),
        ("x" * 61, ""),
    ],
)
def test_a_name_that_is_an_address_is_not_greeted_by_it(typed: str, greeted: str) -> None:
    assert actions.greeting_name(typed) == greeted


# Three a day


def test_the_last_letter_of_a_day_is_for_what_cannot_wait(place: Place) -> None:
    written = [write(place, can_wait=True) for _ in range(3)]
    assert [each is not None for each in written] == [True, True, False]
    assert write(place) is not None
    assert write(place) is None


def test_one_letter_box_spelt_otherwise_is_still_the_same(place: Place) -> None:
    for number in range(1000):
        write(place, f"Victime+{number}@Example.org")
    assert Letter.objects.count() == 3


def test_the_next_day_there_are_letters_again(place: Place) -> None:
    for _ in range(4):
        write(place)
    with clock.at(WEDNESDAY_TEN + timedelta(days=1, minutes=1)):
        assert write(place) is not None


# The end of letters


def test_looking_at_the_end_of_letters_ends_nothing(place: Place, client: Client) -> None:
    assert client.get(stop(place)).status_code == 200
    assert not Unsubscribed.objects.exists()


def test_a_mail_program_ends_letters_with_one_request_without_a_cookie(place: Place) -> None:
    robot = Client(enforce_csrf_checks=True)
    for _ in range(2):
        assert robot.post(stop(place), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert write(place) is None
    assert write(place, "karim@example.org") is not None
    assert write(make_place("La Halle")) is not None
    kept = [*map(str, Unsubscribed.objects.values()), *map(str, Event.objects.values())]
    assert not [each for each in kept if "odette" in each]
    assert Event.objects.filter(kind="place.letters_stopped").count() == 1


def test_a_code_still_comes_to_who_wants_no_letters(place: Place, client: Client) -> None:
    client.post(stop(place))
    assert write(place, urgent=True) is not None
    assert write(None, urgent=True) is not None


def test_what_was_about_to_leave_does_not(place: Place, client: Client, settings: Any) -> None:
    write(place)
    write(place, "karim@example.org")
    client.post(stop(place))
    settings.OPENWEEK_MAIL_URL = "smtp://mail.example"
    send_letters()
    assert [each.to for each in mail.outbox] == [["karim@example.org"]]


def test_letters_can_be_taken_again(place: Place, client: Client) -> None:
    client.post(stop(place))
    assert 'name="again" value="yes"' in client.get(stop(place)).content.decode()
    client.post(stop(place), {"again": "yes"})
    assert write(place) is not None


@pytest.mark.parametrize("forged", ["x", "1.abc:def", "1.abc"])
def test_a_forged_end_ends_nothing(place: Place, client: Client, forged: str) -> None:
    assert client.post(f"/{place.slug}/letters/stop/{forged}/").status_code == 404
    assert not Unsubscribed.objects.exists()


def test_the_end_of_another_place_ends_nothing_here(place: Place, client: Client) -> None:
    elsewhere = stop(make_place("La Halle")).split("/")[-2]
    assert client.post(f"/{place.slug}/letters/stop/{elsewhere}/").status_code == 404
    assert not Unsubscribed.objects.exists()


# How they look at the desk


def test_the_desk_sees_a_letter_laid_out_in_a_frame_that_runs_nothing(
    place: Place, sign_in: SignIn
) -> None:
    letter = write(place)
    assert letter is not None
    desk = sign_in(make_person(place, "Camille", Role.CONCIERGE))
    page = desk.get(f"/{place.slug}/desk/letters/")
    frame = f"/{place.slug}/desk/letters/{letter.pk}/"
    assert f'sandbox loading="lazy" src="{frame}"' in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]

    shown = desk.get(frame)
    rules = dict(
        each.strip().partition(" ")[::2] for each in shown["Content-Security-Policy"].split(";")
    )
    assert rules == {
        "default-src": "'none'", "style-src": "'unsafe-inline'", "frame-ancestors": "'self'",
        "sandbox": "",
    }  # fmt: skip
    assert shown["X-Frame-Options"] == "SAMEORIGIN"


def test_a_letter_of_another_place_or_with_a_code_is_not_shown(
    place: Place, sign_in: SignIn
) -> None:
    desk = sign_in(make_person(place, "Camille", Role.CONCIERGE))
    for letter in (write(make_place("La Halle")), write(None, urgent=True)):
        assert letter is not None
        assert desk.get(f"/{place.slug}/desk/letters/{letter.pk}/").status_code == 404

"""Letters: mail that is written, at most three a day to somebody, and the wish to have no more."""

import re
from collections.abc import Collection, Iterable
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.ground.text import clean_line, clean_prose
from openweek.place.laid_out import FOOT, lay_out, parted
from openweek.place.models import Letter, Place, Unsubscribed

LETTERS_A_DAY = 3
# The last of the day is kept for what cannot wait: a seat that became free, what is tomorrow.
LETTERS_THAT_WAIT_A_DAY = LETTERS_A_DAY - 1
NAME_AT_MOST = 60
_BREAKS = re.compile(r"[^\S\u00a0\u202f]+")
# Mail programs make a link of « gagnez.com » too; « J.R. » is no address.
_DOMAIN = re.compile(r"\w\.\w{2,}")
_STOP = signing.Signer(salt="place.stop_letters")


@transaction.atomic
def write_letter(
    *,
    to: str,
    subject: str,
    text: str,
    by: Author,
    place: Place | None = None,
    urgent: bool = False,
    can_wait: bool = False,
) -> Letter | None:
    """Put a letter in the outgoing tray; None when that address is written no more today, or ever.

    The text says everything, in the reader's language; its HTML is made from it (see
    ``laid_out``), and a letter of a place ends with how to have no more of them.

    ``urgent`` letters (a code somebody waits for) have their own, separate limit in allauth, and
    reach also who wants no letters. Those that ``can_wait`` (thanks, news) leave the last letter
    of a day to those that cannot.
    """
    _one_at_a_time(to)
    if not urgent and (_stopped(to, place) or _had(to) >= _at_most(can_wait=can_wait)):
        return None
    subject = _on_one_line(subject)[:200]
    whole = _with_its_end(text, to, None if urgent else place)
    letter = Letter.objects.create(
        place=place,
        to=to,
        subject=subject,
        text=whole,
        html=lay_out(
            whole,
            subject=subject,
            place=place.name if place else "OpenWeek",
            language=(get_language() or "fr")[:2],
        ),
        created_at=clock.now(),
    )
    events.record(
        "place.letter_written", by=by, subject=letter, place_id=place.pk if place else None
    )
    return letter


def _on_one_line(subject: str) -> str:
    """A newline would start another header; spaces that must not break stay."""
    return _BREAKS.sub(" ", clean_prose(subject)).strip()


def _one_at_a_time(to: str) -> None:
    """Who counts an address' letters holds it until theirs is written. SQLite has one writer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 3))", [mailbox(to)])


def _at_most(*, can_wait: bool) -> int:
    return LETTERS_THAT_WAIT_A_DAY if can_wait else LETTERS_A_DAY


def _had(to: str) -> int:
    """How many in a day, also by another spelling of the same mailbox, also forgotten ones."""
    local, _at, domain = mailbox(to).rpartition("@")
    since = clock.now() - timedelta(days=1)
    theirs = (
        Q(to__iexact=f"{local}@{domain}")
        | Q(to__istartswith=f"{local}+", to__iendswith=f"@{domain}")
        | Q(to=forgotten_address(to))
    )
    return Letter.objects.filter(theirs, created_at__gt=since).count()


def _with_its_end(text: str, to: str, place: Place | None) -> str:
    body, foot = parted(text)
    small = [foot] if foot else []
    if place is not None:
        stop = _("No more letters from %(place)s: %(address)s")
        words = {"place": clean_line(place.name), "address": stop_address(place, to)}
        small.append(stop % words)
    return "\n".join([body, "", FOOT, *small]) if small else body


@transaction.atomic
def forget_letters(*, to: str, place: Place, by: Author) -> int:
    """Empty what the place wrote to an address and make the address unreadable.

    It stays countable, so that erasing does not open the door to more letters a day.
    """
    count = _empty(Letter.objects.filter(place=place, to__iexact=to), to)
    events.record(
        "place.letters_forgotten", by=by, subject=place, place_id=place.pk, data={"count": count}
    )
    return count


@transaction.atomic
def forget_these_letters(*, numbers: Collection[int], place: Place, by: Author) -> int:
    """The same for some letters alone, where an address is also somebody else's."""
    letters = list(Letter.objects.filter(place=place, pk__in=numbers))
    count = sum(_empty(Letter.objects.filter(pk=each.pk), each.to) for each in letters)
    events.record(
        "place.letters_forgotten", by=by, subject=place, place_id=place.pk, data={"count": count}
    )
    return count


def forget_address(to: str) -> None:
    """The same for all places, as part of a greater deed."""
    _empty(Letter.objects.filter(to__iexact=to), to)


def _empty(letters: QuerySet[Letter], to: str) -> int:
    return letters.update(
        to=forgotten_address(to), subject="", text="", html="", sent_at=clock.now()
    )


def mailbox(to: str) -> str:
    """The same for the same letter box: what stands after a + only sorts its mail."""
    local, at, domain = to.strip().casefold().rpartition("@")
    return f"{local.partition('+')[0] or local}{at}{domain}"


def forgotten_address(to: str) -> str:
    """The same for the same address, which nobody can read out of it."""
    return f"{salted_hmac('place.letters', mailbox(to)).hexdigest()[:40]}@forgotten.invalid"


def address_digest(to: str) -> str:
    """All that is kept of somebody who wants no letters."""
    return salted_hmac("place.unsubscribed", mailbox(to), algorithm="sha256").hexdigest()[:32]


def stop_address(place: Place, to: str) -> str:
    """Where that address, and no other, says that it wants no more letters from that place."""
    token = _STOP.sign(f"{place.pk}.{address_digest(to)}")
    return f"{settings.OPENWEEK_URL}{reverse('stop_letters', args=[place.slug, token])}"


def read_stop(place: Place, token: str) -> str | None:
    """The digest of the address that it was given to; None when it is not of this place."""
    try:
        number, digest = _STOP.unsign(token).split(".")
    except (signing.BadSignature, ValueError):
        return None
    return digest if number == str(place.pk) else None


def _stopped(to: str, place: Place | None) -> bool:
    return place is not None and has_stopped(place, address_digest(to))


def has_stopped(place: Place, digest: str) -> bool:
    return Unsubscribed.objects.filter(place=place, digest=digest).exists()


def who_stopped(place: Place, addresses: Iterable[str]) -> set[str]:
    """Those of the addresses to which the place writes no more."""
    digests = set(Unsubscribed.objects.filter(place=place).values_list("digest", flat=True))
    return {to for to in addresses if address_digest(to) in digests}


@transaction.atomic
def stop_letters(*, place: Place, digest: str, by: Author) -> None:
    """Write no more to that address, not even what was about to leave; said again, it stays so."""
    _row, is_new = Unsubscribed.objects.get_or_create(
        place=place, digest=digest, defaults={"at": clock.now()}
    )
    if not is_new:
        return
    for letter in Letter.objects.filter(place=place, sent_at__isnull=True):
        if address_digest(letter.to) == digest:
            _empty(Letter.objects.filter(pk=letter.pk), letter.to)
    events.record("place.letters_stopped", by=by.unnamed, subject=place, place_id=place.pk)


@transaction.atomic
def take_letters_again(*, place: Place, digest: str, by: Author) -> None:
    gone, _rows = Unsubscribed.objects.filter(place=place, digest=digest).delete()
    if gone:
        events.record("place.letters_taken_again", by=by.unnamed, subject=place, place_id=place.pk)


def greeting_name(name: str) -> str:
    """A name as a letter says it: one line, not long, and empty when it is an address to click."""
    said = clean_line(name)
    return "" if has_address(said) or len(said) > NAME_AT_MOST else said


def has_address(said: str) -> bool:
    """Whether mail programs would make a link of it: what strangers typed is not sent on so."""
    return "/" in said or "@" in said or bool(_DOMAIN.search(said))


def may_send() -> bool:
    """Whether letters really leave this installation."""
    return bool(settings.OPENWEEK_MAIL_URL)

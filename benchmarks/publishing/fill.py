"""Fill a data folder with a challenge whose books are long, written and not published yet.

    OPENWEEK_DATA=folder python -m benchmarks.publishing.fill 20     # so many books
    OPENWEEK_DATA=folder python -m benchmarks.publishing.fill --due 8  # in so many seconds

Its last day was an hour ago and nobody has swept; ``--due`` postpones it, as a concierge does.
The words say the same each time. The moment that is set is printed.
"""

import io
import os
import random
import sys
from datetime import timedelta
from typing import Any
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openweek.config.settings")
django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402  once it is set up
from PIL import Image  # noqa: E402

from openweek.challenges.actions import (  # noqa: E402
    create_challenge,
    postpone_challenge,
    sign_up_team,
)
from openweek.challenges.models import Challenge  # noqa: E402
from openweek.config.prepare import prepare  # noqa: E402
from openweek.ground import clock  # noqa: E402
from openweek.ground.authors import SOFTWARE, Author  # noqa: E402
from openweek.place.actions import create_place  # noqa: E402
from openweek.publishing.models import Book  # noqa: E402
from openweek.week.actions import create_week  # noqa: E402
from openweek.writing.actions import add_blocks  # noqa: E402
from openweek.writing.media import add_media  # noqa: E402
from openweek.writing.models import Text  # noqa: E402

PAGES, PICTURES = 60, 20  # of each book; a page of A5 holds some 300 words
AT_ONCE = 60  # blocks that one message of the live server may hold
WORDS = """
le préau ouvre la porte au matin et la voisine pose sa tasse près de la fenêtre où Ginette
répare un grille-pain pendant que le boulanger raconte comment on a poussé les murs avec les
élèves du lycée qui voulaient une table longue et un four assez chaud pour trente pizzas
""".split()  # noqa: SIM905  one word a line would fill a page
HANDS = [Author(name=name, passer_by=name.lower()) for name in ("Nadia", "Ginette", "Karim")]


def fill(books: int) -> None:
    place = create_place(name="Lieu", by=SOFTWARE)
    today = clock.today(place.zone)
    week = create_week(
        place=place, title="Semaine", days=(today, today + timedelta(days=4)), by=SOFTWARE
    )
    now = clock.now()
    with clock.at(now - timedelta(hours=2)):
        challenge = create_challenge(
            week=week, title="ExplorBook", template="explorbook", by=SOFTWARE,
            opens_at=now - timedelta(days=4), closes_at=now - timedelta(hours=1),
        )  # fmt: skip
        for number in range(books):
            team = sign_up_team(
                challenge=challenge, name=f"Soixante pages {number + 1}", once=uuid4(),
                members=[each.name for each in HANDS], by=HANDS[0],
            ).team  # fmt: skip
            write(team.book, random.Random(number))


def write(book: Book, chance: random.Random) -> None:
    chapters = list(book.chapters.select_related("text"))
    for number, chapter in enumerate(chapters):
        share = slice(number, None, len(chapters))
        nodes = _words(chance, len(range(PAGES)[share]))
        photographs = [_photograph(chapter.text, chance) for _ in range(PICTURES)[share]]
        stride = len(nodes) // (len(photographs) + 1)
        for at, photograph in enumerate(photographs, start=1):
            nodes.insert(at * stride + at - 1, photograph)
        for start in range(0, len(nodes), AT_ONCE):
            hand = HANDS[(number + start // AT_ONCE) % len(HANDS)]
            tree = {"type": "doc", "content": nodes[start : start + AT_ONCE]}
            add_blocks(text=chapter.text, by=hand, tree=tree)


def _words(chance: random.Random, pages: int) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = []
    for page in range(pages):
        if page % 5 == 0:
            nodes.append(_block("heading", _sentence(chance, 4).rstrip("."), level=2))
        nodes += [
            _block("paragraph", " ".join(_sentence(chance, 15) for _ in range(5))) for _ in range(4)
        ]
    return nodes


def _sentence(chance: random.Random, length: int) -> str:
    return " ".join(chance.choices(WORDS, k=length)).capitalize() + "."


def _block(kind: str, said: str, **attrs: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"type": kind, "content": [{"type": "text", "text": said}]}
    return {**made, "attrs": attrs} if attrs else made


def _photograph(text: Text, chance: random.Random) -> dict[str, Any]:
    """About as heavy as one of a telephone, once it is kept in its sizes."""
    grain = Image.frombytes("RGB", (200, 150), chance.randbytes(200 * 150 * 3))
    drawn = io.BytesIO()
    grain.resize((1600, 1200), Image.Resampling.BILINEAR).save(drawn, "JPEG", quality=80)
    media = add_media(
        text=text, by=HANDS[0], alt="La grande salle, un matin",
        file=SimpleUploadedFile("photo.jpg", drawn.getvalue(), "image/jpeg"),
    )  # fmt: skip
    told = {"media": str(media.pk), "alt": media.alt, "caption": _sentence(chance, 8)}
    return {"type": "image", "attrs": told}


def due(seconds: float) -> float:
    challenge = Challenge.objects.select_related("week__place").get()
    closes_at = clock.now() + timedelta(seconds=seconds)
    postpone_challenge(
        challenge=challenge, closes_at=closes_at, because="on écrit encore", by=SOFTWARE
    )
    return closes_at.timestamp()


if __name__ == "__main__":
    if sys.argv[1] == "--due":
        print(due(float(sys.argv[2])))
    else:
        prepare()
        fill(int(sys.argv[1]))

"""A book in which there is everything that a book can hold, and one that is long.

Both say the same each time, but for the keys that the database gives.
"""

import io
import random
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from openweek.commons.recipes import BookTemplate, ChapterTemplate
from openweek.ground import clock
from openweek.ground.authors import SOFTWARE, Author
from openweek.place.models import Place
from openweek.publishing import actions
from openweek.publishing.models import Book, Source
from openweek.writing import actions as writing_actions
from openweek.writing.media import add_media
from openweek.writing.models import Consent, Media, Text
from tests.factories.places import make_place
from tests.writing import recorded

Node = dict[str, Any]

NADIA, GINETTE = (Author(name=name, passer_by=name.lower()) for name in ("Nadia", "Ginette"))
TITLE = "<b>Le Préau</b> raconté #import «sys» & Cie"

_WORDS = """
le préau ouvre la porte au matin et la voisine pose sa tasse près de la fenêtre où Ginette
répare un grille-pain pendant que le boulanger raconte comment on a poussé les murs avec les
élèves du lycée qui voulaient une table longue et un four assez chaud pour trente pizzas
""".split()  # noqa: SIM905  one word a line would fill a page


# --- Pieces of a text -----------------------------------------------------------------------


def words(said: str, *marks: Node) -> Node:
    return {"type": "text", "text": said, **({"marks": list(marks)} if marks else {})}


def block(kind: str, /, *content: Node, **attrs: Any) -> Node:
    made: Node = {"type": kind, "content": list(content)}
    return {**made, "attrs": attrs} if attrs else made


def p(*content: Node | str) -> Node:
    return block("paragraph", *(words(each) if isinstance(each, str) else each for each in content))


def h(said: str, level: int = 2) -> Node:
    return block("heading", words(said), level=level)


def cell(said: str, kind: str = "tableCell", **attrs: Any) -> Node:
    return block(kind, p(said) if said else block("paragraph"), **attrs)


def note(said: str) -> Node:
    return {"type": "footnote", "attrs": {"text": said}}


BOLD, ITALIC, STRIKE, CODE = ({"type": each} for each in ("bold", "italic", "strike", "code"))


def link(address: str) -> Node:
    return {"type": "link", "attrs": {"href": address}}


def spreadsheet(rows: int = 40, columns: int = 9) -> Node:
    """As wide and as long as people paste them."""
    head = [cell(f"Colonne {n}", "tableHeader") for n in range(1, columns + 1)]
    body = [
        block("tableRow", *(cell(f"{row} × {n} = {row * n}") for n in range(1, columns + 1)))
        for row in range(1, rows + 1)
    ]
    return block("table", block("tableRow", *head), *body)


COMMUNITY: list[Node] = [
    h("Débuts"),
    h("Un titre trop bas", 4),
    p(
        "Tout a commencé dans une ", words("cuisine", BOLD), ", ", words("un soir", ITALIC), ", ",
        words("à quatre", STRIKE), " à cinq. ", words("$ make demo", CODE),
        note("D’après & <Paul>, qui y était."), {"type": "hardBreak"},
        words("Voir le site & <la suite>", link("https://example.org/?a=1&b=é")),
        " 👩‍👩‍👧‍👦 🏡 \x01\x0b \u202e à l’envers \u202c et rien d’autre. ",
        words("Très-long-mot-sans-fin" * 12),
    ),
    block("blockquote", p("On ouvre, et on voit."), p("Puis on ferme, et on range.")),
    block(
        "bulletList",
        block("listItem", p("la voisine"), block(
            "orderedList",
            block("listItem", p("sa tasse"), block("bulletList", block("listItem", p("le sucre")))),
            start=3,
        )),
        block("listItem", p("le boulanger")),
        block("paragraph", words("un élément jamais fermé")),
    ),
    block(
        "taskList",
        block("taskItem", p("le pain", note("À clé.")), checked=True),
        block("taskItem", p("les affiches"), checked=False),
    ),
    block("callout", p("Fermez derrière vous."), kind="tip"),
    block("callout", p("Le four est chaud."), kind="warning"),
    block("codeBlock", words("for porte in portes:\n    porte.ouvre()  # <!-- toutes -->")),
    {"type": "horizontalRule"},
    block("unheardOf", words("Perdu ?")),
]  # fmt: skip

TERRITORY: list[Node] = [
    h("Le chemin"),
    spreadsheet(),
    block("table", block("tableRow", cell("Semaine", "tableHeader", colspan=9)),
          block("tableRow", cell("lundi", rowspan=3), cell(""), cell("ouvert"))),
    h("المكان الثالث"),
    p("مرحبا بكم في المكان الثالث، حيث نكتب معا كتابا في خمسة أيام."),
    h("みんなの場所"),
    p("ここは誰でも入れる場所です。五日間で一冊の本を書きます。"),
    p("Tout ensemble : مرحبا, 日本語, ελληνικά, русский, עברית."),
]  # fmt: skip

GLOSSARY: list[Node] = [
    h("Ginette"),
    p("Elle répare tout, et l’apprend à qui veut."),
    h("Le préau"),
    p("Là où l’on attendait la pluie ; on y écrit maintenant."),
    p(words("Boulanger", BOLD), " : le voisin d’en face, et son four."),
]

CHAPTERS = [
    ChapterTemplate("community", "Communauté", ("Qui a voulu ce lieu ?",), media=("image",)),
    ChapterTemplate("territory", "Communauté", ("Où êtes-vous ?",)),  # two of one name
    ChapterTemplate("process", "Processus <i>#show</i>", ("Qu’est-ce qui a tout déclenché ?",)),
    ChapterTemplate("scripts", "العربية 日本語", ()),
    ChapterTemplate("glossary", "Gens et lieux", (), kind="glossary"),
]


# --- Books ----------------------------------------------------------------------------------


def a_book_of_everything(place: Place | None = None, **said: Any) -> Book:
    """Five chapters, one of them a glossary and one that nobody wrote."""
    place = place or make_place()
    Place.objects.filter(pk=place.pk).update(ink_ground="#0B6B70", ink_doors="#F0B429")
    place.refresh_from_db()
    book = _book(place, said.pop("title", TITLE), CHAPTERS, **said)
    texts = [chapter.text for chapter in book.chapters.select_related("text")]
    add(texts[0], COMMUNITY, by=NADIA)
    _put_media(texts[0])
    add(texts[1], TERRITORY, by=GINETTE)
    add(texts[3], [p("كتاب واحد، لغات كثيرة."), p("一冊の本、多くの言葉。")], by=NADIA)
    add(texts[4], GLOSSARY, by=GINETTE)
    Source.objects.create(
        book=book, title="Le code source du Comptoir Numérique", author="Zoomacom & Openscop",
        url="https://example.org/source", licence="CC-BY-SA-4.0",
        changes="raccourci, traduit", once=uuid4(), created_at=clock.now(),
    )  # fmt: skip
    return book


def a_long_book(
    place: Place | None = None, *, pages: int = 60, pictures: int = 20, chapters: int = 4,
    title: str = "Soixante pages", seed: int = 1,
) -> Book:  # fmt: skip
    """About so many pages of A5, at 300 words each, and so many photographs spread over them."""
    chance = random.Random(seed)
    given = [ChapterTemplate(f"c{n}", f"Chapitre {n}", ("Et ?",)) for n in range(1, chapters + 1)]
    book = _book(place or make_place(), title, given)
    texts = [chapter.text for chapter in book.chapters.select_related("text")]
    for number, text in enumerate(texts):
        nodes: list[Node] = []
        for page in range(pages // chapters):
            if page % 5 == 0:
                nodes.append(h(_sentence(chance, 4).rstrip(".")))
            nodes += [p(" ".join(_sentence(chance, 15) for _ in range(5))) for _ in range(4)]
        for at in range(pictures // chapters):
            photo = put_photo(text, seed=seed * 1000 + number * 100 + at)
            nodes.insert((at + 1) * len(nodes) // (pictures // chapters + 1), picture_node(photo))
        for start in range(0, len(nodes), 60):  # what one message of the live server may hold
            add(text, nodes[start : start + 60], by=NADIA if number % 2 else GINETTE)
    return book


def _book(place: Place, title: str, chapters: list[ChapterTemplate], **said: Any) -> Book:
    template = BookTemplate("everything", title, "Ce que l’on sait faire.", tuple(chapters))
    return actions.create_book(
        place=place,
        title=title,
        subtitle=said.pop("subtitle", "Écrit à plusieurs"),
        template=template,
        language=said.pop("language", "fr"),
        licence=said.pop("licence", "CC-BY-SA-4.0"),
        move_commons="np-rp-rc.di-gr",
        people=["Nadia", "Ginette", "Paul & <Marie>"],
        by=SOFTWARE,
        **said,
    )


def add(text: Text, nodes: list[Node], *, by: Author) -> None:
    writing_actions.add_blocks(text=text, by=by, tree={"type": "doc", "content": nodes})


def _sentence(chance: random.Random, length: int) -> str:
    return " ".join(chance.choices(_WORDS, k=length)).capitalize() + "."


# --- Pictures, sound, film ------------------------------------------------------------------


def photograph(width: int = 1200, height: int = 800, *, seed: int = 1) -> bytes:
    """A JPEG about as heavy as one from a telephone, and like no other seed's."""
    chance = random.Random(seed)
    grain = Image.frombytes(
        "RGB", (width // 8, height // 8), chance.randbytes(width * height // 64 * 3)
    )
    drawn = grain.resize((width, height), Image.Resampling.BICUBIC)
    ImageDraw.Draw(drawn).rectangle((40, 40, 240, 200), fill=(11, 107, 112))
    made = io.BytesIO()
    drawn.save(made, "JPEG", quality=85)
    return made.getvalue()


def put_photo(text: Text, *, alt: str = "La grande salle, un matin", seed: int = 1) -> Media:
    file = SimpleUploadedFile("photo.jpg", photograph(seed=seed), "image/jpeg")
    return add_media(text=text, by=NADIA, file=file, alt=alt)


def picture_node(media: Media, **attrs: Any) -> Node:
    told = {"media": str(media.pk), "alt": media.alt, **attrs}
    return {"type": "image", "attrs": told}


def _put_media(text: Text) -> None:
    photo, ornament, unasked = (
        put_photo(text, alt=alt, seed=seed)
        for seed, alt in enumerate(("La grande salle", "Un trait", "Quelqu’un de dos"), start=1)
    )
    Media.objects.filter(pk=photo.pk).update(
        credit="Ginette",
        licence="CC-BY-4.0",
        consent=Consent.AGREED,
        consent_said="Paul, à voix haute",
    )
    Media.objects.filter(pk=ornament.pk).update(is_decorative=True)
    Media.objects.filter(pk=unasked.pk).update(consent=Consent.UNASKED)
    sound, film = (
        add_media(text=text, by=GINETTE, file=SimpleUploadedFile("x", content), alt="On rit.")
        for content in (recorded.mp3(), recorded.webm())
    )
    nodes = [
        picture_node(photo, caption="La salle, avant <les murs>"),
        picture_node(ornament, alt="", decorative=True),
        picture_node(unasked),
        {"type": "image", "attrs": {"media": str(uuid4()), "alt": "Une image perdue"}},
        _recording(sound, "Elle dit : « Entrez. »\nPuis rit.", caption="La porte"),
        _recording(film, "On voit le four.", caption="Le four"),
    ]
    add(text, nodes, by=GINETTE)


def _recording(media: Media, words: str, *, caption: str) -> Node:
    return {
        "type": media.kind,
        "attrs": {"media": str(media.pk), "words": words, "caption": caption},
    }

"""Text that people type: cleaned when it comes in, made safe when it goes out."""

import re
import unicodedata
from collections.abc import Collection

import nh3
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markdown_it import MarkdownIt

# Turned around, hidden or stacked: characters that make a line look like another one.
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff]"
)
_MANY_MARKS = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_DEVICE_NAMES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$")
_SLUG_LENGTH = 50
_MOST_DIGITS = 18  # more do not fit where numbers of rows are kept
_ASCII_PUNCTUATION = {n: " " for n in range(128) if not chr(n).isalnum()}
_SPELT_OUT = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})


def clean_prose(text: str) -> str:
    """Several lines: without control, reversing or piled-up characters, and one kind of newline."""
    text = unicodedata.normalize("NFC", _SURROGATE.sub("", text))
    text = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
    )
    text = _UNPRINTABLE.sub("", BIDI.sub("", text))
    return _MANY_MARKS.sub(r"\1", text).strip()


def clean_line(text: str) -> str:
    """One line: a name, a title, a subject."""
    return " ".join(clean_prose(text).split())


def first_name(name: str) -> str:
    """The first word of what somebody is called; "" for one who gave no name."""
    return next(iter(name.split()), "")


def unaccented(text: str) -> str:
    """Without accents or capitals, ligatures spelt out; punctuation stays."""
    plain = unicodedata.normalize("NFKD", text.translate(_SPELT_OUT).casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def fold(text: str) -> str:
    """As one hears it: words without accents, capitals or punctuation, a space between them."""
    if text.isascii():  # most are, and a desk folds a thousand names for each search
        return " ".join(text.lower().translate(_ASCII_PUNCTUATION).split())
    return " ".join("".join(c if c.isalnum() else " " for c in unaccented(text)).split())


def whole_number(typed: str) -> int | None:
    """What somebody typed, or sent in an address, if it is a number that a row could have."""
    is_one = typed.isascii() and typed.isdecimal() and len(typed) <= _MOST_DIGITS
    return int(typed) if is_one else None


def safe_slug(text: str, *, taken: Collection[str] = (), default: str = "x") -> str:
    """A word for an address or a file, never one that is taken or means something to a system."""
    spelt = text.translate(_SPELT_OUT)
    spaced = re.sub(r"[^\w]+", "-", spelt)  # a typographic apostrophe parts two words
    ascii_only = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:_SLUG_LENGTH].strip("-") or default
    if _DEVICE_NAMES.match(slug):
        slug = f"{slug}-1"
    candidate, number = slug, 1
    while candidate in taken:
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def size_in_words(count: int) -> str:
    """How long a text is, as somebody would say it: « 120 caractères », « 5,0 millions de … »."""
    million, thousand = 1_000_000, 10_000
    if count >= million:
        return ngettext(
            "%(count)s million characters", "%(count)s million characters", count // million
        ) % {"count": number_format(count / million, 1)}
    if count >= thousand:
        return _("%(count)d thousand characters") % {"count": round(count / 1000)}
    return _("%(count)d characters") % {"count": count}


_markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_markdown_without_tables = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")
# A row of a table is filled up to its width: a few wide rows would make a page of megabytes.
_BARS_IN_TABLES = 1000
_TAGS = {
    "a", "p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "hr",
    "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


# A picture that could not be shown any other way than by asking somebody else for it.
_LOST_PICTURE = re.compile(r'<img(?: alt="[^"]*"| loading="lazy")*>')


def render_markdown(text: str, *, pictures: re.Pattern[str] | None = None) -> SafeString:
    """Plain Markdown to HTML. No remote image, no script, no title above the page's own.

    ``pictures`` are the addresses, of ours, whose pictures are shown; otherwise there are none.
    """
    renderer = _markdown if text.count("|") <= _BARS_IN_TABLES else _markdown_without_tables
    html = renderer.render(BIDI.sub("", text)).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    clean = nh3.clean(
        html,
        tags=_TAGS | ({"img"} if pictures else set()),
        attributes={"a": {"href"}, "img": {"src", "alt"}},
        attribute_filter=lambda _tag, name, value: (
            value if name != "src" or (pictures and pictures.fullmatch(value)) else None
        ),
        set_tag_attribute_values={"img": {"loading": "lazy"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="nofollow noopener noreferrer",
    )
    return mark_safe(_LOST_PICTURE.sub("", clean))  # noqa: S308  nh3 has just sanitised it

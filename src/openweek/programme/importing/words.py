"""Words as other programmes write them, made ours: HTML to Markdown, names, languages, links."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import nh3

from openweek.ground.text import clean_line, clean_prose

_LOOKS_LIKE_HTML = re.compile(
    r"</?(?:p|br|ul|ol|li|a|b|strong|em|i|u|h[1-6]|div|span|code|pre|blockquote|table|hr)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_KEPT_TAGS = {
    "p", "br", "ul", "ol", "li", "a", "b", "strong", "em", "i", "h1", "h2", "h3", "h4", "h5", "h6",
    "div", "code", "pre", "blockquote", "hr", "tr", "td", "th",
}  # fmt: skip
# Of one text; beyond it nobody reads, and cleaning costs.
MOST_LETTERS = 100_000
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})?")
_LANGUAGE_NAMES = {
    "french": "fr", "français": "fr", "francais": "fr", "english": "en", "anglais": "en",
    "deutsch": "de", "german": "de", "allemand": "de", "español": "es", "spanish": "es",
    "espagnol": "es", "italiano": "it", "italian": "it", "italien": "it", "arabe": "ar",
    "arabic": "ar", "portugais": "pt", "portuguese": "pt", "occitan": "oc", "breton": "br",
    "corse": "co", "corsican": "co",
}  # fmt: skip
URL_LENGTH = 400


def line(said: object) -> str:
    return clean_line(plain(str(said)[:MOST_LETTERS])) if said is not None else ""


def plain(text: str) -> str:
    """Without tags, where there are any: a title is one line of words."""
    return nh3.clean(text, tags=set()) if _LOOKS_LIKE_HTML.search(text) else text


def prose(said: object, *, is_ours: bool = False) -> str:
    """Markdown; what is HTML becomes it. What we wrote ourselves is Markdown already."""
    if said is None:
        return ""
    text = str(said)[:MOST_LETTERS]
    if not is_ours and _LOOKS_LIKE_HTML.search(text):
        text = _markdown_of(text)
    return clean_prose(text)


def language(said: object) -> str:
    """So "fr" for "fr", "fr_FR.UTF-8" or "français"; empty for what is no language."""
    text = line(said).lower().replace("_", "-").partition(".")[0]
    if text in _LANGUAGE_NAMES:
        return _LANGUAGE_NAMES[text]
    return text if _LANGUAGE.fullmatch(text) and len(text) <= 12 else ""  # noqa: PLR2004  the column


def link(said: object) -> str:
    """An address that people can follow; empty for anything else."""
    text = line(said)
    if not text or len(text) > URL_LENGTH or " " in text:
        return ""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return text if parts.scheme in {"http", "https"} and re.search(r"[\w.]", host) else ""


def names(said: object) -> tuple[str, ...]:
    """Of a list of people; a comma inside a name would make two of one."""
    found = [line(each).replace(",", " ") for each in said] if isinstance(said, list) else []
    return tuple(dict.fromkeys(" ".join(name.split()) for name in found if name))


def names_in(text: str) -> tuple[str, ...]:
    """Of one cell: "Zoé, Nour ; Ahmed & Lou"."""
    parts = re.split(r"\s*[,;\n]\s*|\s+(?:&|et|and)\s+", clean_prose(text[:MOST_LETTERS]))
    return tuple(dict.fromkeys(clean_line(part) for part in parts if clean_line(part)))


def _markdown_of(html: str) -> str:
    safe = nh3.clean(
        html,
        tags=_KEPT_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    writer = _Writer()
    writer.feed(safe)
    writer.close()
    return re.sub(r"\n{3,}", "\n\n", writer.markdown)


class _Writer(HTMLParser):
    """Of HTML that was cleaned before: few tags, each closed."""

    _AROUND = {"b": "**", "strong": "**", "em": "*", "i": "*", "code": "`"}
    _BEFORE = {
        "p": "\n\n", "div": "\n\n", "br": "  \n", "ul": "\n\n", "ol": "\n\n", "hr": "\n\n---\n\n",
        "blockquote": "\n\n> ",
        "pre": "\n\n```\n", "tr": "\n", "td": " ", "th": " ",
    }  # fmt: skip
    _AFTER = {
        "p": "\n\n", "div": "\n\n", "ul": "\n\n", "ol": "\n\n", "pre": "\n```\n\n",
        "blockquote": "\n\n",
    }  # fmt: skip

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._lists: list[int | None] = []
        self._links: list[str] = []
        self._in_pre = 0

    @property
    def markdown(self) -> str:
        return "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"ul", "ol"}:
            self._lists.append(0 if tag == "ol" else None)
        if tag == "pre":
            self._in_pre += 1
        if tag == "li":
            self._parts.append(self._bullet())
        elif tag == "a":
            self._links.append(dict(attrs).get("href") or "")
            self._parts.append("[" if self._links[-1] else "")
        elif tag in self._AROUND:
            self._parts.append("" if self._in_pre else self._AROUND[tag])
        elif tag.startswith("h") and tag[1:].isdigit():
            self._parts.append("\n\n" + "#" * max(int(tag[1]), 2) + " ")
        else:
            self._parts.append(self._BEFORE.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        if tag == "pre":
            self._in_pre = max(self._in_pre - 1, 0)
        if tag == "a" and self._links:
            href = self._links.pop()
            self._parts.append(f"]({href})" if href else "")
        elif tag in self._AROUND:
            self._parts.append("" if self._in_pre else self._AROUND[tag])
        elif tag.startswith("h") and tag[1:].isdigit():
            self._parts.append("\n\n")
        else:
            self._parts.append(self._AFTER.get(tag, ""))

    def handle_data(self, data: str) -> None:
        if self._in_pre:
            self._parts.append(data)
            return
        words = re.sub(r"\s+", " ", data)
        if not self.markdown_ends_a_line() or words.strip():
            self._parts.append(words.lstrip() if self.markdown_ends_a_line() else words)

    def markdown_ends_a_line(self) -> bool:
        return not self._parts or self._parts[-1].endswith("\n")

    def _bullet(self) -> str:
        depth = "  " * min(max(len(self._lists) - 1, 0), 6)
        if self._lists and self._lists[-1] is not None:
            self._lists[-1] += 1
            return f"\n{depth}{self._lists[-1]}. "
        return f"\n{depth}- "

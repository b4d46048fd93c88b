"""An edition in schema.org's words."""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from openweek.publishing.models import Edition
from openweek.publishing.queries.editions import Form, page_address
from openweek.publishing.told import Told, told

_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
_EBOOK = "https://schema.org/EBook"


def machine_readable(edition: Edition, address: str = "", forms: Sequence[Form] = ()) -> str:
    """The book in schema.org's words, safe inside a script element; ``address`` of its page.

    What is bound into a file of the edition names no ``forms``, so that it stays the same.
    """
    said, book = told(edition), edition.book
    licence = said.licence.uri
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Book",
        "@id": f"urn:uuid:{book.identifier}",
        "url": address or page_address(edition),
        "name": said.title,
        "alternativeHeadline": said.subtitle,
        "abstract": said.summary,
        "inLanguage": said.language,
        "author": [_person(name) for name in said.credits],
        "contributor": [
            {"@type": "Role", "roleName": each.words, "contributor": _person(each.name)}
            for each in said.contributions
        ],
        "publisher": {"@type": "Organization", "name": said.place},
        "datePublished": edition.day.isoformat(),
        "bookEdition": str(edition.number),
        "license": licence,
        "isBasedOn": [
            {
                "@type": "CreativeWork",
                "name": each.title,
                "author": each.author,
                "url": each.url,
                "license": each.licence.uri,
            }
            for each in said.sources
        ],
        "hasPart": _parts(said),
        "workExample": [
            {
                "@type": "Book",
                "bookFormat": _EBOOK,
                "encodingFormat": each.content_type,
                "bookEdition": str(edition.number),
                "url": f"{settings.OPENWEEK_URL}{each.address}",
                "license": licence,
            }
            for each in forms
        ],
    }
    return json.dumps(_filled(described), ensure_ascii=False).translate(_ESCAPES)


def _person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}


def _parts(said: Told) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = [
        {"@type": "Chapter", "name": each.title, "position": each.number} for each in said.chapters
    ]
    if said.glossary:
        parts.append({"@type": "DefinedTermSet", "name": said.glossary_title})
    return parts


def _filled(value: Any) -> Any:
    """Without what nobody said."""
    if isinstance(value, dict):
        filled = {key: _filled(each) for key, each in value.items()}
        return {key: each for key, each in filled.items() if each not in ("", [], {})}
    return [_filled(each) for each in value] if isinstance(value, list) else value

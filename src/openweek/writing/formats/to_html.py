"""A page of its own, to be read anywhere."""

from collections.abc import Callable

from django.utils.html import escape

from openweek.writing.html import Recording, render_tree
from openweek.writing.tree import Node


def page_of(
    tree: Node,
    *,
    title: str,
    language: str,
    image_url: Callable[[str], str],
    recording_of: Callable[[str], Recording | None],
) -> str:
    body = render_tree(tree, image_url=image_url, recording_of=recording_of, language=language)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n</head>\n<body>\n<h1>{escape(title)}</h1>\n"
        f"{body}\n</body>\n</html>\n"
    )

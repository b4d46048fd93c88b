"""What was written, as HTML to read: on our pages, and, since it is XHTML too, in an EPUB.

A shared document has no schema: anybody's client may nest anything in anything. What comes out
is sound all the same: words in a paragraph, items in a list, no block inside a line.
"""

from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from openweek.writing.html.blocks import Writing
from openweek.writing.html.figures import ImageUrl, Picture, Recording, RecordingOf
from openweek.writing.html.links import safe_link
from openweek.writing.html.nodes import Node, children
from openweek.writing.html.notes import Notes

__all__ = ["ImageUrl", "Node", "Picture", "Recording", "RecordingOf", "render_tree", "safe_link"]


def _none(media: str) -> None:
    """No sound or film is at hand: their words stand in their place."""


def render_tree(
    tree: Node,
    *,
    image_url: ImageUrl,
    recording_of: RecordingOf = _none,
    first_heading: int = 2,
    language: str = "",
    prefix: str = "",
    in_book: bool = False,
) -> SafeString:
    """The Tiptap document as HTML that is well-formed XML, with nothing in it that runs.

    ``image_url`` answers with the address of a picture given the id of its media (or with a
    Picture, for a page of many), or with "" when there is none, and then its words stand in its
    place; ``recording_of`` does so for sound and film. ``first_heading`` is the level at which
    the highest titles come out; no level is ever skipped on the way down. ``language`` is that of
    the text: what is said of call-outs, checklists and notes is said in it. ``prefix`` begins
    every id, for several texts on one page. ``in_book`` makes it a part of an EPUB, whose page
    declares the prefix ``epub``.
    """
    notes = Notes(prefix, in_book=in_book)
    writing = Writing(
        image_url=image_url,
        recording_of=recording_of,
        first_heading=first_heading,
        notes=notes,
        in_book=in_book,
    )
    with translation.override(language or translation.get_language()):
        html = "".join(writing.blocks(children(tree), 0)) + notes.listed()
    return mark_safe(html)  # noqa: S308  every word in it went through escaped or escape

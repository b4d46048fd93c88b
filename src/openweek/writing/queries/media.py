"""How much of the disk the pictures, sounds and films of a place take, and what each text has."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from openweek.writing.models import Media, Text, Upload

MEGABYTE, GIGABYTE = 1024 * 1024, 1024**3
_KINDS = {"image", "sound", "film"}


@dataclass(frozen=True, slots=True)
class Room:
    """In bytes: what is kept and what is on its way, of what a place may have."""

    used: int
    most: int

    @property
    def left(self) -> int:
        return max(self.most - self.used, 0)

    @property
    def words(self) -> str:
        told = {"used": weight(self.used), "most": weight(self.most)}
        return _("%(used)s of %(most)s are taken.") % told


def room_of(place_id: int) -> Room:
    """An upload counts for the whole that was announced, so that it need not be refused later."""
    rows = [Media.objects.filter(text__place=place_id), Upload.objects.filter(text__place=place_id)]
    used = sum(each.aggregate(sum=Sum("size"))["sum"] or 0 for each in rows)
    return Room(used, settings.OPENWEEK_PLACE_MEDIA_MB * MEGABYTE)


def weight(size: int) -> str:
    """As people say it: MB, or GB from one on."""
    if size >= GIGABYTE:
        return _("%(size)s GB") % {"size": number_format(size / GIGABYTE, 1)}
    return _("%(size)s MB") % {"size": number_format(size / MEGABYTE, 1)}


def media_of(text: Text) -> list[Media]:
    """Of a text, the newest first."""
    return list(text.media.order_by("-uploaded_at", "pk"))


def nodes_of(tree: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is said in a text of each picture, sound and film that stands in it, the first time."""
    found: dict[str, dict[str, Any]] = {}
    waiting = list(reversed(tree.get("content", [])))
    while waiting:
        node = waiting.pop()
        told = node.get("attrs") or {}
        if node.get("type") in _KINDS and isinstance(told.get("media"), str):
            found.setdefault(told["media"], told)
        waiting += reversed(node.get("content") or [])
    return found

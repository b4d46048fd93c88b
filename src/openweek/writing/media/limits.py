"""How much may come: of one file, by what it is, and of all files of a place."""

from django.conf import settings
from django.utils.translation import gettext as _

from openweek.writing.media.refusals import MediaRefusedError, NotOursError, refusal_of
from openweek.writing.queries.media import room_of, weight

MEGABYTE = 1024 * 1024
MOST_BYTES = 12 * MEGABYTE  # of a picture
MOST_PER_TEXT = 300
MOST_RECORDINGS_PER_TEXT = 20
_IMAGE_BEGINS = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF")
_SOUND_BEGINS = (b"ID3", b"fLaC", b"OggS")


def most_bytes() -> int:
    """No file that is larger fits, whatever it is."""
    megabytes: int = max(settings.OPENWEEK_FILM_MB, settings.OPENWEEK_SOUND_MB)
    return megabytes * MEGABYTE


def refuse_weight(size: int, kind: str = "") -> None:
    """Raises NotOursError for a file that is too heavy for an image, a sound, a film or any."""
    film, sound = settings.OPENWEEK_FILM_MB, settings.OPENWEEK_SOUND_MB
    of_kind = {"image": MOST_BYTES // MEGABYTE, "sound": sound, "film": film}
    most = of_kind.get(kind, max(film, sound))
    if size > most * MEGABYTE:
        raise NotOursError(_too_heavy(kind) % {"size": size / MEGABYTE, "most": most})


def _too_heavy(kind: str) -> str:
    if kind == "image":
        return _(
            "This picture weighs %(size).0f MB; at most %(most)d MB fit here. Send a smaller one."
        )
    if kind == "sound":
        return _(
            "This sound weighs %(size).0f MB; at most %(most)d MB fit here. Send a shorter one."
        )
    return _("This film weighs %(size).0f MB; at most %(most)d MB fit here. Send a shorter one.")


def refuse_beginning(head: bytes, size: int) -> None:
    """Raises NotOursError when the first bytes say enough."""
    words = refusal_of(head)
    if words:
        raise NotOursError(words)
    is_wave = head[:4] == b"RIFF" and head[8:12] == b"WAVE"
    if head.startswith(_SOUND_BEGINS) or is_wave:
        refuse_weight(size, "sound")
    elif head.startswith(_IMAGE_BEGINS) or head[4:12] == b"ftypavif":
        refuse_weight(size, "image")


def check_room(place_id: int, size: int) -> None:
    """Raises MediaRefusedError when the place has no room left for so many bytes more."""
    room = room_of(place_id)
    if size <= room.left:
        return
    raise MediaRefusedError(
        _(
            "The pictures, sounds and films of this place fill %(used)s of the %(most)s that it "
            "has: %(size)s more do not fit. Your file is still on your device; tell whoever looks "
            "after this place, who can make room."
        )
        % {"used": weight(room.used), "most": weight(room.most), "size": weight(size)}
    )

"""Who may say that they are here, and who may do what on the wall."""

from dataclasses import dataclass

from openweek.community.models import Post, Presence
from openweek.place.models import Role
from openweek.place.rules import PlaceAccess


@dataclass(frozen=True)
class Rights:
    """What the one who asks may do in the virtual place."""

    be_on_site: bool = False  # say that they are there, in the rooms
    be_remote: bool = False
    show_oneself: bool = False  # a page of what one knows
    write: bool = False
    is_looked_at: bool = True  # what they write waits until somebody of the house has seen it
    moderate: bool = False


def rights(access: PlaceAccess) -> Rights:
    """Everybody may come from afar and write; those who have a part in the place, the rest too."""
    is_member = access.is_at_least(Role.VISITOR)
    return Rights(
        be_on_site=is_member,
        be_remote=True,
        show_oneself=is_member,
        write=True,
        is_looked_at=not is_member,
        moderate=sees_all(access),
    )


def sees_all(access: PlaceAccess) -> bool:
    """The house: it sees what waits and what is hidden, and decides."""
    return access.is_at_least(Role.COWORKER)


@dataclass(frozen=True)
class PostRights:
    """What may be done with a post in the state that it is in."""

    comment: bool = False
    change: bool = False
    delete: bool = False
    flag: bool = False
    look: bool = False  # let it in, or say that what was flagged may stay
    hide: bool = False
    show: bool = False


def post_rights(access: PlaceAccess, post: Post) -> PostRights:
    moderates = sees_all(access)
    mine = is_own(access, post)
    is_hidden, is_held = post.hidden_at is not None, post.held_at is not None
    is_gone = not post.text
    return PostRights(
        comment=post.answers_id is None and not (is_hidden or is_held),
        change=mine and not is_hidden and not is_gone,
        delete=mine and not is_gone,
        flag=not (mine or moderates or is_hidden or is_held or is_gone) and not post.flagged_at,
        look=moderates and not is_hidden and (is_held or post.flagged_at is not None),
        hide=moderates and not is_hidden and not is_gone,
        show=moderates and is_hidden,
    )


def is_own(access: PlaceAccess, row: Post | Presence) -> bool:
    key = row.author_key if isinstance(row, Post) else row.key
    return bool(access.author.key) and key == access.author.key

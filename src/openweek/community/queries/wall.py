"""What is said on the wall, as the one who asks may see it."""

from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404

from openweek.community.models import Post
from openweek.community.rules import PostRights, is_own, post_rights, sees_all
from openweek.ground.text import render_markdown
from openweek.place.models import Place
from openweek.place.rules import PlaceAccess

ON_A_PAGE = 15


@dataclass(frozen=True, slots=True)
class Shown:
    """A post or a comment, with what the one who asks may do with it."""

    post: Post
    html: str
    is_mine: bool
    rights: PostRights
    comments: "list[Shown]" = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wall:
    """A page of the wall, as the one who asks may see it."""

    posts: list[Shown]
    page: Page[Post]


def wall(access: PlaceAccess, page: str | int = 1) -> Wall:
    """One page of it, the newest first, each with its comments, the oldest first.

    What waits for a look, or is hidden, is seen by whoever wrote it and by the house, which has
    what waits on a list of its own (:func:`to_look_at`).
    """
    rows = _seen(access).filter(answers=None)
    if sees_all(access):
        rows = rows.exclude(held_at__isnull=False, hidden_at=None)
    shown = Paginator(rows, ON_A_PAGE).get_page(page)
    comments = _comments(access, [post.pk for post in shown])
    return Wall([_shown(access, post, comments.get(post.pk, [])) for post in shown], shown)


def post_on(access: PlaceAccess, number: int) -> Shown:
    """The only way in which a post reaches a view. Http404 when there is none to be seen."""
    post = _seen(access).select_related("answers").filter(pk=number).first()
    if post is None:
        raise Http404(f"no post {number}")
    return _shown(access, post, _comments(access, [post.pk]).get(post.pk, []))


def waiting(place: Place) -> int:
    """How many posts wait for somebody of the house to look at them."""
    rows = Post.objects.filter(place=place, hidden_at=None)
    return rows.exclude(held_at=None, flagged_at=None).count()


def to_look_at(access: PlaceAccess) -> list[Shown]:
    """Those, the oldest first."""
    rows = Post.objects.filter(place=access.place, hidden_at=None).exclude(
        held_at=None, flagged_at=None
    )
    return [_shown(access, post, []) for post in rows.order_by("created_at", "pk")[:100]]


def _seen(access: PlaceAccess) -> QuerySet[Post]:
    rows = Post.objects.filter(place=access.place)
    if sees_all(access):
        return rows
    public = Q(held_at=None, hidden_at=None)
    key = access.author.key
    return rows.filter(public | Q(author_key=key) if key else public)


def _comments(access: PlaceAccess, numbers: list[int]) -> dict[int, list[Shown]]:
    found: dict[int, list[Shown]] = {}
    for comment in _seen(access).filter(answers__in=numbers).order_by("created_at", "pk"):
        found.setdefault(comment.answers_id or 0, []).append(_shown(access, comment, []))
    return found


def _shown(access: PlaceAccess, post: Post, comments: list[Shown]) -> Shown:
    return Shown(
        post=post,
        html=render_markdown(post.text),
        is_mine=is_own(access, post),
        rights=post_rights(access, post),
        comments=comments,
    )

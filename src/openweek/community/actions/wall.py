"""What is said on the wall, and what the house does with it."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from openweek.community.models import Post
from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.place.models import Place

# Said again within this time, the same words of the same author are the same post.
SAME_WITHIN = timedelta(minutes=15)
# How many of one's own may wait for a look at once; more is no conversation.
MOST_HELD = 5
MOST_HELD_IN_ALL = 200
MOST_COMMENTS = 300


@transaction.atomic
def write_post(
    *,
    place: Place,
    text: str,
    by: Author,
    is_held: bool,
    name: str = "",
    answers: Post | None = None,
    once: str | None = None,
) -> Post:
    """Say something, or answer a post; with ``is_held`` it waits until the house has seen it.

    A second call with the same ``once``, or the same words soon after, answers with the first
    one's post.
    """
    Place.objects.select_for_update().get(pk=place.pk)
    before = _said_before(place, text, by, answers, once)
    if before is not None:
        return before
    _refuse_too_many(place, by, answers, is_held)
    now = clock.now()
    post = Post.objects.create(
        place=place, answers=answers, text=text, once=once or None, created_at=now,
        author_key=by.key, author_name=name or by.name, held_at=now if is_held else None,
    )  # fmt: skip
    if answers:
        _record("community.comment_written", post, by, {"held": is_held})
    else:
        _record("community.post_written", post, by, {"held": is_held})
    return post


def _said_before(
    place: Place, text: str, by: Author, answers: Post | None, once: str | None
) -> Post | None:
    mine = Post.objects.filter(place=place)
    if once and (sent := mine.filter(once=once).first()):
        return sent
    if not by.key:
        return None
    recent = mine.filter(author_key=by.key, created_at__gt=clock.now() - SAME_WITHIN)
    return recent.filter(text=text, answers=answers, hidden_at=None).first()


def _refuse_too_many(place: Place, by: Author, answers: Post | None, is_held: bool) -> None:
    if answers is not None and answers.comments.count() >= MOST_COMMENTS:
        raise ValidationError(_("Much is said under this already: write on the wall anew."))
    if not is_held:
        return
    held = Post.objects.filter(place=place, hidden_at=None).exclude(held_at=None)
    if by.key and held.filter(author_key=by.key).count() >= MOST_HELD:
        raise ValidationError(
            _("Several of your words wait for a look already. Come back once they were seen.")
        )
    if held.count() >= MOST_HELD_IN_ALL:
        raise ValidationError(
            _("Much waits for a look already. Keep your words, and come back in a while.")
        )


@transaction.atomic
def change_post(*, post: Post, text: str, by: Author, is_held: bool) -> None:
    """Whoever wrote it says it otherwise; from somebody who is looked at, it waits again."""
    now = clock.now()
    post.text, post.changed_at = text, now
    post.held_at = now if is_held else post.held_at
    post.save(update_fields=["text", "changed_at", "held_at"])
    _record("community.post_changed", post, by)


@transaction.atomic
def delete_post(*, post: Post, by: Author) -> None:
    """Nothing of it stays, but for an empty place above what others answered."""
    _record("community.post_deleted", post, by)
    if post.comments.exclude(author_key=post.author_key).exists():
        post.comments.filter(author_key=post.author_key).delete()
        post.text, post.author_name, post.author_key = "", "", ""
        post.flagged_at = None
        post.save(update_fields=["text", "author_name", "author_key", "flagged_at"])
    else:
        post.delete()


@transaction.atomic
def flag_post(*, post: Post, by: Author) -> None:
    """Ask the house to look at it; it stays meanwhile."""
    if post.flagged_at is not None:
        return
    post.flagged_at = clock.now()
    post.save(update_fields=["flagged_at"])
    _record("community.post_flagged", post, by)


@transaction.atomic
def look_at_post(*, post: Post, by: Author) -> None:
    """The house has seen it, and it may stand there."""
    post.held_at = post.flagged_at = None
    post.save(update_fields=["held_at", "flagged_at"])
    _record("community.post_looked_at", post, by)


@transaction.atomic
def hide_post(*, post: Post, by: Author, why: str = "") -> None:
    """Seen from now on by whoever wrote it, with the reason, and by the house."""
    post.hidden_at, post.hidden_by, post.hidden_why = clock.now(), by.name[:200], why[:300]
    post.save(update_fields=["hidden_at", "hidden_by", "hidden_why"])
    _record("community.post_hidden", post, by)


@transaction.atomic
def show_post(*, post: Post, by: Author) -> None:
    """Undo that; what waited for a look has had it."""
    post.hidden_at = post.held_at = post.flagged_at = None
    post.hidden_by = post.hidden_why = ""
    post.save(update_fields=["hidden_at", "held_at", "flagged_at", "hidden_by", "hidden_why"])
    _record("community.post_shown", post, by)


@transaction.atomic
def hide_posts_of(*, post: Post, by: Author, why: str = "") -> int:
    """All that one author has on this wall, at once: how many that was."""
    theirs = Post.objects.filter(place=post.place_id, author_key=post.author_key, hidden_at=None)
    count = theirs.update(hidden_at=clock.now(), hidden_by=by.name[:200], hidden_why=why[:300])
    _record("community.posts_hidden", post, by, {"count": count})
    return count


def _record(kind: str, post: Post, by: Author, data: dict[str, object] | None = None) -> None:
    """Who has an account is named; whoever passes isn't: what they wrote carries their name."""
    author = by if by.person_id is not None else by.unnamed
    events.record(kind, by=author, subject=post, place_id=post.place_id, data=data)

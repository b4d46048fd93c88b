"""Doormen of the wall."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openweek.community import actions, queries, rules
from openweek.community.forms import ChangePostForm, HideForm, PostForm
from openweek.community.models import Post
from openweek.community.queries import Shown
from openweek.community.views.doors import context_of, keep_name
from openweek.ground.keeping import keep, says_once
from openweek.place.doors import enter, form_page, know_again, limited, posted, require
from openweek.place.rules import PlaceAccess


@require_safe
def wall(request: HttpRequest, place: str) -> HttpResponse:
    access = enter(request, place)
    may_keep = not says_once(request)
    context = context_of(
        access,
        wall=queries.wall(access, request.GET.get("page", "1")),
        to_look_at=queries.to_look_at(access) if rules.rights(access).moderate else [],
        # Reading leaves no cookie: only on a page of its own is somebody unknown given a form.
        form=_form(access) if access.author.key else None,
        written=request.GET.get("written", ""),
    )
    response = render(request, "community/wall.html", context)
    # A form that was kept would be sent twice under one number: only readers' pages are.
    may_keep = may_keep and not access.author.key
    return keep(response, place_id=access.place.pk) if may_keep else response


@require_safe
def post(request: HttpRequest, place: str, number: int) -> HttpResponse:
    access = enter(request, place)
    found = queries.post_on(access, number)
    if found.post.answers_id is not None:
        return redirect(_address(found.post))
    form = _form(access) if access.author.key and found.rights.comment else None
    context = context_of(access, shown=found, form=form, written=request.GET.get("written", ""))
    return render(request, "community/post.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def write_post(request: HttpRequest, place: str) -> HttpResponse:
    access = enter(request, place)
    return _write(request, access, None)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_post(request: HttpRequest, place: str, number: int) -> HttpResponse:
    access = enter(request, place)
    found = queries.post_on(access, number)
    require(found.rights.comment)
    return _write(request, access, found)


def _write(request: HttpRequest, access: PlaceAccess, answered: Shown | None) -> HttpResponse:
    if too_fast := limited(request, access):
        return too_fast
    know_again(request, access)
    form = _form(access, posted(request))
    if form.is_valid():
        said = form.cleaned_data
        is_held = rules.rights(access).is_looked_at
        try:
            made = actions.write_post(
                place=access.place, by=access.author, is_held=is_held,
                answers=answered.post if answered else None, **said,
            )  # fmt: skip
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            keep_name(request, access, said.get("name", ""))
            _say_written(request, made)
            return redirect(_written(made))
    context = context_of(access, form=form, shown=answered)
    return form_page(request, "community/write_post.html", context)


def _say_written(request: HttpRequest, made: Post) -> None:
    if made.held_at is not None:
        words = _("Thank you. Somebody of the place looks at it, then everybody reads it.")
    else:
        words = _("It is on the wall.")
    messages.success(request, words)


def _written(made: Post) -> str:
    """Where it stands, on a page that says to drop the draft of it."""
    slug = made.place.slug
    if made.answers_id is None:
        return f"{reverse('wall', args=[slug])}?written=new#post-{made.pk}"
    return f"{_thread(made)}?written={made.answers_id}#post-{made.pk}"


def _form(access: PlaceAccess, sent: Any = None) -> PostForm:
    return PostForm(
        sent, initial={"once": uuid.uuid4()}, known_name=access.author.name, auto_id="post-%s"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change_post(request: HttpRequest, place: str, number: int) -> HttpResponse:
    access = enter(request, place)
    found = queries.post_on(access, number)
    require(found.rights.change)
    if too_fast := limited(request, access):
        return too_fast
    form = ChangePostForm(posted(request), initial={"text": found.post.text})
    if form.is_valid():
        is_held = rules.rights(access).is_looked_at
        actions.change_post(
            post=found.post, by=access.author, is_held=is_held, text=form.cleaned_data["text"]
        )
        messages.success(request, _("What you wrote is changed."))
        number = found.post.pk
        return redirect(f"{_thread(found.post)}?written=change-{number}#post-{number}")
    context = context_of(access, form=form, shown=found)
    return form_page(request, "community/change_post.html", context)


@require_POST
def delete_post(request: HttpRequest, place: str, number: int) -> HttpResponse:
    access = enter(request, place)
    found = queries.post_on(access, number)
    require(found.rights.delete)
    back = _thread(found.post) if found.post.answers_id else reverse("wall", args=[place])
    actions.delete_post(post=found.post, by=access.author)
    messages.success(request, _("What you wrote is gone."))
    return redirect(back)


@require_POST
def flag_post(request: HttpRequest, place: str, number: int) -> HttpResponse:
    access = enter(request, place)
    if too_fast := limited(request, access):
        return too_fast
    found = queries.post_on(access, number)
    if found.rights.flag:
        actions.flag_post(post=found.post, by=access.author)
    messages.success(request, _("Thank you: somebody of the place will look at it."))
    return redirect(_address(found.post))


@require_POST
def look_at_post(request: HttpRequest, place: str, number: int) -> HttpResponse:
    access, found = _moderated(request, place, number)
    actions.look_at_post(post=found.post, by=access.author)
    messages.success(request, _("Everybody reads it."))
    return redirect(_address(found.post))


@require_POST
def hide_post(request: HttpRequest, place: str, number: int) -> HttpResponse:
    access, found = _moderated(request, place, number)
    actions.hide_post(post=found.post, by=access.author, why=_why(request))
    messages.success(request, _("It is hidden. “Show again” undoes that."))
    return redirect(_address(found.post))


@require_POST
def hide_posts_of(request: HttpRequest, place: str, number: int) -> HttpResponse:
    access, found = _moderated(request, place, number)
    count = actions.hide_posts_of(post=found.post, by=access.author, why=_why(request))
    messages.success(request, _("Hidden: %(count)d.") % {"count": count})
    return redirect("wall", place)


@require_POST
def show_post(request: HttpRequest, place: str, number: int) -> HttpResponse:
    access, found = _moderated(request, place, number)
    actions.show_post(post=found.post, by=access.author)
    messages.success(request, _("Everybody reads it again."))
    return redirect(_address(found.post))


def _moderated(request: HttpRequest, place: str, number: int) -> tuple[PlaceAccess, Shown]:
    access = enter(request, place)
    require(rules.rights(access).moderate)
    return access, queries.post_on(access, number)


def _why(request: HttpRequest) -> str:
    form = HideForm(request.POST)
    return str(form.cleaned_data["why"]) if form.is_valid() else ""


def _thread(post: Post) -> str:
    return reverse("post", args=[post.place.slug, post.answers_id or post.pk])


def _address(post: Post) -> str:
    """A comment stands on the page of what it answers."""
    return f"{_thread(post)}#post-{post.pk}"

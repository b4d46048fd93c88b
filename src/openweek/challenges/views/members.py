"""Who is in a team, who takes which chapter, and what the book says of itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from openweek.challenges import actions
from openweek.challenges.forms import BookForm, MemberForm
from openweek.challenges.views.doors import context_of
from openweek.challenges.views.team_doors import TeamDoor, chosen_member, open_team, too_late
from openweek.challenges.views.teams import team_page
from openweek.ground.text import whole_number
from openweek.place.doors import form_page, posted
from openweek.place.middleware import sign_with
from openweek.publishing.actions import change_book, reopen_prompt, settle_prompt
from openweek.publishing.models import Chapter
from openweek.week.doors import limited

UNCLEAR = 422


@require_POST
def join_team(
    request: HttpRequest, place: str, week: str, challenge: str, secret: str
) -> HttpResponse:
    door = open_team(request, place, week, challenge, secret)
    if answer := _refused(request, door):
        return answer
    person = door.access.person
    said = request.POST.copy()
    if person is not None and not said.get("name"):
        said["name"] = person.name
    form = MemberForm(said, challenge=door.challenge)
    if not form.is_valid():
        return team_page(request, door, form, status=UNCLEAR)
    try:
        member = actions.join_team(
            team=door.team, person=person, capability=door.capability, by=door.author,
            **form.cleaned_data,
        )  # fmt: skip
    except actions.TeamIsFull:
        words = _("At most %(count)d names fit in a team.")
        form.add_error("name", words % {"count": actions.MEMBERS_AT_MOST})
        return team_page(request, door, form, status=UNCLEAR)
    if person is None:
        sign_with(request, member.name)
        words = _("Welcome, %(name)s: you write under that name.")
        messages.success(request, words % {"name": member.name})
    else:
        messages.success(request, _("You are of the team: you can write from any of your devices."))
    return door.back()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_member(
    request: HttpRequest, *, place: str, week: str, challenge: str, secret: str, member: int
) -> HttpResponse:
    door = open_team(request, place, week, challenge, secret)
    found = get_object_or_404(door.team.members, pk=member)
    if answer := _refused(request, door):
        return answer
    found.team = door.team
    initial = {
        "name": found.name, "role": found.role, "institution": found.institution,
        "from_afar": found.from_afar,
    }  # fmt: skip
    form = MemberForm(posted(request), challenge=door.challenge, initial=initial)
    if request.method == "POST" and form.is_valid():
        was_me = door.me == found and door.access.person is None
        actions.change_member(member=found, by=door.author, **form.cleaned_data)
        if was_me:
            sign_with(request, found.name)
        return door.back("#members")
    context = {
        **context_of(door.access, door.challenge),
        "form": form, "team": door.team, "member": found, "secret": secret,
        "is_only": door.team.members.count() == 1,
    }  # fmt: skip
    return form_page(request, "challenges/change_member.html", context)


@require_POST
def remove_member(
    request: HttpRequest, *, place: str, week: str, challenge: str, secret: str, member: int
) -> HttpResponse:
    door = open_team(request, place, week, challenge, secret)
    if answer := _refused(request, door):
        return answer
    found = door.team.members.filter(pk=member).first()
    if found is not None:
        try:
            actions.remove_member(member=found, by=door.author)
        except actions.LastMember:
            messages.info(request, _("There is nobody else in the team: it stays with one name."))
    return door.back("#members")


@require_POST
def take_chapter(
    request: HttpRequest, *, place: str, week: str, challenge: str, secret: str, chapter: int
) -> HttpResponse:
    door = open_team(request, place, week, challenge, secret)
    if answer := _refused(request, door):
        return answer
    found, member = _chapter(door, chapter), chosen_member(request, door)
    if member is None:
        messages.info(request, _("Say who you are first, below: then the chapter is yours."))
        return door.back("#who")
    member.team = door.team
    actions.take_chapter(member=member, chapter=found, by=door.author)
    return door.back(f"#chapter-{chapter}")


@require_POST
def give_chapter_back(
    request: HttpRequest, *, place: str, week: str, challenge: str, secret: str, chapter: int
) -> HttpResponse:
    door = open_team(request, place, week, challenge, secret)
    if answer := _refused(request, door):
        return answer
    found, member = _chapter(door, chapter), chosen_member(request, door)
    if member is not None:
        member.team = door.team
        actions.give_chapter_back(member=member, chapter=found, by=door.author)
    return door.back(f"#chapter-{chapter}")


@require_POST
def settle_question(
    request: HttpRequest, *, place: str, week: str, challenge: str, secret: str, chapter: int
) -> HttpResponse:
    """Tick a question off, or, with ``again``, put it back."""
    door = open_team(request, place, week, challenge, secret)
    if answer := _refused(request, door):
        return answer
    found = _chapter(door, chapter)
    number = whole_number(request.POST.get("prompt", ""))
    if number is not None and number < len(found.prompts):
        deed = reopen_prompt if request.POST.get("again") else settle_prompt
        deed(chapter=found, prompt=found.prompts[number], by=door.author)
    return door.back(f"#chapter-{chapter}")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def team_book(
    request: HttpRequest, place: str, week: str, challenge: str, secret: str
) -> HttpResponse:
    door = open_team(request, place, week, challenge, secret)
    if answer := limited(request, door.access):
        return answer
    if not door.may_say_what_the_book_is:
        return too_late(request, door)
    book = door.team.book
    initial = {field: getattr(book, field) for field in BookForm.base_fields}
    form = BookForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        change_book(book=book, by=door.author, **form.cleaned_data)
        messages.success(request, _("Your book now says so."))
        return door.back()
    context = {
        **context_of(door.access, door.challenge),
        "form": form, "team": door.team, "book": book, "secret": secret,
    }  # fmt: skip
    return form_page(request, "challenges/team_book.html", context)


def _chapter(door: TeamDoor, position: int) -> Chapter:
    chapter: Chapter = get_object_or_404(
        door.team.book.chapters.select_related("book"), position=position
    )
    return chapter


def _refused(request: HttpRequest, door: TeamDoor) -> HttpResponse | None:
    """To a robot, and once the challenge is over."""
    if answer := limited(request, door.access):
        return answer
    return None if door.is_open else too_late(request, door)

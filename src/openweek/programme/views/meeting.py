"""Doormen where an offer meets a wish, and where an offer is given its time."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from openweek.place import queries as place_queries
from openweek.place.doors import form_page, require
from openweek.place.models import Role
from openweek.programme import actions, forms, queries, rules
from openweek.programme.forms import MeetWishForm
from openweek.programme.models import Kind, Session
from openweek.programme.views.doors import context_of, give_link, open_doors, session_url
from openweek.week.doors import limited
from openweek.week.rules import WeekAccess


def meet_wish(request: HttpRequest, place: str, week: str, session: str) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    wish = found.session
    if wish.kind != Kind.WISH or rules.is_met(wish):
        messages.info(request, _("Somebody runs this already."))
        return redirect(session_url("session", wish))
    require(rules.may_meet(access, wish))
    if too_fast := limited(request, access):
        return too_fast
    form = forms.MeetWishForm(
        forms.with_choice(request.POST) if request.method == "POST" else None,
        week=access.week,
        by=access.author,
        offers=_offers(access),
        initial={"minutes": wish.minutes or 60, "facilitator": access.author.name},
    )
    if form.is_valid():
        try:
            return _met(request, access, wish, form)
        except actions.RoomTaken as taken:
            form.offer_instead(taken)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = context_of(access, form=form, session=wish, standing=queries.me_too_of(wish, []))
    return form_page(request, "programme/meet_wish.html", context)


def _met(
    request: HttpRequest, access: WeekAccess, wish: Session, form: MeetWishForm
) -> HttpResponse:
    offer = form.chosen_offer
    said = _("Thank you: it comes true, and those who would like it are told.")
    if offer is not None:
        offer.week = access.week
        actions.join_wish(wish=wish, offer=offer, by=access.author, **form.when())
        messages.success(request, said)
        return redirect(session_url("session", offer))
    name = form.cleaned_data["facilitator"]
    actions.meet_wish(wish=wish, by=access.author, facilitator=name, **form.when())
    messages.success(request, said)
    if access.is_at_least(Role.CONTRIBUTOR):
        return redirect(session_url("session", wish))
    return give_link(request, access, wish, name=name)


def _offers(access: WeekAccess) -> list[Session]:
    """Those that the one who asks may change."""
    rows = queries.offers_to_meet(access.week)
    if access.is_at_least(Role.CONTRIBUTOR):
        return list(rows)
    subjects = place_queries.held_subjects(access.who.capability_ids, kind=rules.LINK)
    held = {int(each.rpartition(":")[2]) for each in subjects}
    key = access.author.key if access.person else ""
    return [each for each in rows if each.pk in held or (key and each.author_key == key)]


def schedule_offer(request: HttpRequest, place: str, week: str, session: str) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    require(found.rights.change)
    offer = found.session
    if offer.kind != Kind.OFFER:
        return redirect(session_url("session", offer))
    require(rules.may_schedule(found))
    form = forms.ScheduleOfferForm(
        forms.with_choice(request.POST) if request.method == "POST" else None,
        week=access.week,
        by=access.author,
        initial={"minutes": offer.minutes or 60},
    )
    if form.is_valid():
        try:
            actions.schedule_offer(offer=offer, by=found.author, **form.when())
        except actions.RoomTaken as taken:
            form.offer_instead(taken)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("It is a session of the programme now."))
            return redirect(session_url("session", offer))
    context = context_of(access, form=form, session=offer)
    return form_page(request, "programme/schedule_offer.html", context)

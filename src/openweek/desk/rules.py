"""Who may do what with a place's rules, notices, questions, guide and partners."""

from datetime import timedelta

from django.http import Http404

from openweek.desk.models import GuidePage, HelpRequest, Notice, Partner
from openweek.ground import clock
from openweek.place.models import Role
from openweek.place.rules import PlaceAccess, keeps_desk

# How long a page of the guide that was taken away can be put back.
RESTORED_WITHIN = timedelta(days=30)


def may_write_rules(access: PlaceAccess) -> bool:
    """Write a new version of the house rules, and see who has read them."""
    return access.may_manage


def may_tell(access: PlaceAccess) -> bool:
    """Tell everybody something: the concierge, and coworkers who keep the welcome desk."""
    return access.may_manage or (
        access.is_at_least(Role.COWORKER) and keeps_desk(access.place, access.person)
    )


def may_help(access: PlaceAccess) -> bool:
    """See who asks for a hand, take it, answer."""
    return access.is_at_least(Role.COWORKER)


def may_write_guide(access: PlaceAccess) -> bool:
    return access.is_at_least(Role.COWORKER)


def may_keep_partners(access: PlaceAccess) -> bool:
    """Their contacts, what was said and promised: nobody but the concierge."""
    return access.may_manage


def access_notice(access: PlaceAccess, number: int) -> Notice:
    """One of this place. Http404 otherwise."""
    found = Notice.objects.filter(place=access.place, pk=number).first()
    if found is None:
        raise Http404(f"no notice {number} here")
    return found


def access_help(access: PlaceAccess, number: int) -> HelpRequest:
    """One that this person asked, or any for those who help. Http404 otherwise.

    The same answer for one that does not exist: numbers tell nothing to whoever tries them.
    """
    rows = HelpRequest.objects.filter(place=access.place, pk=number)
    if not may_help(access):
        key = access.author.key
        rows = rows.filter(author_key=key) if key else rows.none()
    found = rows.select_related("place", "assigned_to", "guide_page").first()
    if found is None:
        raise Http404(f"no help request {number} for them")
    return found


def access_guide_page(access: PlaceAccess, slug: str, *, removed: bool = False) -> GuidePage:
    """One of the place's own. Http404 otherwise, and once it can't be put back any more."""
    rows = GuidePage.objects.filter(place=access.place, slug=slug)
    if removed:
        rows = rows.filter(removed_at__gt=clock.now() - RESTORED_WITHIN)
    else:
        rows = rows.filter(removed_at__isnull=True)
    found = rows.first()
    if found is None:
        raise Http404(f"no page {slug} in the guide of {access.place.slug}")
    return found


def access_partner(access: PlaceAccess, slug: str) -> Partner:
    """One of this place, to those who keep them. Http404 otherwise."""
    found = Partner.objects.filter(place=access.place, slug=slug).first()
    if found is None or not may_keep_partners(access):
        raise Http404(f"no partner {slug} for them")
    return found

"""What a place tells everybody, as a feed (RSS 2.0)."""

from datetime import UTC

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from openweek.desk.queries import NoticeLine, notices_of_feed
from openweek.ground import feeds
from openweek.look import dates
from openweek.place.models import Place

CONTENT_TYPE = feeds.CONTENT_TYPE


def render(place: Place) -> bytes:
    with translation.override(place.language):
        feed = feeds.Feed(
            title=f"{_('Notices')} · {place.name}",
            link=_address(reverse("notices", args=[place.slug])),
            description=_("What everybody at the place should know."),
            language=place.language,
            feed_url=_address(reverse("notices_rss", args=[place.slug])),
            ttl=15,
        )
        feed.since = place.created_at
        for notice in notices_of_feed(place):
            feed.add_item(
                title=_("Urgent: %(text)s") % {"text": notice.text}
                if notice.is_urgent
                else notice.text,
                link=_address(notice.url),
                description=_said(notice, place),
                pubdate=notice.starts_at.astimezone(UTC),
                unique_id=f"openweek:notice:{notice.number}",
                unique_id_is_permalink=False,
            )
        return feed.writeString("utf-8").encode()


def _said(notice: NoticeLine, place: Place) -> str:
    until = _("Until %(moment)s.") % {"moment": dates.moment(notice.ends_at, place.zone)}
    return "\n\n".join(part for part in (notice.more, until) if part)


def _address(path: str) -> str:
    return f"{settings.OPENWEEK_URL}{path}"

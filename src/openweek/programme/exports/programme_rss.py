"""What is new in the programme, or has moved, as a feed (RSS 2.0)."""

from datetime import UTC

from django.utils import translation
from django.utils.translation import gettext as _

from openweek.ground import feeds
from openweek.look import dates
from openweek.programme.exports import plain
from openweek.programme.queries.exports import News, news_of
from openweek.programme.queries.moments import programme_url
from openweek.week.models import Week

CONTENT_TYPE = feeds.CONTENT_TYPE


def render(week: Week) -> bytes:
    root = programme_url(week)
    with translation.override(week.place.language):
        feed = feeds.Feed(
            title=f"{_('Programme')} · {plain.line(week.title)}",
            link=plain.address(root),
            description=_("What is new in the programme, or has moved."),
            language=week.place.language,
            feed_url=plain.address(f"{root.removesuffix('programme/')}programme.rss"),
            ttl=30,
        )
        feed.since = week.created_at
        for news in news_of(week):
            feed.add_item(
                title=_said(news),
                link=plain.address(news.url),
                description=_more(news, week),
                pubdate=news.at.astimezone(UTC),
                unique_id=f"openweek:{news.mark}",
                unique_id_is_permalink=False,
            )
        return feed.writeString("utf-8").encode()


def _said(news: News) -> str:
    title = plain.line(news.title) or _("Untitled")
    words = {
        "new": _("New: %(title)s"),
        "moved": _("Moved: %(title)s"),
        "cancelled": _("Cancelled: %(title)s"),
        "back": _("Back in the programme: %(title)s"),
    }
    return words[news.kind] % {"title": title}


def _more(news: News, week: Week) -> str:
    zone = week.place.zone
    lines = []
    for starts_at, ends_at, room in news.times:
        day = dates.day(starts_at.astimezone(zone).date())
        where = plain.line(room) or plain.elsewhere()
        lines.append(f"{day}, {dates.hours(starts_at, ends_at, zone)}, {where}")
    return "\n".join([*lines, plain.prose(news.summary)]).strip()

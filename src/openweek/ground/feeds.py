"""What is new, for those who read feeds (RSS 2.0)."""

from datetime import datetime

from django.utils.feedgenerator import Rss201rev2Feed

CONTENT_TYPE = "application/rss+xml; charset=utf-8"


class Feed(Rss201rev2Feed):
    """A feed without news is as old as what it is about (``since``), not as the hour at which it
    is asked for.
    """

    since: datetime

    def latest_post_date(self) -> datetime:
        return max((item["pubdate"] for item in self.items), default=self.since)

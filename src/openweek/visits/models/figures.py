"""What stays of visits whose people were forgotten: sums, of nobody in particular."""

from django.db import models

from openweek.week.models import Week


class Tally(models.Model):
    """How many of the visitors of a week, since forgotten, were of one kind.

    ``what`` is what was asked ("origin", "age", …), ``code`` what was answered. Shown only
    together with those who aren't forgotten yet, and never when they are few: see
    ``queries.figures``.
    """

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=20)
    code = models.CharField(max_length=20)
    people = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["week", "what", "code"], name="tally_once"),
        ]

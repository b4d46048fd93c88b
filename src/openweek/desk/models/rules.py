"""The rules of the house, in versions, and who has read which."""

from django.db import models

from openweek.place.models import Place


class HouseRules(models.Model):
    """One version of a place's rules. Rows are only ever added; the newest one is in force."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    text = models.TextField()
    # What is new in it, in a sentence.
    change = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    author_key = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["place", "number"], name="rules_once")]


class Acknowledgement(models.Model):
    """Somebody has read a version. ``reader`` is an author's key, or a visit's subject."""

    rules = models.ForeignKey(HouseRules, on_delete=models.CASCADE, related_name="read_by")
    reader = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rules", "reader"], name="acknowledged_once")
        ]

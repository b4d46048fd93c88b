"""Files that are about to be imported."""

from django.db import models

from openweek.programme.models.ledger import Batch
from openweek.week.models import Week


class Upload(models.Model):
    """A file that somebody chose, until it is imported or forgotten; then only what came of it.

    Looking at what it would change writes nothing; ``confirmed_at`` is when they said yes.
    """

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    author_name = models.CharField(max_length=200, blank=True)
    author_person = models.BigIntegerField(null=True, blank=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, default="fr")
    # Packed with gzip; empty once it is of no more use.
    content = models.BinaryField(default=bytes)
    extend = models.BooleanField(default=False)
    remove_missing = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=dict)
    batch = models.ForeignKey(
        Batch, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Of the form that sent it: sent twice, it is kept once.
    once = models.CharField(max_length=40, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["-id"]

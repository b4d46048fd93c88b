"""What everybody should know for a while."""

from django.db import models
from django.db.models import F, Q

from openweek.place.models import Place


class Notice(models.Model):
    """A sentence or two, shown from a moment on until another one."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=300)
    more = models.TextField(blank=True)
    is_urgent = models.BooleanField(default=False)
    on_screen = models.BooleanField(default=True)
    by_mail = models.BooleanField(default=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    once = models.UUIDField(null=True, blank=True, unique=True)
    created_at = models.DateTimeField()
    author_key = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-is_urgent", "-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="notice_forwards")
        ]

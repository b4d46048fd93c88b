from django.db import models


class Event(models.Model):
    """Something that somebody did. Rows are only ever added."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=80)
    author_key = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    place_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=120)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject", "id"], name="event_subject"),
            models.Index(fields=["place_id", "id"], name="event_place"),
        ]


class Deadline(models.Model):
    """Something that must happen at a moment, once, even if the machine was off at that moment."""

    kind = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    # Somebody prepares it, and is given up after this moment.
    claimed_until = models.DateTimeField(null=True)
    trouble = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id"], name="deadline_once"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="deadline_due", condition=models.Q(done_at__isnull=True)
            ),
        ]

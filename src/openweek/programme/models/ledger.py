"""Everything that was ever changed in a programme, and by whom."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from openweek.programme.models.sessions import Session
from openweek.week.models import Week


def new_mark() -> str:
    return secrets.token_hex(8)


class BatchKind(models.TextChoices):
    """What changes many sessions in one go."""

    UNDO_AUTHOR = "undo_author", _("all of somebody’s changes undone")
    UNDO_PERIOD = "undo_period", _("all changes of a period undone")
    UNDO_BATCH = "undo_batch", _("taken back as a whole")
    IMPORT = "import", _("import")
    ARRANGEMENT = "arrangement", _("arrangement")
    WISH_MET = "wish_met", _("let an offer meet a wish")


class Batch(models.Model):
    """Many changes made by one decision, so that one decision undoes them.

    ``about`` says of what: an author's key, a period, a file's name. ``lost`` names, in words,
    what could not be done.
    """

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=BatchKind.choices)
    at = models.DateTimeField()
    author_key = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    about = models.JSONField(default=dict)
    lost = models.JSONField(default=list)
    undoes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["week", "id"], name="batch_week")]


class Change(models.Model):
    """One edit of one session. Rows are only ever added.

    ``before`` and ``after`` hold what was touched, by field or as ``slot:12``; undoing restores
    the keys of ``before``.
    """

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    author_key = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=200, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    # The larger deed that it is part of: an import, an arrangement, all of somebody's edits undone.
    batch = models.ForeignKey(
        Batch, null=True, blank=True, on_delete=models.SET_NULL, related_name="changes"
    )
    undoes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Tells this state of the programme from any other, also after a backup was restored.
    mark = models.CharField(max_length=16, default=new_mark)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="change_number_once"),
        ]
        indexes = [models.Index(fields=["week", "id"], name="change_week")]


class HeldChange(models.Model):
    """What somebody new would change, in a week whose programme is looked at first.

    ``after`` holds the fields and the times as they typed them; a regular accepts it, which makes
    the change, or does not.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="held_changes")
    at = models.DateTimeField()
    author_key = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=200, blank=True)
    # The number of the session's last change when it was typed.
    seen = models.PositiveIntegerField()
    after = models.JSONField(default=dict)
    decided_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True, blank=True)
    # A kind word to whoever typed it, when it is not taken.
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]

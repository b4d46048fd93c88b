"""The virtual place: who is here, what people know, what is said on the wall."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from openweek.place.models import Person, Place


class Light(models.TextChoices):
    OPEN = "open", _("open to talk")
    BUSY = "busy", _("busy just now")


class Where(models.TextChoices):
    ON_SITE = "on-site", _("on site")
    REMOTE = "remote", _("from afar")


class Presence(models.Model):
    """Somebody is here, on site or from afar, and open to talk or not.

    One row for each person and place, or for each browser of somebody without an account; it
    counts only while ``left_at`` is empty and ``seen_at`` is recent (queries.here).
    """

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    # An author's key.
    key = models.CharField(max_length=80)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=120, blank=True)
    where = models.CharField(max_length=10, choices=Where.choices, default=Where.ON_SITE)
    light = models.CharField(max_length=10, choices=Light.choices, default=Light.OPEN)
    # On what they are working, or may be asked, today.
    about = models.CharField(max_length=160, blank=True)
    since = models.DateTimeField()
    light_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["since", "id"]
        constraints = [models.UniqueConstraint(fields=["place", "key"], name="presence_once")]


class Profile(models.Model):
    """What somebody shows of themselves to the place, by their own choice."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    is_shown = models.BooleanField(default=False)
    about = models.TextField(blank=True)
    # A few words each, as they would say them.
    skills = models.JSONField(default=list, blank=True)
    seeks = models.JSONField(default=list, blank=True)
    # Codes of place.spoken.LANGUAGES.
    languages = models.JSONField(default=list, blank=True)
    link = models.URLField(blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["person__name", "id"]
        constraints = [models.UniqueConstraint(fields=["place", "person"], name="profile_once")]


class Post(models.Model):
    """Something said on the wall; a comment is one that answers another."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    answers = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="comments"
    )
    text = models.TextField()
    once = models.UUIDField(null=True, blank=True, unique=True)
    created_at = models.DateTimeField()
    author_key = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    # Waits for somebody of the place to look at it.
    held_at = models.DateTimeField(null=True, blank=True)
    # Somebody asked that it be looked at; it stays until somebody did.
    flagged_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.CharField(max_length=200, blank=True)
    # Said to whoever wrote it.
    hidden_why = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["place", "-created_at"], name="post_newest")]

    @property
    def is_shown(self) -> bool:
        """To everybody."""
        return self.held_at is None and self.hidden_at is None

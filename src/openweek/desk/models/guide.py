"""Questions that people have, and the guide that their answers become."""

from django.db import models

from openweek.place.models import Person, Place


class GuidePage(models.Model):
    """A question that is asked often, and its answer, in the place's words."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=60)
    language = models.CharField(max_length=8, default="fr")
    title = models.CharField(max_length=160)
    text = models.TextField()
    # Other words that people search it by.
    words = models.CharField(max_length=300, blank=True)
    # The page of the guide to this software that it stands in for, if any.
    replaces = models.SlugField(max_length=60, blank=True)
    position = models.PositiveIntegerField(default=0)
    once = models.UUIDField(null=True, blank=True, unique=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    author_key = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "title", "id"]
        constraints = [models.UniqueConstraint(fields=["place", "slug"], name="guide_page_once")]

    def __str__(self) -> str:
        return self.title


class HelpRequest(models.Model):
    """Somebody needs a hand: what about, where they are, who goes, what was answered."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=20)  # a code of desk.forms: "wifi", "printer", …
    words = models.CharField(max_length=500, blank=True)
    where = models.CharField(max_length=120, blank=True)
    once = models.UUIDField(null=True, blank=True, unique=True)
    created_at = models.DateTimeField()
    author_key = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    assigned_to = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    assigned_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    # Called off by who asked, or closed without an answer.
    closed_at = models.DateTimeField(null=True, blank=True)
    guide_page = models.ForeignKey(
        GuidePage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["created_at", "id"]

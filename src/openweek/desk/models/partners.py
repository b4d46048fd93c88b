"""Partners of a place: who they are, when one met, what was promised."""

from django.db import models

from openweek.place.models import Place


class Partner(models.Model):
    """An association, a school, a town, a company, with whom the place does things."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    what = models.CharField(max_length=300, blank=True)
    contact = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    website = models.URLField(blank=True)
    notes = models.TextField(blank=True)
    # Shown to everybody on the place's page.
    is_public = models.BooleanField(default=False)
    # Until when what was agreed holds, and when it was last renewed.
    agreed_until = models.DateField(null=True, blank=True)
    renewed_on = models.DateField(null=True, blank=True)
    once = models.UUIDField(null=True, blank=True, unique=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["place", "slug"], name="partner_once")]

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """One that is to be held, or was."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="meetings")
    on = models.DateField(null=True, blank=True)
    with_whom = models.CharField(max_length=200, blank=True)
    said = models.TextField(blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    once = models.UUIDField(null=True, blank=True, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-id"]


class Promise(models.Model):
    """Something that one side promised the other."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="promises")
    what = models.CharField(max_length=300)
    is_ours = models.BooleanField(default=True)
    due_on = models.DateField(null=True, blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    once = models.UUIDField(null=True, blank=True, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "id"]

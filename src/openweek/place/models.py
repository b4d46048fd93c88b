"""People, the places they keep, and what opens a door there."""

import uuid
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is at a place; each may do what those after it may."""

    CONCIERGE = "concierge", _("concierge")
    COWORKER = "coworker", _("coworker")
    CONTRIBUTOR = "contributor", _("contributor")
    VISITOR = "visitor", _("visitor")


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, handle: str, name: str, email: str | None = None) -> "Person":
        """Nobody has a password here: a code by mail, or a paper with a QR code, opens."""
        person = Person(handle=handle, name=name, email=self.normalize_email(email) or None)
        person.set_unusable_password()
        person.save()
        return person


class Person(AbstractBaseUser):
    """Somebody with an account. Most visitors never need one."""

    handle = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    email = models.EmailField(null=True, blank=True, unique=True)
    language = models.CharField(max_length=8, default="fr")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"
    objects = PersonManager()

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A third place."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    tagline = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=120, blank=True)
    insee_code = models.CharField(max_length=5, blank=True)
    how_to_come = models.TextField(blank=True)
    timezone = models.CharField(max_length=60, default="Europe/Paris")
    language = models.CharField(max_length=8, default="fr")
    # Its two inks as #rrggbb, for covers and posters; empty for those of the house. What is drawn
    # with them is brought to a contrast that can be read.
    ink_ground = models.CharField(max_length=7, blank=True)
    ink_doors = models.CharField(max_length=7, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @property
    def inks(self) -> list[str]:
        """Ground and doors; two empty ones for those of the house."""
        return [self.ink_ground, self.ink_doors]

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class Membership(models.Model):
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField()
    # Keeps the welcome desk, and so sees who is expected. A concierge always does.
    keeps_desk = models.BooleanField(default=False)
    # Of the form that added somebody: sent twice, it adds them once.
    once = models.CharField(max_length=36, null=True, blank=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "person"], name="membership_once"),
        ]


class Feature(models.TextChoices):
    """What a room offers, and what a session may need."""

    SCREEN = "screen", _("a screen")
    QUIET = "quiet", _("silence")
    STEP_FREE = "step-free", _("step-free access")
    COMPUTERS = "computers", _("computers")
    KITCHEN = "kitchen", _("a kitchen")
    WORKBENCH = "workbench", _("workbenches and tools")
    OUTDOORS = "outdoors", _("open air")

    @property
    def icon(self) -> str:
        """The pictogram beside its word."""
        return {
            "quiet": "quiet", "step-free": "step-free", "computers": "keyboard",
            "kitchen": "coffee", "workbench": "tools", "outdoors": "sun",
        }.get(self.value, "screen")  # fmt: skip


class Room(models.Model):
    """A room of the place where something can happen."""

    # Known by it in exports; never given to another.
    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="rooms")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    seats = models.PositiveIntegerField(null=True, blank=True)
    # Codes of Feature.
    features = models.JSONField(default=list, blank=True)
    # Several things may go on there at once: a hall, a garden.
    is_shared = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["place", "slug"], name="room_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def offers(self) -> tuple[Feature, ...]:
        """In the order in which features are always said."""
        return tuple(each for each in Feature if each.value in self.features)


class Capability(models.Model):
    """A link, a code or a token that opens one thing to whoever holds it.

    Only a digest of the secret is kept. ``subject`` names the row that it opens, as in
    ``programme.session:12``; a floor above says what that means.
    """

    kind = models.CharField(max_length=40)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="capabilities")
    subject = models.CharField(max_length=120, blank=True)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="capabilities"
    )
    name = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "subject"], name="capability_subject")]


class Letter(models.Model):
    """A mail to send, or sent, or that would have been sent had there been a mail server."""

    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.CASCADE, related_name="letters"
    )
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    # The same words, laid out; empty where the text alone is sent.
    html = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["id"], name="letter_waiting", condition=models.Q(sent_at__isnull=True)
            ),
            models.Index(fields=["to", "created_at"], name="letter_to"),
        ]


class Unsubscribed(models.Model):
    """An address to which a place writes no more, by its owner's wish; the address isn't kept."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "digest"], name="unsubscribed_once")
        ]


class Size(models.TextChoices):
    """How much of a task's doer it asks."""

    FIVE_MINUTES = "5", _("five minutes")
    HALF_AN_HOUR = "30", _("half an hour")
    WITH_SOMEBODY = "together", _("with somebody")


class SmallTask(models.Model):
    """Something small, unimportant, never urgent, that somebody may take on.

    ``subject`` names what it is for, as in ``programme.session:12``; empty for the place itself.
    """

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=200)
    more = models.TextField(blank=True)
    size = models.CharField(max_length=10, choices=Size.choices, blank=True)
    # Whose it is, when somebody brought it of their own; private: only they see it.
    owner = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    is_private = models.BooleanField(default=False)
    # A visitor may help with it too.
    is_for_visitors = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    once = models.UUIDField(null=True, blank=True, unique=True)
    created_at = models.DateTimeField()
    author_key = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_key = models.CharField(max_length=80, blank=True)
    claimed_name = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    thanked_at = models.DateTimeField(null=True, blank=True)
    thanked_by = models.CharField(max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        indexes = [
            models.Index(fields=["subject"], name="task_subject"),
            models.Index(fields=["place", "done_at"], name="task_of_place"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_private=False) | models.Q(owner__isnull=False),
                name="task_private_of_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.title

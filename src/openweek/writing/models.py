"""Texts that people write together, who may, and what they put in.

What is written itself is not here: it is in the live log (see ``writing/live/store.py``), which
only the live process writes.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from openweek.place.models import Capability, Person, Place


class Level(models.TextChoices):
    """What somebody may do with a text; each may do what those before it may."""

    READ = "read", _("read")
    COMMENT = "comment", _("comment")
    WRITE = "write", _("write")
    MANAGE = "manage", _("manage")


class Text(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=8, default="fr")
    # Questions that stand beside the words, and in their place until there are some.
    prompts = models.JSONField(default=list, blank=True)
    # The page that it belongs to and that page's name: this room does not know what it is for.
    home = models.CharField(max_length=200, blank=True)
    home_title = models.CharField(max_length=200, blank=True)
    # A Yjs update (V1) applied once, before anything else: the template the text starts from.
    seed = models.BinaryField(default=bytes, blank=True)
    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True)
    # From this moment the live server takes no more pens, whether or not anybody froze it yet.
    closes_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class Grant(models.Model):
    """One right on one text, for one person, or one link, or everybody of a role at the place."""

    class Role(models.TextChoices):
        CONCIERGE = "concierge", _("concierges")
        COWORKER = "coworker", _("coworkers")
        CONTRIBUTOR = "contributor", _("contributors")
        VISITOR = "visitor", _("visitors")
        ANYONE = "anyone", _("anyone")

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="grants")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    capability = models.ForeignKey(
        Capability, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    role = models.CharField(max_length=20, blank=True, choices=Role.choices)
    level = models.CharField(max_length=10, choices=Level.choices)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="grant_one_holder",
                condition=(
                    Q(person__isnull=False, capability__isnull=True, role="")
                    | Q(person__isnull=True, capability__isnull=False, role="")
                    | (Q(person__isnull=True, capability__isnull=True) & ~Q(role=""))
                ),
            ),
            models.CheckConstraint(name="grant_known_level", condition=Q(level__in=Level.values)),
            models.UniqueConstraint(
                fields=["text", "person"],
                name="grant_once_per_person",
                condition=Q(person__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["text", "capability"],
                name="grant_once_per_capability",
                condition=Q(capability__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["text", "role"], name="grant_once_per_role", condition=~Q(role="")
            ),
        ]


class Consent(models.TextChoices):
    """Whether those who can be recognised in a picture, a sound or a film agreed to be there."""

    NOBODY = "nobody", _("nobody can be recognised")
    AGREED = "agreed", _("they agreed")
    UNASKED = "unasked", _("they have not been asked yet")


class Media(models.Model):
    """A picture, sound or film put into a text, kept under the media folder by its digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="media")
    digest = models.CharField(max_length=64)
    content_type = models.CharField(max_length=60)
    # Of a picture, in pixels; nothing is known of the others.
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(max_length=500, blank=True)
    file = models.CharField(max_length=200)  # relative to the media folder
    author_key = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    uploaded_at = models.DateTimeField()
    # All its files together, in bytes; they count for the quota of the place.
    size = models.PositiveBigIntegerField(default=0)
    # A picture in other sizes: {"800": file, "print": file (JPEG)}, relative to the media folder.
    sizes = models.JSONField(default=dict, blank=True)
    # Nothing is lost to who does not see it: its alternative text is empty on purpose.
    is_decorative = models.BooleanField(default=False)
    # Who made it, in the words of who put it in, and under which licence; empty for that of the
    # book.
    credit = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=40, blank=True)
    consent = models.CharField(max_length=10, choices=Consent.choices, default=Consent.NOBODY)
    # Who agreed, and how: "Ginette, on paper".
    consent_said = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "digest"], name="media_once_per_text"),
            models.CheckConstraint(
                name="media_known_consent", condition=Q(consent__in=["nobody", "agreed", "unasked"])
            ),
        ]

    @property
    def kind(self) -> str:
        """As the nodes of a text are called: image, sound or film."""
        kinds = {"audio": "sound", "video": "film"}
        return kinds.get(self.content_type.partition("/")[0], "image")


class Upload(models.Model):
    """A file that comes in parts; once whole, it becomes a Media and this row goes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="+")
    author_key = models.CharField(max_length=80)
    name = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField()  # of the whole, in bytes
    offset = models.PositiveBigIntegerField(default=0)  # so many are on the disk
    told = models.JSONField(default=dict, blank=True)  # what was said of it: alt, credit, consent
    begun_at = models.DateTimeField()
    heard_at = models.DateTimeField()  # forgotten a day after the last part

    class Meta:
        ordering = ["begun_at"]


class Version(models.Model):
    """A moment of a text that is worth coming back to: the log up to a row, with a name.

    Days have no rows here: each day on which somebody wrote is found in the log itself.
    """

    class Kind(models.TextChoices):
        NAMED = "named", _("named")
        RESTORE = "restore", _("before a restore")
        PUBLICATION = "publication", _("as published")

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="versions")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=200, blank=True)
    mark = models.BigIntegerField()  # the last row of the log that belongs to it
    made_at = models.DateTimeField()
    author_key = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class Thread(models.Model):
    """What people say of a passage, or propose to put in its place.

    The passage is kept by its two ends as Yjs knows them (relative positions), so that it moves
    with the words; ``quote`` is how it read then, for when those words are gone. Both ends are
    empty for what is said of the whole text.
    """

    class Kind(models.TextChoices):
        COMMENT = "comment", _("comment")
        SUGGESTION = "suggestion", _("suggestion")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="threads")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    start = models.BinaryField(default=bytes, blank=True)
    end = models.BinaryField(default=bytes, blank=True)
    quote = models.TextField(blank=True)
    proposed = models.TextField(blank=True)  # of a suggestion: the words instead
    made_at = models.DateTimeField()
    author_key = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=200, blank=True)
    settled_key = models.CharField(max_length=80, blank=True)
    # Of the form that it came with: sent twice, it is there once.
    once = models.CharField(max_length=36, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["made_at", "pk"]


class Remark(models.Model):
    """One thing said in a thread."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="remarks")
    body = models.TextField()
    made_at = models.DateTimeField()
    author_key = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    once = models.CharField(max_length=36, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["made_at", "pk"]


class Branch(models.Model):
    """A copy that somebody's browser kept and that the text must not take in by itself.

    The browser is older than a restored backup, or comes after the end. ``state`` is all that it
    had (a Yjs update); its author says what becomes of it.
    """

    class Reason(models.TextChoices):
        OTHER_PAST = "other_past", _("the text was put back to an earlier state")
        TOO_LATE = "too_late", _("written after the end")

    class Outcome(models.TextChoices):
        OPEN = "open", _("waiting")
        MERGED = "merged", _("merged")
        LEFT = "left", _("left aside")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="branches")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, default=Outcome.OPEN)
    state = models.BinaryField()
    digest = models.CharField(max_length=64)  # of the state: the same copy is taken once
    made_at = models.DateTimeField()
    author_key = models.CharField(max_length=80)
    author_name = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "author_key", "digest"], name="branch_once_per_author"
            ),
        ]

"""Editions of before get their files in all forms, and say how they look."""

from django.db import migrations
from django.utils import timezone


def bind(apps, schema_editor):
    edition_model = apps.get_model("publishing", "Edition")
    deadline_model = apps.get_model("ground", "Deadline")
    for edition in edition_model.objects.select_related("book__place").iterator():
        place = edition.book.place
        edition.dress = {
            "cover": "",
            "inks": ["", ""],
            "place": place.name,
            "city": place.city,
            "move_commons": "",
            "unwritten": "invite",
            "language": edition.book.language,
        }
        for chapter in edition.content:
            chapter.setdefault("kind", "")
        edition.save(update_fields=["dress", "content"])
        deadline_model.objects.get_or_create(
            kind="publishing.bind", subject_id=edition.pk, defaults={"due_at": timezone.now()}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("ground", "0002_deadlines_that_are_prepared"),
        ("place", "0005_inks"),
        ("publishing", "0002_editions_and_their_files"),
    ]

    operations = [migrations.RunPython(bind, migrations.RunPython.noop)]

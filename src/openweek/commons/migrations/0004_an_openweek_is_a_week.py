"""Places that took the recipe of an OpenWeek before formats knew of weeks can set one up from it."""

from django.db import migrations


def mark(apps, schema_editor):
    apps.get_model("commons", "Format").objects.filter(recipe="openweek").update(is_week=True)


class Migration(migrations.Migration):
    dependencies = [("commons", "0003_formats_of_weeks")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]

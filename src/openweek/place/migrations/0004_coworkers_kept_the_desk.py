"""Until now every coworker saw the welcome desk: those who have a part keep that."""

from django.db import migrations


def keep(apps, _schema_editor):
    members = apps.get_model("place", "Membership").objects
    members.filter(role="coworker").update(keeps_desk=True)


class Migration(migrations.Migration):
    dependencies = [("place", "0003_letters_tasks_and_the_desk")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop, elidable=True)]

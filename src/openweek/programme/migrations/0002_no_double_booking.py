"""One room, one session at a time: refused by the database, whoever asks."""

from django.db import migrations

from openweek.programme import double_booking


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_initial")]
    operations = [
        migrations.RunPython(double_booking.lay_without_sharing, double_booking.lift),
    ]

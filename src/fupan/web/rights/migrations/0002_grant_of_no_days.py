"""A grant that is ended on the day it began was never in force: its days may be none."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("rights", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="grant", name="grant_has_days"),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="grant_ends_after_start"
            ),
        ),
    ]

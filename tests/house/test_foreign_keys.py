"""import-linter can't see a ForeignKey given as a string; the tables themselves can."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Field, ForeignKey, ManyToManyField

from tests.house.plan import ROOMS, height


def links_between_rooms() -> Iterator[tuple[str, str, "Field[object, object]"]]:
    for model in apps.get_models():
        room = model._meta.app_label
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            if isinstance(field, ForeignKey | ManyToManyField) and room in ROOMS:
                target = field.related_model._meta.app_label
                if target in ROOMS and target != room:
                    yield room, target, field


def test_tables_point_only_downwards() -> None:
    upwards = [
        str(field)
        for room, target, field in links_between_rooms()
        if height(target) >= height(room)
    ]

    assert upwards == []


def test_a_table_does_not_reach_up_into_the_room_that_points_at_it() -> None:
    named = [
        str(field)
        for _, _, field in links_between_rooms()
        if not field.remote_field.related_name.endswith("+")
    ]

    assert named == []

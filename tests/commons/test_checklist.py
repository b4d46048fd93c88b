"""What a format of a week says is due when."""

import pytest

from openweek.commons import queries
from openweek.commons.checklist import ChecklistLine, NotAChecklist, parse, read


@pytest.mark.parametrize(
    ("typed", "what", "days"),
    [
        ("-14 Imprimer les affiches", "Imprimer les affiches", -14),
        ("−14 : Imprimer", "Imprimer", -14),
        ("J-14 Imprimer", "Imprimer", -14),
        ("+7 Écrire le bilan", "Écrire le bilan", 7),
        ("0 Faire le café", "Faire le café", 0),
        ("3 tables à plier", "3 tables à plier", None),
        ("Prévenir la mairie", "Prévenir la mairie", None),
    ],
)
def test_a_line_is_read_as_people_write_it(typed: str, what: str, days: int | None) -> None:
    assert parse(typed) == [ChecklistLine(what, days)]


@pytest.mark.parametrize(
    ("typed", "number", "reason"),
    [
        ("-14", 1, "empty"),
        ("0 Café\n\n+7 !", 3, "empty"),
        ("-999 Trop tôt", 1, "far"),
        ("+9999999999 Jamais", 1, "far"),
        (f"0 {'x' * 201}", 1, "long"),
        ("\n".join(["Café"] * 61), 61, "many"),
    ],
)
def test_a_line_that_cannot_be_followed_is_named(typed: str, number: int, reason: str) -> None:
    with pytest.raises(NotAChecklist) as refusal:
        parse(typed)
    assert (refusal.value.number, refusal.value.reason) == (number, reason)


def test_what_is_kept_already_is_read_as_far_as_it_goes() -> None:
    assert read("-14\n0 Café") == [ChecklistLine("Café", 0)]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_shipped_week_says_what_is_due(language: str) -> None:
    recipe = queries.format_recipes(language)[0]
    lines = parse(recipe.checklist)
    assert recipe.is_week
    assert (recipe.weekdays, recipe.starts, recipe.closes) == ([0, 1, 2, 3, 4], "09:30", "18:00")
    assert len(lines) == 24
    assert [line.days for line in lines] == sorted(line.days or 0 for line in lines)

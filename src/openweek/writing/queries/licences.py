"""Licences that may be chosen for a picture, a sound or a film; which there are is known above."""

from collections.abc import Callable, Iterable

Choices = Callable[[], Iterable[tuple[str, str]]]

_offered: list[Choices] = []


def offer_licences(choices: Choices) -> None:
    """Say, once, when the application starts, which there are: code and name of each."""
    _offered.append(choices)


def licence_choices() -> list[tuple[str, str]]:
    return [each for choices in _offered for each in choices()]

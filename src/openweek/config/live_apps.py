"""The rooms of which the live process reads tables, without the jobs that pages do."""

from openweek.ground.apps import GroundConfig
from openweek.place.apps import PlaceConfig
from openweek.writing.apps import WritingConfig


class LiveGround(GroundConfig):
    def ready(self) -> None:
        """Nothing is swept here."""


class LivePlace(PlaceConfig):
    def ready(self) -> None:
        """Nothing is swept here."""


class LiveWriting(WritingConfig):
    def ready(self) -> None:
        """Nothing is swept here."""

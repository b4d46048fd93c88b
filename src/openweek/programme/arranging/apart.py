"""Arranges in a process of its own: the pages keep their time, and never carry the solver."""

from openweek.ground.apart import answer_of
from openweek.programme.arranging.problem import Place, Problem, Solution, as_json

# Far more than the solver gives itself: it only ends what went wrong.
PATIENCE_SECONDS = 45


def arrange(problem: Problem) -> Solution:
    """As ``solver.arrange`` does. Raises :class:`GaveNoAnswer`."""
    said = answer_of(
        "openweek.programme.arranging", as_json(problem), patience_seconds=PATIENCE_SECONDS
    )
    return Solution(
        {int(key): Place(*place) if place else None for key, place in said["placements"].items()},
        said["cost"],
        said["bound"],
    )

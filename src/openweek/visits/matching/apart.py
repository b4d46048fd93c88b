"""Matches in a process of its own: the pages keep their time, and never carry the solver."""

from openweek.ground.apart import answer_of
from openweek.visits.matching.problem import Levels, Problem, Solution, as_json, open_stays

# Far more than the solver gives itself: it only ends what went wrong.
PATIENCE_SECONDS = 60


def solve(problem: Problem) -> Solution:
    """As ``solver.solve`` does. Raises :class:`GaveNoAnswer`."""
    said = answer_of(
        "openweek.visits.matching", as_json(problem), patience_seconds=PATIENCE_SECONDS
    )
    return Solution(
        {int(stay): host for stay, host in said["matching"].items()},
        Levels(*said["levels"]),
        said["cost"],
        said["bound"],
    )


def is_settled(problem: Problem) -> bool:
    """Whether there is nothing to choose."""
    return not problem.hosts or not open_stays(problem)

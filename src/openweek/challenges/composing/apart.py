"""Teams in a process of their own: the pages keep their time, and never carry the solver."""

from openweek.challenges.composing.problem import Division, Levels, Problem, as_json
from openweek.ground.apart import answer_of

# Far more than the solver gives itself: it only ends what went wrong.
PATIENCE_SECONDS = 60


def solve(problem: Problem) -> Division | None:
    """As ``solver.solve`` does. Raises :class:`openweek.ground.apart.GaveNoAnswer`."""
    said = answer_of(
        "openweek.challenges.composing", as_json(problem), patience_seconds=PATIENCE_SECONDS
    )
    if said is None:
        return None
    return Division(
        {int(key): name for key, name in said["seats"].items()},
        Levels(*said["levels"]),
        Levels(*said["bounds"]),
    )

"""Arranges in a process of its own: the pages keep their time, and never carry the solver."""

import json
import subprocess
import sys

from openweek.programme.arranging.problem import Place, Problem, Solution, as_json

# Far more than the solver gives itself: it only ends what went wrong.
PATIENCE_SECONDS = 45


class NotArranged(Exception):
    """The other process came to no end, or to a bad one."""


def arrange(problem: Problem) -> Solution:
    """As ``solver.arrange`` does. Raises :class:`NotArranged`."""
    command = [sys.executable, "-P", "-m", "openweek.programme.arranging"]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(as_json(problem)),
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE_SECONDS,
        )
        # The solver greets whoever starts it: the answer is the last line.
        said = json.loads(done.stdout.splitlines()[-1])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError) as trouble:
        raise NotArranged(str(trouble)) from trouble
    return Solution(
        {int(key): Place(*place) if place else None for key, place in said["placements"].items()},
        said["cost"],
        said["bound"],
    )

"""Long sums in a process of their own: the pages keep their time, and never carry a solver."""

import json
import subprocess
import sys
from typing import Any

from openweek.ground import computing


class GaveNoAnswer(Exception):
    """The other process came to no end, or to a bad one."""


def answer_of(package: str, question: Any, *, patience_seconds: float) -> Any:
    """What ``python -m`` of that package says to a question. Both are JSON; the answer is its last
    line, since solvers greet whoever starts them.

    Raises :class:`GaveNoAnswer`, also when it takes longer than it may.
    """
    computing.step_aside()
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", package],
            input=json.dumps(question),
            capture_output=True,
            text=True,
            check=True,
            timeout=patience_seconds,
        )
        return json.loads(done.stdout.splitlines()[-1])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError) as trouble:
        raise GaveNoAnswer(str(trouble)) from trouble

"""Matches what it is told on its input, and says the matching: ``python -m`` of this package.

Loads neither Django's rooms nor anything that they keep.
"""

import json
import os
import sys

from openweek.visits.matching.problem import from_json
from openweek.visits.matching.solver import solve

# Whoever reads a page meanwhile goes first.
os.nice(10)
solution = solve(from_json(json.load(sys.stdin)))
json.dump(
    {
        "matching": {str(key): host for key, host in solution.matching.items()},
        "levels": list(solution.levels),
        "cost": solution.cost,
        "bound": solution.bound,
    },
    sys.stdout,
)

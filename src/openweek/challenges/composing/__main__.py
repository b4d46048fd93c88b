"""Divides those it is told of on its input into teams: ``python -m`` of this package.

Loads neither Django's rooms nor anything that they keep.
"""

import json
import os
import sys

from openweek.challenges.composing.problem import from_json
from openweek.challenges.composing.solver import solve

# Whoever reads a page meanwhile goes first.
os.nice(10)
found = solve(from_json(json.load(sys.stdin)))
said = None if found is None else {
    "seats": {str(key): name for key, name in found.seats.items()},
    "levels": list(found.levels),
    "bounds": list(found.bounds),
}  # fmt: skip
json.dump(said, sys.stdout)

"""Arranges what it is told on its input, and says the arrangement: ``python -m`` of this package.

Loads neither Django nor the rest of the software.
"""

import json
import sys

from openweek.programme.arranging.problem import from_json
from openweek.programme.arranging.solver import arrange

solution = arrange(from_json(json.load(sys.stdin)))
said = {key: list(place) if place else None for key, place in solution.placements.items()}
json.dump({"placements": said, "cost": solution.cost, "bound": solution.bound}, sys.stdout)

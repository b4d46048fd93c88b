"""One after the other, each where it is best at that moment: a start, and a yardstick."""

from openweek.programme.arranging.problem import Placements, Problem
from openweek.programme.arranging.standing import Standing


def arrange(problem: Problem) -> Placements:
    """As somebody patient would do it by hand, who never moves anything again."""
    standing = Standing(problem)
    keep_what_is_there(standing)
    place_the_others(standing)
    return standing.placements()


def keep_what_is_there(standing: Standing) -> None:
    """All that has a time, but for what then would be in the way of something else."""
    order = sorted(range(len(standing.sessions)), key=lambda n: not standing.sessions[n].is_fixed)
    for number in order:
        session = standing.sessions[number]
        if session.now is None:
            continue
        if session.is_fixed:
            standing.put(number, session.now)
            continue
        options = standing.options([number])[number]
        rows = (row for row in range(len(options.starts)))
        if any(standing.place_of(options, row) == session.now for row in rows):
            standing.put(number, session.now)


def place_the_others(standing: Standing) -> None:
    """First what can be in few places, then what many want."""
    waiting = [n for n in standing.movable if standing.places[n] is None]
    waiting.sort(key=lambda n: _freedom(standing, n))
    for number in waiting:
        options = standing.options([number])[number]
        if len(options.starts):
            standing.put(number, standing.place_of(options, int(options.costs.argmin())))


def _freedom(standing: Standing, number: int) -> tuple[int, int, int]:
    session = standing.sessions[number]
    return len(session.starts) * len(session.rooms), -len(session.people), session.key

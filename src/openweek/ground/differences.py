"""What differs between two texts cut into pieces, found with a bounded effort.

Words that repeat make Python's own matcher quadratic and worse: a form of 300 KB that says
"a a a a" would keep a thread for hours. The effort is counted in steps, not in seconds, so that
the same texts always give the same answer.
"""

from collections import Counter
from collections.abc import Sequence
from difflib import Match, SequenceMatcher

STEPS = 20_000_000  # one or two seconds

Verb = tuple[str, int, int, int, int]


class Patience:
    """Shared by all comparisons of one request; what is left once it is gone counts as replaced."""

    def __init__(self, steps: int = STEPS) -> None:
        self.left = steps

    def opcodes(self, old: Sequence[str], new: Sequence[str]) -> list[Verb]:
        """As those of :class:`difflib.SequenceMatcher`."""
        start = _alike(old, new)
        end = _alike(old[start:][::-1], new[start:][::-1])
        middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
        found = [("equal", 0, start, 0, start)] if start else []
        found += [
            (verb, a + start, b + start, c + start, d + start)
            for verb, a, b, c, d in _Matcher(middle_old, middle_new, self).get_opcodes()
        ]
        if end:
            found.append(("equal", len(old) - end, len(old), len(new) - end, len(new)))
        return found


class _Matcher(SequenceMatcher[str]):
    def __init__(self, old: Sequence[str], new: Sequence[str], patience: Patience) -> None:
        super().__init__(None, old, new, autojunk=False)
        self._old, self._patience = old, patience
        self._times = Counter(new)

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        """Nothing alike, once there is no patience left."""
        if self._patience.left > 0:
            looked_at = self._old[alo:ahi]
            self._patience.left -= sum(1 + self._times[piece] for piece in looked_at)
        if self._patience.left <= 0:
            return Match(alo, blo, 0)
        return super().find_longest_match(alo, ahi, blo, bhi)


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many pieces at the beginning are the same."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count

"""Slips of the pen: how many are forgiven in a word, and whether one word is another with them."""

# From that many letters on, one or two: a shorter word would be mistaken for too many others.
_ONE, _TWO = 4, 8


def allowed_slips(word: str) -> int:
    """How many slips are forgiven to whoever typed that word: 0, 1 or 2."""
    return (len(word) >= _ONE) + (len(word) >= _TWO)


def is_within(one: str, other: str, slips: int) -> bool:
    """Whether at most so many letters put in, left out, changed or swapped lead from one to the
    other.
    """
    if not slips:
        return one == other
    if abs(len(one) - len(other)) > slips:
        return False
    if len(set(one) ^ set(other)) > 2 * slips:
        return False  # most words differ by more letters than that: no need to count
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, other_letter in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != other_letter))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == other_letter:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > slips:
            return False
    return row[-1] <= slips

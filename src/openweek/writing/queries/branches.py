"""Reads of the copies that wait beside a text."""

from dataclasses import dataclass
from typing import Any

from openweek.ground.authors import Author
from openweek.ground.differences import Patience
from openweek.writing import crdt, plain
from openweek.writing import tree as trees
from openweek.writing.log import reading
from openweek.writing.models import Branch, Text
from openweek.writing.rules import TextAccess


@dataclass(frozen=True)
class Change:
    """A block that merging would put in or take out, or that stays; ``verb`` says which."""

    verb: str  # "put_in" | "taken_out" | "stays"
    words: str


@dataclass(frozen=True)
class Comparison:
    """``changes`` are those of the text if the branch were merged; ``tree`` is the branch."""

    changes: list[Change]
    tree: dict[str, Any]

    @property
    def is_nothing(self) -> bool:
        return all(change.verb == "stays" for change in self.changes)


def branches_for(access: TextAccess, author: Author) -> list[Branch]:
    """Those that wait for whoever asks: their own, or for a manager everybody's."""
    waiting = access.text.branches.filter(outcome=Branch.Outcome.OPEN).defer("state")
    if not access.rights.may_manage:
        waiting = waiting.filter(author_key=author.key)
    return list(waiting)


def may_settle(access: TextAccess, branch: Branch, author: Author) -> bool:
    """Its author, and whoever manages the text."""
    return access.rights.may_manage or branch.author_key == author.key


def compare_branch(text: Text, branch: Branch) -> Comparison:
    now = reading.state_of(text)
    tree = trees.tree_of(bytes(branch.state))
    then = trees.tree_of_document(crdt.document([now, bytes(branch.state)]))
    old, new = _blocks(trees.tree_of(now)), _blocks(then)
    changes = []
    for verb, start, stop, new_start, new_stop in Patience().opcodes(old, new):
        if verb == "equal":
            changes += [Change("stays", words) for words in old[start:stop]]
            continue
        changes += [Change("taken_out", words) for words in old[start:stop]]
        changes += [Change("put_in", words) for words in new[new_start:new_stop]]
    return Comparison(changes, tree)


def _blocks(tree: dict[str, Any]) -> list[str]:
    return [words for block in tree["content"] if (words := plain.plain_of({"content": [block]}))]

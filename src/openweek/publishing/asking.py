"""What a chapter's questions (prompts) have become, and how many pictures and recordings it has."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from openweek.ground.text import fold
from openweek.publishing import contents

Tree = dict[str, Any]
HEADING = "heading"


@dataclass(frozen=True)
class Prompt:
    """A question of the template; free as long as nobody answered it or put it aside."""

    words: str
    is_answered: bool = False  # a heading of its words, with something below it
    is_settled: bool = False  # ticked off by the team

    @property
    def is_free(self) -> bool:
        return not (self.is_answered or self.is_settled)


def answered_in(tree: Tree, prompts: Iterable[str]) -> list[str]:
    """Those that stand as a heading with something below it, before the next heading."""
    asked = {fold(prompt): prompt for prompt in prompts}
    found: list[str] = []
    open_prompt = ""
    for block in tree.get("content") or []:
        if block.get("type") == HEADING:
            open_prompt = asked.get(fold(_words_of(block)), "")
        elif open_prompt and contents.is_written(block):
            found.append(open_prompt)
            open_prompt = ""
    return found


def prompts_of(
    prompts: Sequence[str], answered: Iterable[str], settled: Iterable[str]
) -> tuple[Prompt, ...]:
    answered, settled = set(answered), set(settled)
    return tuple(Prompt(each, each in answered, each in settled) for each in prompts)


def media_counted(tree: Tree) -> dict[str, int]:
    """How many of image, sound, film."""
    return dict(Counter(str(node["type"]) for node in contents.media_in(tree)))


def _words_of(block: Tree) -> str:
    return "".join(str(node.get("text", "")) for node in contents.nodes_in(block))

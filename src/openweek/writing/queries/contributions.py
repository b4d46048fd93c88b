"""Reads of how much each put into texts, of what is still there.

Every change of a Yjs document is numbered by its client, and as a rule a client writes for one
author alone: that is read from the heads of the log's rows, which costs little however long people
typed. Where one client wrote for two, the text is read letter by letter instead.
"""

from bisect import bisect_right
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from openweek.writing import tree as trees
from openweek.writing.authorship import NOBODY, SEED, claims_of
from openweek.writing.crdt import read_number
from openweek.writing.log import reading
from openweek.writing.log.store import Made
from openweek.writing.models import Text
from openweek.writing.updates import Contents, Run, contents

__all__ = ["Made", "PutIn", "Saved", "author_names", "hands_in", "put_in", "saved_of"]

MEDIA = ("image", "sound", "film")


@dataclass(frozen=True)
class Saved:
    """A text as it was saved at one moment."""

    text: Text
    state: bytes
    tree: dict[str, Any]


@dataclass
class PutIn:
    """Letters with the spaces between them; of media how many of each kind."""

    letters: int = 0
    media: Counter[str] = field(default_factory=Counter)


def saved_of(text: Text) -> Saved:
    state = reading.state_of(text)
    return Saved(text, state, trees.tree_of(state))


@dataclass
class _Known:
    """What this process read of a text's log up to a row."""

    mark: int = 0
    made: dict[tuple[str, str, bytes | None], Made] = field(default_factory=dict)


_known: OrderedDict[str, _Known] = OrderedDict()
_reading = Lock()
_TEXTS_KEPT = 2000


def hands_in(texts: Sequence[Text]) -> list[Made]:
    """Who wrote in them, by which clients, whoever came first before the others.

    What was read of a log is not read again: pages that tell who writes keep this warm, so that
    the last day has little left to read.
    """
    with _reading:
        known = [_known.setdefault(str(text.pk), _Known()) for text in texts]
        found, mark = reading.made_in(texts, after=min((each.mark for each in known), default=0))
        by_text = dict(zip((str(text.pk) for text in texts), known, strict=True))
        for made in found:
            kept = by_text[made.text].made
            kept.setdefault((made.author, made.name, made.client), made)
        for number, each in by_text.items():
            each.mark = mark
            _known.move_to_end(number)
        while len(_known) > _TEXTS_KEPT:
            _known.popitem(last=False)
    return sorted((made for each in known for made in each.made.values()), key=_first)


def _first(made: Made) -> int:
    return made.first


def put_in(texts: Sequence[Saved], hands: Iterable[Made]) -> list[dict[str, PutIn]]:
    """For each text, by the key of its author; words of a template are nobody's.

    Exact for the states that were given, whatever is written meanwhile: ``hands`` may know more.
    """
    clients = _clients([saved.text for saved in texts], hands)
    return [_counted(saved, clients[str(saved.text.pk)]) for saved in texts]


def author_names() -> dict[str, str]:
    """By key, the name that each used last; blank for who wants to be forgotten."""
    return {key: name.strip() for key, name in reading.names().items()}


def _clients(texts: Sequence[Text], hands: Iterable[Made]) -> dict[str, dict[int, set[str]]]:
    """By text, the authors for whom each of its clients wrote."""
    found: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    to_read: set[str] = set()
    for made in hands:
        if made.client is None:
            to_read.add(made.text)
        elif made.client:
            found[made.text][read_number(made.client, 0)[0]].add(made.author.removeprefix("="))
    for text in texts:
        if str(text.pk) in to_read:
            _read_whole(text, found[str(text.pk)])
    return found


def _read_whole(text: Text, clients: dict[int, set[str]]) -> None:
    """Updates of many changes, as what was pasted or brought back."""
    for row in reading.large_in(text):
        for client, _, _ in contents(row.payload).made:
            clients[client].add(row.author.removeprefix("="))


def _counted(saved: Saved, clients: dict[int, set[str]]) -> dict[str, PutIn]:
    if any(len(authors) > 1 for authors in clients.values()):
        return _letter_by_letter(saved)
    counted: dict[str, PutIn] = defaultdict(PutIn)
    found = contents(saved.state)
    gone = _Gone(found)
    for words in found.words:
        author = next(iter(clients.get(words.client, ())), "")
        if not author:
            continue
        if words.is_tag:
            if words.said in MEDIA and not gone.covers(words.client, words.clock):
                counted[author].media[words.said] += 1
        elif not gone.covers(words.client, words.clock):
            counted[author].letters += len(words.said)
    return dict(counted)


class _Gone:
    """What a state keeps though it was deleted; what is kept lies between two deletions."""

    def __init__(self, found: Contents) -> None:
        runs: dict[int, list[Run]] = defaultdict(list)
        for run in found.deleted:
            runs[run[0]].append(run)
        self._runs = {client: sorted(each) for client, each in runs.items()}

    def covers(self, client: int, clock: int) -> bool:
        runs = self._runs.get(client, [])
        at = bisect_right(runs, (client, clock, 2**62)) - 1
        return at >= 0 and clock < runs[at][1] + runs[at][2]


def _letter_by_letter(saved: Saved) -> dict[str, PutIn]:
    claims = claims_of(saved.text)
    counted: dict[str, PutIn] = defaultdict(PutIn)
    for node in _nodes([claims.tree(saved.state)]):
        number = node.get("by", NOBODY)
        author = claims.keys[number] if number != NOBODY else ""
        if not author or author == SEED:
            continue
        if "text" in node:
            counted[author].letters += len(node["text"])
        elif node["type"] in MEDIA:
            counted[author].media[node["type"]] += 1
    return dict(counted)


def _nodes(nodes: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(node.get("content") or [])

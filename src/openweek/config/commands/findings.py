from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Finding:
    """One thing that the doctor says."""

    mark: Literal["ok", "warning", "trouble"]
    words: str

"""The documents that hold something looked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

Positions = npt.NDArray[np.int64]
Single = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Found:
    """Documents in ascending order of position, and the worth of each.

    ``titled`` are those that have it in their title or sentence; ``rarity`` is what the rarity of what was looked for is worth.
    """

    documents: Positions
    worth: Single
    titled: Positions
    rarity: float

    def __len__(self) -> int:
        return len(self.documents)

    @classmethod
    def joined(cls, parts: Sequence[Found]) -> Found:
        """Return parts that follow one another as one."""
        if len(parts) < 2:
            return parts[0] if parts else NOTHING
        return cls(
            np.concatenate([part.documents for part in parts]),
            np.concatenate([part.worth for part in parts]),
            np.concatenate([part.titled for part in parts]),
            max(part.rarity for part in parts),
        )


NOWHERE = np.zeros(0, dtype=np.int64)
NOTHING = Found(NOWHERE, np.zeros(0, dtype=np.float32), NOWHERE, 0.0)

"""What the process of the ports tells the main process."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Bytes:
    """A port spoke: one whole message."""

    port: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Ports:
    """These inputs are open now; `trouble` says why others, or all, are not."""

    names: tuple[str, ...]
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Beat:
    """Alive; so many messages were lost so far because they came too fast."""

    lost: int = 0


PortNews: TypeAlias = Bytes | Ports | Beat

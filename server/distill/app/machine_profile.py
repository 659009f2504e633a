"""What `distill doctor` found out about this machine, and what a start makes of it."""

import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from distill.errors import BadArgument
from distill.installation import shell_command
from distill.parameters import PROFILES
from distill.storage import textfile

AUTO: Final = "auto"
"""Instead of the name of a profile: the one that was found."""
USUAL: Final = "normal"
FILE: Final = "machine.toml"
MARGIN: Final = 0.2
"""Part of what is rendered ahead that has to be left at the worst moment."""
MOST_THREADS: Final = 64


@dataclass(frozen=True, slots=True)
class Trial:
    """How a stream went with one profile.

    Attributes:
        profile: Its name.
        late: Blocks for which sound was not ready, or that the device missed.
        least_ms: Least sound that was ready at any moment that was looked at.
    """

    profile: str
    late: int
    least_ms: float

    @property
    def fine(self) -> bool:
        """Was nothing late, and was there enough left for a worse day?"""
        return self.late == 0 and self.least_ms >= MARGIN * PROFILES[self.profile]

    @property
    def words(self) -> str:
        """Say it."""
        ahead = PROFILES[self.profile]
        late = "no block late" if not self.late else f"{self.late} blocks late"
        return f"{late}, at the worst moment {self.least_ms:.0f} of {ahead} ms were ready"


@dataclass(frozen=True, slots=True)
class MachineProfile:
    """What to start with.

    Attributes:
        profile: The quickest that keeps up; the safest when none does.
        threads: Of the processor, for the model's process.
        able: Does it keep up?
        why: In words.
        output: What it was tried on.
        model: With which model.
    """

    profile: str
    threads: int
    able: bool
    why: str
    output: str
    model: str


def choose(trials: Sequence[Trial]) -> tuple[str, bool, str]:
    """Choose a profile of those that were tried, quickest first; tell if it keeps up, and why."""
    failed = [trial for trial in trials if not trial.fine]
    fine = next((trial for trial in trials if trial.fine), None)
    before = "; ".join(f"{one.profile}: {one.words}" for one in failed)
    if fine is None:
        return trials[-1].profile, False, f"this machine cannot keep up: {before}"
    why = f"{fine.profile}: {fine.words}"
    return fine.profile, True, f"{why}; {before}" if before else why


def save(finding: MachineProfile, path: Path) -> None:
    """Write it down.

    Raises:
        FileProblem: It cannot be.
    """
    import tomlkit  # noqa: PLC0415 - a start of the server only reads

    doctor = shell_command("doctor")
    head = f"# What `{doctor}` found here; `serve --profile auto` starts with it.\n"
    textfile.replace(path, head + tomlkit.dumps(asdict(finding)))


def read(path: Path) -> MachineProfile | None:
    """Read what was found; None when nobody has looked yet.

    Raises:
        BadArgument: The file is not what `keep` wrote.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8-sig"))
        finding = MachineProfile(**data)
        threads = finding.threads
        good = finding.profile in PROFILES and type(threads) is int
        if not good or not 1 <= threads <= MOST_THREADS:
            raise ValueError(f"profile {finding.profile!r} and {threads!r} threads")  # noqa: TRY301
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:  # ValueError: also what is no TOML
        doctor = shell_command("doctor")
        raise BadArgument(f"{path} is damaged ({error}); run again: {doctor}") from error
    return finding

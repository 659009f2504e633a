"""The profile that `distill doctor` measured for this machine, and its file."""

import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from distill.errors import BadArgument
from distill.installation import shell_command
from distill.parameters import PROFILES
from distill.storage import regular_file, textfile

AUTO: Final = "auto"
"""Instead of the name of a profile: the one that was measured."""
USUAL: Final = "normal"
FILE: Final = "machine.toml"
MARGIN: Final = 0.2
"""Share of what is rendered ahead that must be left at the worst moment."""
MOST_THREADS: Final = 64


@dataclass(frozen=True, slots=True)
class Trial:
    """The result of a stream with one profile.

    Attributes:
        profile: Its name.
        late: Blocks for which sound was not ready, or that the device missed.
        least_ms: Least sound that was ready at any measurement.
    """

    profile: str
    late: int
    least_ms: float

    @property
    def fine(self) -> bool:
        """Whether no block was late and `MARGIN` was left."""
        return self.late == 0 and self.least_ms >= MARGIN * PROFILES[self.profile]

    @property
    def summary(self) -> str:
        """The result in words."""
        ahead = PROFILES[self.profile]
        late = "no block late" if not self.late else f"{self.late} blocks late"
        return f"{late}, at the worst moment {self.least_ms:.0f} of {ahead} ms were ready"


@dataclass(frozen=True, slots=True)
class MachineProfile:
    """What to start the server with.

    Attributes:
        profile: The one with the lowest latency that keeps up; the safest if none does.
        threads: CPU threads of the model worker.
        able: Whether it keeps up.
        why: The reason, in words.
        output: The output that it was measured on.
        model: The model that it was measured with.
    """

    profile: str
    threads: int
    able: bool
    why: str
    output: str
    model: str


def choose(trials: Sequence[Trial]) -> tuple[str, bool, str]:
    """Choose among trials, lowest latency first; return profile, whether it keeps up, and why."""
    failed = [trial for trial in trials if not trial.fine]
    fine = next((trial for trial in trials if trial.fine), None)
    before = "; ".join(f"{one.profile}: {one.summary}" for one in failed)
    if fine is None:
        return trials[-1].profile, False, f"this machine cannot keep up: {before}"
    why = f"{fine.profile}: {fine.summary}"
    return fine.profile, True, f"{why}; {before}" if before else why


def save(machine: MachineProfile, path: Path) -> None:
    """Write a profile to its file.

    Raises:
        FileProblem: It cannot be written.
    """
    import tomlkit  # noqa: PLC0415 - a start of the server only reads

    doctor = shell_command("doctor")
    head = f"# Measured by `{doctor}`; `serve --profile auto` starts with it.\n"
    textfile.replace(path, head + tomlkit.dumps(asdict(machine)))


def read(path: Path) -> MachineProfile | None:
    """Read the profile; None if there is no file yet.

    Raises:
        BadArgument: The file is not what `save` wrote.
    """
    try:
        data = tomllib.loads(regular_file.read(path, textfile.MAX_BYTES).decode("utf-8-sig"))
        machine = MachineProfile(**data)
        threads = machine.threads
        good = machine.profile in PROFILES and type(threads) is int
        if not good or not 1 <= threads <= MOST_THREADS:
            raise ValueError(f"profile {machine.profile!r} and {threads!r} threads")  # noqa: TRY301
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:  # ValueError: TOML errors too
        doctor, why = shell_command("doctor"), getattr(error, "strerror", None) or error
        raise BadArgument(f"{path} is damaged ({why}); run again: {doctor}") from error
    return machine

"""What keeps a player from sound, and what to do, in the sentences that every client shows.

`status` carries them as `note_…`, empty where all is well; the page, the console and `send status`
show the same words.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from distill.commands.carried import about_gone_sounds, named_slots
from distill.engine.model_state import ModelPhase
from distill.types import Clock

RECENT_S: Final = 60.0
"""Sound that came late so long ago is no longer reported."""
SAMPLE_S: Final = 1.0
"""Time between two readings of the count of underruns."""
UNDERRUNS: Final = "output_underruns"
"""The count of underruns in the status."""
DEVICE_GONE: Final = ("lost", "waiting")
"""States of a device that neither plays nor records."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What the sentences are made from.

    Attributes:
        phase: State of the model in use.
        reason: Why it is in that state.
        model: Name of the model in use; empty for none.
        foreign_slots: Slots whose codes belong to another codec than the model's.
        silent_slots: Slots of which a sound that they come from is gone.
        devices: `state` and `about` of output and input, as the status has them.
        late: Underruns within the last `RECENT_S`.
        safe: Whether the profile renders as far ahead as it can.
        corpus_problem: Why the model's corpus is not used, or not all of it; empty for no reason.
    """

    phase: ModelPhase
    reason: str
    model: str
    foreign_slots: Sequence[str]
    silent_slots: Sequence[str]
    devices: Mapping[str, float | int | str]
    late: int
    safe: bool
    corpus_problem: str = ""


def notes(situation: Situation) -> dict[str, str]:
    """Return the sentences by their names in the status; empty where there is nothing to say."""
    return {
        "note_model": _about_model(situation),
        "note_slots": _about_slots(situation),
        "note_sources": about_gone_sounds(situation.silent_slots),
        "note_output": _about_device(situation.devices, "output"),
        "note_input": _about_device(situation.devices, "input"),
        "note_late": _about_lateness(situation),
    }


class LateCounter:
    """Counts the underruns of the last minute from a count since the start.

    Threads: the engine's only.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._readings: deque[tuple[float, int]] = deque([(clock(), 0)])

    def due(self) -> bool:
        """Is it time for another reading?"""
        return self._clock() - self._readings[-1][0] >= SAMPLE_S

    def recent(self, underruns: int) -> int:
        """Return how many of so many underruns since the start came within the last minute."""
        now, readings = self._clock(), self._readings
        while len(readings) > 1 and readings[1][0] <= now - RECENT_S:
            readings.popleft()
        if now - readings[-1][0] >= SAMPLE_S:
            readings.append((now, underruns))
        return max(0, underruns - readings[0][1])


def _about_model(situation: Situation) -> str:
    if situation.phase is ModelPhase.LOADING:
        doing = "" if situation.reason in ("", situation.model) else f" ({situation.reason})"
        return f"The model {situation.model} is loading{doing}: nothing can be played yet."
    if situation.phase is ModelPhase.RESTARTING:
        return f"No sound for a moment: {situation.reason}; another one takes over."
    if situation.phase is ModelPhase.NO_MODEL:
        return f"No model is loaded; {_ended(situation.reason)}"
    if situation.corpus_problem:
        why = _ended(situation.corpus_problem)
        return f"The model {situation.model} lacks sounds of its own: {why}"
    return ""


def _about_slots(situation: Situation) -> str:
    if not situation.foreign_slots or not situation.model:
        return ""
    were = "was" if len(situation.foreign_slots) == 1 else "were"
    return (
        f"The model {situation.model} cannot play what is in some slots: "
        f"{named_slots(situation.foreign_slots)} {were} made by another "
        "model. Load that one, or encode the sound again."
    )


def _about_device(devices: Mapping[str, float | int | str], name: str) -> str:
    if devices.get(f"{name}_state") not in DEVICE_GONE:
        return ""
    about = str(devices.get(f"{name}_about", "")).rstrip(".")
    card = "Or" if "PortAudio" in about else "Check the sound card, or"
    return f"No sound {name}: {about}. {card} start the server with --{name}."


def _about_lateness(situation: Situation) -> str:
    if not situation.late:
        return ""
    times = "once" if situation.late == 1 else f"{situation.late} times"
    more = "" if situation.safe else ", or set the parameter profile to safe"
    return (
        f"Sound was not ready in time, {times} in the last minute: this machine is too busy. "
        f"Close other programs{more}."
    )


def _ended(text: str) -> str:
    return text if text.endswith(".") else f"{text}."

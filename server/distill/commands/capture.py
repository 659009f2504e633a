"""What was heard can be kept: capture."""

from dataclasses import dataclass
from typing import Annotated, Final

from typing_extensions import override

from distill.commands.context import CommandContext
from distill.commands.grammar import Command, Outcome, Reply, Slot, Work, command
from distill.errors import NotReady
from distill.protocol.tasks import Captured, CaptureOutput, Result
from distill.types import SAMPLE_RATE, Range, Unit

LONGEST_S: Final = 120.0
SHORTEST_S: Final = 0.01


@command("capture")
@dataclass(frozen=True, slots=True)
class Capture(Command):
    """Keep the last seconds of the output as a WAV clip, sample by sample as they were heard.

    The clip ends with what is heard when the request arrives; silence, concealed sound and fades
    are in it. It carries the codes that sounded, with live macros applied, and their seeds and
    parameters; with a slot (`-` for none) the codes also go there. A column counts if at least half
    of it was heard. Slots and parameters become a snapshot of the clip's name, for `recall`.
    Answers path, samples, rate, seconds (fewer than requested if less was heard) and columns; every
    subscriber gets /distill/clip with the request's id first.
    """

    seconds: Annotated[float, Range(SHORTEST_S, LONGEST_S), Unit.SECONDS] = 8.0
    slot: Slot = Slot("-")
    name: str = "capture"

    @override
    def run(self, desk: CommandContext) -> Outcome:
        session, heard = desk.session, desk.host.audio.history()
        length = min(round(self.seconds * SAMPLE_RATE), heard.kept)
        if not length:
            raise NotReady("nothing was heard yet; wait until output_state is running or waiting")
        first = heard.end - length
        sounded = desk.host.audio.log.played_codes(heard, first)
        model = session.sounding if sounded is None else None
        by = sounded.by if sounded is not None else None
        sidecar = {
            "model": by.model if by else model.id if model else "",
            "codec": by.codec if by else model.codec_id if model else "",
            "source": "capture",
            "slot": self.slot,
            "parameters": dict(session.parameters),
        }
        where = desk.files.clips(), self.name
        task = CaptureOutput(heard.name, first, heard.end, *where, sounded, sidecar)
        return Work(task, lambda result: self._keep(desk, result))

    def _keep(self, desk: CommandContext, result: Result) -> Reply:
        """Put the codes into the slot: the sound is safe on disk by now."""
        assert isinstance(result, Captured)  # noqa: S101 - the worker answers in kind
        clip, sounded = result.clip, result.played
        columns = 0
        if sounded is not None:
            columns = len(sounded.codes)
            if self.slot != "-":
                grid = sounded.grid(f"capture {clip.path.rpartition('/')[2]}")
                desk.session.store(f"capture {self.slot}", {self.slot: grid})
        name = clip.path.rpartition("/")[2].removesuffix(".wav")
        desk.files.save_snapshot(name, desk.session.snapshot(b""))
        told = (clip.path, clip.samples, clip.rate)
        values = (*told, clip.samples / clip.rate, columns)
        return Reply(values, news="clip", told=told)

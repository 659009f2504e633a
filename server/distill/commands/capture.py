"""Recording what was played: capture."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Final

from typing_extensions import override

from distill.commands.context import CommandContext
from distill.commands.grammar import (
    Also,
    Command,
    Ending,
    FileChange,
    Outcome,
    Reply,
    Slot,
    Work,
    command,
)
from distill.errors import DistillError, NotReady
from distill.names import NONE, check_clip_name
from distill.protocol.tasks import Captured, CaptureOutput, Result
from distill.types import SAMPLE_RATE, Range, Unit

MAX_CAPTURE_S: Final = 120.0
MIN_CAPTURE_S: Final = 0.01


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

    seconds: Annotated[float, Range(MIN_CAPTURE_S, MAX_CAPTURE_S), Unit.SECONDS] = 8.0
    slot: Annotated[Slot, Also(NONE)] = Slot(NONE)
    name: str = "capture"

    @override
    def run(self, context: CommandContext) -> Outcome:
        name = check_clip_name(self.name)
        session, output = context.session, context.host.audio.history()
        length = min(round(self.seconds * SAMPLE_RATE), output.kept)
        if not length:
            raise NotReady(
                "nothing has been played yet; wait until output_state is running or waiting"
            )
        first = output.end - length
        played = context.host.audio.log.played_codes(output, first)
        model = session.sounding if played is None else None
        by = played.by if played is not None else None
        sidecar = {
            "model": by.model if by else model.id if model else "",
            "codec": by.codec if by else model.codec_id if model else "",
            "source": "capture",
            "slot": self.slot,
            "parameters": dict(session.parameters),
        }
        where = context.files.clips(), name
        task = CaptureOutput(output.name, first, output.end, *where, played, sidecar)
        return Work(task, lambda result: self._store(context, result))

    def _store(self, context: CommandContext, result: Result) -> Ending:
        """Store the codes in the slot; the sound is on disk by now."""
        assert isinstance(result, Captured)  # noqa: S101 - the worker answers in kind
        clip, played = result.clip, result.played
        columns = 0
        if played is not None:
            columns = len(played.codes)
            if self.slot != NONE:
                grid = played.grid(f"capture {clip.path.rpartition('/')[2]}")
                context.session.store(f"capture {self.slot}", {self.slot: grid})
        name = clip.path.rpartition("/")[2].removesuffix(".wav")
        snapshot = context.session.snapshot(b"")
        about = (clip.path, clip.samples, clip.rate)
        values = (*about, clip.samples / clip.rate, columns)

        def saved(problem: DistillError | None) -> Reply:
            if problem is not None:
                text = f"the clip {clip.path} is written, but no snapshot of it: {problem}"
                problem = type(problem)(text)
            return Reply(values, topic="clip", topic_values=about, error=problem)

        return FileChange(partial(context.files.save_snapshot, name, snapshot), saved)

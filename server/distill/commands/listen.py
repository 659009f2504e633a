"""Recording the input into a slot: listen."""

from dataclasses import dataclass
from typing import Annotated, cast

from typing_extensions import override

from distill.commands.context import CommandContext
from distill.commands.grammar import Also, Choice, Command, Outcome, Reply, Slot, command
from distill.names import NONE
from distill.protocol.input import RecordingMode
from distill.types import Range, Unit


@command("listen")
@dataclass(frozen=True, slots=True)
class Listen(Command):
    """Record the input into a slot, column by column, until `listen -`.

    The slot holds the last seconds; the whole recording is one undo, which also ends it. A loop of
    it is an echo. With `answer` only sound is recorded, not silence, and when the input falls
    silent the prior continues until it sounds again: call and response. The server needs an input
    (serve --input). Answers slot and the most columns it holds; `listen -` answers the recorded
    slot and its columns. Every subscriber gets /distill/listening sounds or silent.
    """

    slot: Annotated[Slot, Also(NONE)]
    seconds: Annotated[float, Range(0.2, 120.0), Unit.SECONDS] = 4.0
    mode: Annotated[str, Choice(("take", "answer"))] = "take"

    @override
    def run(self, context: CommandContext) -> Outcome:
        recorder = context.session.recorder
        if self.slot == NONE:
            return Reply(recorder.end())
        position = context.host.audio.input_position()
        columns = recorder.begin(
            self.slot, self.seconds, cast("RecordingMode", self.mode), position
        )
        return Reply((self.slot, columns))

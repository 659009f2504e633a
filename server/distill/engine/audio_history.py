"""Access of commands to recent audio: the output, the codes that were played, and the input."""

from typing_extensions import override

from distill.commands import context
from distill.engine.ports import Input, Output
from distill.protocol.input import ColumnsRecorded, InputPosition, InputSilence, SourceRecorded
from distill.protocol.messages import FromWorker
from distill.protocol.output import ColumnRendered, OutputHistory, OutputSnapshot
from distill.session.input_recorder import InputRecorder
from distill.types import Audio, Json


class AudioHistory(context.AudioAccess):
    """Combines the output, the input and the columns that the worker reports.

    Threads: the engine's thread only.
    """

    def __init__(self, output: Output, source: Input, recorder: InputRecorder) -> None:
        self._output = output
        self._source = source
        self._attention = recorder
        self._log = OutputHistory()

    @property
    @override
    def log(self) -> OutputHistory:
        return self._log

    @override
    def history(self) -> OutputSnapshot:
        return self._output.history()

    @override
    def recent_audio(self, first: int, last: int) -> Audio:
        return self._output.recent_audio(first, last)

    @override
    def input_position(self) -> InputPosition:
        return self._source.position()

    def on_message(self, message: FromWorker) -> tuple[str, ...]:
        """Record a message of the worker; return the values of `listening` notifications.

        Raises:
            Busy: There are too many slots.
        """
        if isinstance(message, ColumnRendered):
            self._log.append(message)
        elif isinstance(message, (ColumnsRecorded, InputSilence, SourceRecorded)) and (
            state := self._attention.on_message(message)
        ):
            return (state,)
        return ()

    def stats(self) -> Json:
        """Return the state of output and input, for the status."""
        stats = {f"output_{name}": value for name, value in self._output.stats().items()}
        return stats | {f"input_{name}": value for name, value in self._source.stats().items()}

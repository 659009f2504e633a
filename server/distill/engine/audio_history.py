"""What the instrument hears: its own sound, of which it remembers the codes, and its input."""

from typing_extensions import override

from distill.commands import context
from distill.engine.ports import Input, Output
from distill.protocol.input import ColumnsRecorded, InputPosition, InputSilence
from distill.protocol.messages import FromWorker
from distill.protocol.output import ColumnRendered, OutputHistory, OutputSnapshot
from distill.session.input_recorder import InputRecorder
from distill.types import Audio, Json


class AudioHistory(context.AudioAccess):
    """Puts together what output, input and worker tell.

    Threads: the engine's thread only.
    """

    def __init__(self, output: Output, source: Input, attention: InputRecorder) -> None:
        self._output = output
        self._source = source
        self._attention = attention
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
        """Take what the worker tells; give words for the news.

        Raises:
            Busy: There are too many slots.
        """
        if isinstance(message, ColumnRendered):
            self._log.append(message)
        elif isinstance(message, (ColumnsRecorded, InputSilence)) and (
            word := self._attention.on_message(message)
        ):
            return (word,)
        return ()

    def stats(self) -> Json:
        """Tell how output and input are, for the status."""
        out = {f"output_{name}": value for name, value in self._output.stats().items()}
        return out | {f"input_{name}": value for name, value in self._source.stats().items()}

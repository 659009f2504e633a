"""What the instrument hears: its own sound, of which it remembers the codes, and its input."""

from typing_extensions import override

from distill.engine.ports import Input, Output
from distill.session import ports
from distill.session.attention import Attention
from distill.session.heard import Heard, Log, Painted
from distill.session.listening import Incoming, Listened, Silence
from distill.session.messages import FromWorker
from distill.types import Audio, Json


class Ears(ports.Ears):
    """Puts together what output, input and worker tell.

    Threads: the engine's thread only.
    """

    def __init__(self, output: Output, source: Input, attention: Attention) -> None:
        self._output = output
        self._source = source
        self._attention = attention
        self._log = Log()

    @property
    @override
    def log(self) -> Log:
        return self._log

    @override
    def heard(self) -> Heard:
        return self._output.heard()

    @override
    def lately(self, first: int, last: int) -> Audio:
        return self._output.lately(first, last)

    @override
    def incoming(self) -> Incoming:
        return self._source.incoming()

    def hear(self, message: FromWorker) -> tuple[str, ...]:
        """Take what the worker tells; give words for the news.

        Raises:
            Busy: There are too many slots.
        """
        if isinstance(message, Painted):
            self._log.keep(message)
        elif isinstance(message, (Listened, Silence)) and (word := self._attention.hear(message)):
            return (word,)
        return ()

    def figures(self) -> Json:
        """Tell how output and input are, for the status."""
        out = {f"output_{name}": value for name, value in self._output.figures().items()}
        return out | {f"input_{name}": value for name, value in self._source.figures().items()}

"""Changes of files on a thread of their own; each is answered when it is on the disk."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from distill.commands.grammar import FileChange
from distill.engine.ports import Request
from distill.engine.replies import Replies
from distill.errors import Busy, DistillError

MAX_CHANGES: Final = 64
"""Changes that may wait at once; a snapshot that plays has half a megabyte."""


class FileChanges:
    """The changes that have not ended; they run one after the other.

    Threads: the engine's, but for the changes themselves.
    """

    def __init__(
        self,
        replies: Replies,
        post: Callable[[Callable[[], None]], None],
        ended: Callable[[int], None],
    ) -> None:
        """Begin without any.

        Args:
            replies: Sends the replies.
            post: Runs a call on the engine's thread; may be called from any thread.
            ended: Called with the number of each change that has ended.
        """
        self._replies = replies
        self._post = post
        self._ended = ended
        self._requests: dict[int, Request] = {}
        self._thread = ThreadPoolExecutor(1, "files")

    @property
    def requests(self) -> Mapping[int, Request]:
        """The requests whose changes have not ended, by number."""
        return self._requests

    def begin(self, number: int, request: Request, work: FileChange) -> None:
        """Change a file, then reply to the request."""
        self._requests[number] = request
        if len(self._requests) > MAX_CHANGES:
            text = f"{MAX_CHANGES} files wait to be written; wait for a done"
            self._finish(number, work, Busy(text))
            return
        done = self._thread.submit(work.change)
        done.add_done_callback(lambda end: self._post(lambda: self._conclude(number, work, end)))

    def stop(self) -> None:
        """Wait until every change has ended; their replies are not sent."""
        self._thread.shutdown()

    def _conclude(self, number: int, work: FileChange, done: Future[None]) -> None:
        problem = done.exception()
        if problem is None or isinstance(problem, DistillError):
            self._finish(number, work, problem)
        else:
            self._replies.crash(self._requests.pop(number), problem)
            self._ended(number)

    def _finish(self, number: int, work: FileChange, problem: DistillError | None) -> None:
        request = self._requests.pop(number)
        try:
            self._replies.finish(request, work.finish(problem))
        except DistillError as error:
            self._replies.fail(request, error)
        except Exception as error:  # noqa: BLE001 - it ends the command, never the server
            self._replies.crash(request, error)
        self._ended(number)

"""A script of a Max patch, run by node."""

import json
import subprocess
from pathlib import Path
from typing import Any

from kit.peers import need

HOST = Path(__file__).with_suffix(".js")


class Script:
    """One `[jsui]` with its script.

    Attributes:
        due: Tasks that are scheduled: number and milliseconds.
    """

    def __init__(self, script: Path, size: tuple[float, float]) -> None:
        words = [need("node"), str(HOST), str(script), str(size[0]), str(size[1])]
        self._node = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self.due: list[tuple[int, float]] = []

    def call(self, selector: str, *words: Any) -> list[tuple[int, list[Any]]]:
        """Send a message or call a handler; return what came out: outlet and words."""
        return self._ask({"say": selector, "words": words})["out"]

    def task(self, number: int) -> list[tuple[int, list[Any]]]:
        """Run a scheduled task."""
        return self._ask({"task": number})["out"]

    def draw(self) -> list[list[Any]]:
        """Return the calls of the drawing."""
        return self._ask({"say": "paint", "words": []})["drawn"]

    def close(self) -> None:
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.close()
        self._node.wait(10)
        self._node.stdout.close()

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.write(json.dumps(request) + "\n")
        self._node.stdin.flush()
        answer = json.loads(self._node.stdout.readline())
        assert answer["error"] is None, answer["error"]
        self.due = [(int(number), float(ms)) for number, ms in answer["due"]]
        return answer

"""Which model of the library reads the codes of a slot or file."""

from pathlib import Path
from typing import Final

from distill.errors import ModelFileProblem
from distill.storage import modelfile
from distill.storage.library import Library

_Mark = tuple[int, int, int]
_NO_IDS: Final[frozenset[str]] = frozenset()


class ModelIndex:
    """The ids that each model of a library answers to; headers are read once, until they change.

    Threads: one.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._ids: dict[Path, tuple[_Mark, frozenset[str]]] = {}

    def name_of(self, model: str) -> str:
        """Return the first model, by name, that reads codes of this id; empty if there is none.

        Args:
            model: Id of a codec; or, as in older files, of a whole model.
        """
        for name in self._library.names():
            path = self._library.get(name)
            if path is not None and model in self._ids_of(path):
                return name
        return ""

    def _ids_of(self, path: Path) -> frozenset[str]:
        try:
            about = path.stat()
        except OSError:
            return _NO_IDS
        mark = about.st_ino, about.st_size, about.st_mtime_ns
        known = self._ids.get(path)
        if known is None or known[0] != mark:
            known = self._ids[path] = mark, _read(path)
        return known[1]


def _read(path: Path) -> frozenset[str]:
    """Return the ids in a file, to each of which codes may refer; none if it cannot be used."""
    try:
        about = modelfile.read_header(path)["metadata"]
    except ModelFileProblem:
        return _NO_IDS
    own = (about.get("codec_id"), about.get("id"), *about.get("earlier_ids", ()))
    return frozenset(str(one) for one in own if one)

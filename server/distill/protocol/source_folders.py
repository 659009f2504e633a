"""Where the sounds of slots are kept, as session, tasks and score name it."""

from typing import Final, NamedTuple


class SourceRoots(NamedTuple):
    """Folders of sounds; without the first two there are none.

    Attributes:
        kept: Folder of the sounds that were encoded.
        cache: Folder of samples that all workers share.
        libraries: Folders of models, whose corpora hold sounds too.
    """

    kept: str = ""
    cache: str = ""
    libraries: tuple[str, ...] = ()


NO_FOLDERS: Final = SourceRoots()

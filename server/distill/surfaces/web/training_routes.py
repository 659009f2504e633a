"""HTTP routes of trainings: progress and previews, read-only, from the library only."""

import asyncio
import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NoReturn, Protocol

from aiohttp import web
from typing_extensions import override

from distill.errors import FileProblem, PathRefused, UnknownAddress
from distill.types import Json

_SOUND: Final = "audio/wav"


class TrainingsSource(Protocol):
    """Source of trainings.

    Threads: any.
    """

    def overview(self) -> Json:
        """List them."""

    def one(self, name: str) -> Json:
        """Return the details of one.

        Raises:
            FileProblem: There is none of that name.
        """

    def preview(self, name: str, file: str) -> Path:
        """Find a preview sound of a training.

        Raises:
            FileProblem: There is none of that name.
        """


class NoTrainings(TrainingsSource):
    """A source without trainings."""

    @override
    def overview(self) -> Json:
        return {"trainings": []}

    @override
    def one(self, name: str) -> NoReturn:
        raise FileProblem(f"there is no training {name[:60]!r}")

    @override
    def preview(self, name: str, file: str) -> NoReturn:
        raise FileProblem(f"there is no training {name[:60]!r}")


def add_trainings(router: web.UrlDispatcher, trainings: TrainingsSource) -> None:
    """Add the routes /trainings, /trainings/NAME and /trainings/NAME/FILE."""

    async def overview(_: web.Request) -> web.StreamResponse:
        return _json(await asyncio.to_thread(trainings.overview))

    async def one(asked: web.Request) -> web.StreamResponse:
        name = asked.match_info["name"]
        with _unknown():
            return _json(await asyncio.to_thread(trainings.one, name))

    async def preview(asked: web.Request) -> web.StreamResponse:
        names = asked.match_info["name"], asked.match_info["file"]
        with _unknown():
            path = await asyncio.to_thread(trainings.preview, *names)
        return web.FileResponse(path, headers={"Content-Type": _SOUND})

    router.add_get("/trainings", overview)
    router.add_get("/trainings/{name}", one)
    router.add_get("/trainings/{name}/{file}", preview)


@contextlib.contextmanager
def _unknown() -> Iterator[None]:
    """Translate a missing file to an unknown address."""
    try:
        yield
    except FileProblem as problem:
        if isinstance(problem, PathRefused):
            raise
        raise UnknownAddress(str(problem)) from problem


def _json(body: Json) -> web.Response:
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(text=text, content_type="application/json")

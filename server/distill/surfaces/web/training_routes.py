"""Trainings over HTTP, to be watched and heard: read only, and only what the library holds."""

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
    """Where trainings are found.

    Threads: any.
    """

    def overview(self) -> Json:
        """List them."""

    def one(self, name: str) -> Json:
        """Tell all of one.

        Raises:
            FileProblem: There is none of that name.
        """

    def preview(self, name: str, file: str) -> Path:
        """Find a sound that it made.

        Raises:
            FileProblem: There is none of that name.
        """


class NoTrainings(TrainingsSource):
    """There are no trainings."""

    @override
    def overview(self) -> Json:
        return {"trainings": []}

    @override
    def one(self, name: str) -> NoReturn:
        raise FileProblem(f"there is no training {name[:60]!r}")

    @override
    def preview(self, name: str, file: str) -> NoReturn:
        raise FileProblem(f"there is no training {name[:60]!r}")


def add_trainings(router: web.UrlDispatcher, shelf: TrainingsSource) -> None:
    """Put them at /trainings, /trainings/NAME and /trainings/NAME/FILE."""

    async def overview(_: web.Request) -> web.StreamResponse:
        return _json(await asyncio.to_thread(shelf.overview))

    async def one(asked: web.Request) -> web.StreamResponse:
        name = asked.match_info["name"]
        with _unknown():
            return _json(await asyncio.to_thread(shelf.one, name))

    async def preview(asked: web.Request) -> web.StreamResponse:
        names = asked.match_info["name"], asked.match_info["file"]
        with _unknown():
            path = await asyncio.to_thread(shelf.preview, *names)
        return web.FileResponse(path, headers={"Content-Type": _SOUND})

    router.add_get("/trainings", overview)
    router.add_get("/trainings/{name}", one)
    router.add_get("/trainings/{name}/{file}", preview)


@contextlib.contextmanager
def _unknown() -> Iterator[None]:
    """Say that nothing is at the address where there is no such file."""
    try:
        yield
    except FileProblem as problem:
        if isinstance(problem, PathRefused):
            raise
        raise UnknownAddress(str(problem)) from problem


def _json(body: Json) -> web.Response:
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(text=text, content_type="application/json")

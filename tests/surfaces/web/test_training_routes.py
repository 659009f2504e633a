"""Trainings over HTTP, on a real loop and a real socket."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from distill.errors import DistillError
from distill.storage.trainings import Trainings
from distill.surfaces.web.training_routes import NoTrainings, add_trainings
from distill.surfaces.web.translate import STATUS


@pytest.fixture
def library(tmp_path: Path) -> Path:
    work = tmp_path / "library" / "my voice" / ".work"
    work.mkdir(parents=True)
    (work / "codec.json").write_text('{"state": "running", "progress": 0.5}')
    (work / "secret.wav").write_bytes(b"secret")
    previews = work.parent / "previews"
    previews.mkdir()
    (previews / "codec-10.wav").write_bytes(b"RIFF of a sound")
    return tmp_path / "library"


def get(trainings, *paths):
    """Request each path; return status, content type and body, errors included."""

    @web.middleware
    async def around(asked, handler):
        try:
            return await handler(asked)
        except DistillError as problem:
            return web.Response(status=STATUS[problem.code], text=str(problem))

    async def ask():
        app = web.Application(middlewares=[around])
        add_trainings(app.router, trainings)
        async with TestClient(TestServer(app)) as client:
            found = []
            for path in paths:
                answer = await client.get(path)
                found.append((answer.status, answer.content_type, await answer.read()))
            return found

    return asyncio.run(ask())


def test_trainings_are_listed_described_and_previewed(library):
    trainings = Trainings((library,), lambda: 1e10)
    listed, told, heard = get(
        trainings, "/trainings", "/trainings/my%20voice", "/trainings/my%20voice/codec-10.wav"
    )
    assert listed[:2] == (200, "application/json")
    assert b'"my voice"' in listed[2]
    assert b'"codec-10.wav"' in told[2]
    assert heard == (200, "audio/wav", b"RIFF of a sound")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/trainings/nobody", 404),
        ("/trainings/my%20voice/none.wav", 404),
        ("/trainings/my%20voice/..%2f.work%2fsecret.wav", 403),
        ("/trainings/..%2f..%2fetc", 403),
        ("/trainings/my%20voice/%2e%2e", 404),
    ],
)
def test_a_missing_file_or_one_outside_the_library_is_refused(library, path, status):
    ((got, _, body),) = get(Trainings((library,), lambda: 1e10), path)
    assert got == status
    assert body != b"secret"


def test_a_server_without_a_library_has_no_trainings():
    listed, told, heard = get(NoTrainings(), "/trainings", "/trainings/a", "/trainings/a/b.wav")
    assert listed[2] == b'{"trainings": []}'
    assert (told[0], heard[0]) == (404, 404)

"""Compiles the kernels, or loads them from the cache, in any number of processes at once.

The kernels are divided into parts, and each part has a lock beside the cache. A process that finds
a part locked compiles another one first and loads that one from the cache later: two processes that
begin at different ends need half the time, and nothing is compiled twice.

A file beside a lock notes that its part has been compiled. Then it is loaded without the lock,
whose library takes longer to import than the part to load.
"""

import contextlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import llvmlite.binding  # type: ignore[import-untyped]
import numba
import numpy as np
from numba.core.dispatcher import Dispatcher
from numba.core.event import Event, Listener, install_listener
from typing_extensions import override

from distill.codes.sampling_params import SamplingParams
from distill.errors import DistillError
from distill.mel.mel_config import MelConfig
from distill.prior.prior_config import PriorConfig
from distill.storage import atomic
from distill.storage.compiled import use_kernel_cache

log = logging.getLogger("distill.worker")

PATIENCE_S: Final = 300.0
"""Longest wait for another process that compiles a part; then it is compiled here too."""
COMPILED: Final = "numba:compile"
"""Event of numba: a function is compiled, that is, was not in the cache."""

OnKernels = Callable[[int, int], None]
"""Called with how many kernels are ready, and how many there are."""


@dataclass(frozen=True, slots=True)
class Part:
    """Kernels that are compiled together.

    Attributes:
        name: Of its lock.
        modules: Where its kernels stand.
        run: Runs each of them once, with the types that a model has.
    """

    name: str
    modules: tuple[str, ...]
    run: Callable[[], None]

    def kernels(self) -> set[str]:
        """Return the names of its kernels."""
        return {
            _name(value)
            for module in self.modules
            for value in vars(import_module(module)).values()
            if isinstance(value, Dispatcher) and value.py_func.__module__ == module
        }


def compile_kernels(on_kernels: OnKernels, *, backwards: bool = False) -> None:
    """Compile all kernels that are not in the cache; load those that are.

    Args:
        on_kernels: Called after each kernel that was compiled here, on this thread, and before a
            wait for another process; never if all were in the cache.
        backwards: Begin with the last part, as the second of two processes.
    """
    waiting = list(reversed(PARTS) if backwards else PARTS)
    progress = _Progress(on_kernels)
    with install_listener(COMPILED, progress):
        for patience in (0.0, PATIENCE_S):
            for part in list(waiting):
                if patience:
                    progress.tell()
                with contextlib.suppress(TimeoutError), _locked(part, patience):
                    part.run()
                    waiting.remove(part)
                    progress.finish(part)
        for part in waiting:
            log.warning("another process has compiled the %s for too long", part.name)
            part.run()


@contextlib.contextmanager
def _locked(part: Part, patience_s: float) -> Iterator[None]:
    """Hold the lock of a part, and note that it is compiled; only run it if that was noted before.

    Where the cache cannot be written there is no lock.

    Raises:
        TimeoutError: Another process has it.
    """
    folder = use_kernel_cache()
    note = folder / f"{part.name}.compiled"
    if _is_noted(note):
        yield
        return
    from filelock import FileLock, Timeout  # noqa: PLC0415 - see the top

    lock = FileLock(folder / f"{part.name}.lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=patience_s)
    except OSError as error:
        if isinstance(error, Timeout):
            raise
        log.warning("the compiled kernels cannot be kept in %s: %s", folder, error)
    try:
        yield
        if lock.is_locked:
            with contextlib.suppress(DistillError):
                atomic.replace(note, _compiler())
    finally:
        lock.release()


def _is_noted(note: Path) -> bool:
    """Was the part compiled here, by this compiler, for this processor?"""
    try:
        return note.read_text("utf-8") == _compiler()
    except (OSError, ValueError):
        return False


def _compiler() -> str:
    """Return what numba keeps compiled code apart by, besides the sources."""
    processor = llvmlite.binding.get_host_cpu_name()
    return f"numba {numba.__version__}, {processor}"


class _Progress(Listener):
    """Counts the kernels that are compiled."""

    def __init__(self, on_kernels: OnKernels) -> None:
        self._on_kernels = on_kernels
        self._all = frozenset[str]().union(*(part.kernels() for part in PARTS))
        self._ready: set[str] = set()

    def tell(self) -> None:
        """Report how many are ready."""
        self._on_kernels(len(self._ready), len(self._all))

    def finish(self, part: Part) -> None:
        """Count all kernels of a part, of which some may have been in the cache."""
        self._ready |= part.kernels()

    @override
    def on_start(self, event: Event) -> None:
        """Do nothing: only what has been compiled counts."""

    @override
    def on_end(self, event: Event) -> None:
        """Count a kernel; numba's own functions are none."""
        name = _name(event.data["dispatcher"])
        if name in self._all - self._ready:
            self._ready.add(name)
            self.tell()


def _name(dispatcher: Any) -> str:
    return f"{dispatcher.py_func.__module__}.{dispatcher.py_func.__name__}"


def _run_prior() -> None:
    """Sample one column from a small prior of zeros, at half size as published models have it."""
    from distill.prior.sampler import Sampler  # noqa: PLC0415 - imported with its part
    from distill.prior.tensor_shapes import expected_shapes  # noqa: PLC0415 - as above
    from distill.prior.weights import gather_weights  # noqa: PLC0415 - as above

    config = PriorConfig(
        size=4, levels=2, bands=2, layers=1, width=8, heads=2, context_columns=2, depth_width=4
    )
    zeros = {name: np.zeros(shape, np.float32) for name, shape in expected_shapes(config).items()}
    sampler = Sampler(config, gather_weights(config, zeros, bfloat16=True))
    state = sampler.start(np.zeros((0, config.bands, config.levels), np.int16), seed=0)
    sampler.column(state, SamplingParams())


def _run_codec() -> None:
    """Find the codes of one vector by one path, and apply one activation."""
    from distill.codec.layers import gelu  # noqa: PLC0415 - imported with its part
    from distill.codec.search import keep_nearest  # noqa: PLC0415 - as above

    dot, residual = np.zeros((1, 1, 4), np.float32), np.zeros((1, 1, 2), np.float32)
    entries = np.zeros((4, 2), np.float32), np.zeros(4, np.float32)
    keep_nearest(dot, entries, 0, residual, np.zeros((1, 1, 1), np.int64))
    gelu(np.zeros(4, np.float32))


def _run_vocoder() -> None:
    """Render four frames by both vocoders."""
    from distill.vocoder.griffin_lim import GriffinLim  # noqa: PLC0415 - imported with its part
    from distill.vocoder.rtisi import Rtisi  # noqa: PLC0415 - as above

    config = MelConfig(n_fft=64, hop=16, mels=6)
    mel = np.zeros((4, config.mels), np.float32)
    Rtisi(config).render(mel)
    GriffinLim(config, iterations=1).render(mel, seed=0)


def _run_sound() -> None:
    """Send a short silence through what follows a vocoder."""
    from distill.audio.level import GuardState, guard  # noqa: PLC0415 - imported with its part
    from distill.audio.limiter import limit_whole  # noqa: PLC0415 - as above
    from distill.audio.stereo import widen  # noqa: PLC0415 - as above

    silence = widen(np.zeros(64, np.float32), 1.0)
    limit_whole(guard(silence, GuardState())[0])


def _modules(room: str, *names: str) -> tuple[str, ...]:
    return tuple(f"distill.{room}.{name}" for name in names)


PARTS: Final = (
    Part("prior", _modules("prior", "kernel", "sampling", "arithmetic"), _run_prior),
    Part("codec", _modules("codec", "layers", "search"), _run_codec),
    Part("sound", _modules("audio", "level", "limiter", "stereo"), _run_sound),
    Part("vocoder", _modules("vocoder", "fourier", "inverse", "phase", "rtisi"), _run_vocoder),
)
"""The first and the last take about as long; those between take a second each."""

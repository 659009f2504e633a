"""Encodes a sound file in small steps, and keeps its sound as the source of the codes."""

import logging
from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from distill.audio.mid_side import MidSideState, mid_side_end, mid_side_step
from distill.bundle import Bundle
from distill.bundle.streaming_encoder import StreamingEncoder
from distill.codes.carriers import Carriers
from distill.errors import BadArgument, FileProblem
from distill.protocol.tasks import Encoded, EncodeFile
from distill.storage import clips, sound_file
from distill.storage.file_names import shown
from distill.storage.source_store import SourceStore
from distill.storage.source_writer import MAX_SAMPLES, KeptSource
from distill.types import SAMPLE_RATE, Audio, Samples
from distill.worker.source_tap import SourceTap
from distill.worker.task_step import Step, Steps

log = logging.getLogger("distill.worker")

ENCODED_AT_ONCE: Final = 8
"""Columns encoded between two chances to cancel, at least 16 times faster than they last."""


def encode_steps(task: EncodeFile, bundle: Bundle) -> Steps:
    """Encode a file.

    Raises:
        AudioFileProblem: The file cannot be used; nothing is kept.
        BadArgument: The part lies outside the file, or is shorter than a frame; nothing is kept.
    """
    yield Step(0.0, "read")
    path = Path(task.path)
    whole = task.start_s == 0 and task.length_s == 0
    embedded = (yield from _embedded(path)) if whole else None
    if embedded is not None and not (bundle.reads(embedded.model) and _fits(embedded, bundle)):
        embedded = None
    folder = task.sources if task.carry else ""
    if folder and embedded is not None:
        libraries = [Path(one) for one in task.libraries]
        store = SourceStore(Path(folder), Path(task.cache), libraries)
        carriers = _present(embedded, bundle, store, path.name)
        if carriers is not None:
            return replace(_restored(embedded, bundle), carriers=carriers)
    with SourceTap(folder, task.cache) as tap:
        if embedded is None:
            result = yield from _encoded(task, bundle, tap)
        else:
            result = _restored(embedded, bundle)
            yield from _keep_own(path, embedded, bundle, tap)
        return (yield from _kept(result, tap))


def _kept(result: Encoded, tap: SourceTap) -> Steps:
    """Finish the source, and let it carry the result."""
    keeping = tap.finish_steps()
    while True:
        try:
            next(keeping)
        except StopIteration as end:
            source: KeptSource | None = end.value
            if source is None:
                return result
            carriers = Carriers.of_source(source.id, result.codes)
            return replace(result, source=source.id, channels=source.channels, carriers=carriers)
        yield Step(1.0, "keep")


def _restored(embedded: clips.Embedded, bundle: Bundle) -> Encoded:
    """Return the codes of a clip."""
    samples = embedded.samples or len(embedded.codes) * bundle.column
    return Encoded(embedded.codes, restored=True, seconds=samples / SAMPLE_RATE, samples=samples)


def _present(
    embedded: clips.Embedded, bundle: Bundle, store: SourceStore, name: str
) -> Carriers | None:
    """Return what carries the codes of a clip, and mark its sources as used.

    None if the clip does not say, if it does not fit the model, or if all sources are gone. If some
    are, the bands that they carried have the codec's voice, as in a snapshot.
    """
    carriers = embedded.carriers
    if carriers is None or int(carriers.codes.min()) < 0:
        return None
    if int(carriers.codes.max()) >= bundle.config.size:
        return None
    there = [store.renew(source) for source in carriers.sources]
    if there and not any(there):
        log.info("the sounds of %s are gone; its own carries its codes now", shown(name))
        return None
    return carriers


def _keep_own(
    path: Path, embedded: clips.Embedded, bundle: Bundle, tap: SourceTap
) -> Iterator[Step]:
    """Keep the sound of a clip as the source of its codes."""
    begins = _begins(embedded, bundle.column)
    if begins is None and tap.on:
        tap.fail("the codes of this recording do not follow each other")
    if begins is not None and tap.on:
        try:
            longest_s = MAX_SAMPLES / SAMPLE_RATE
            part = sound_file.stream_part(
                path, shortest=Samples(1), longest_s=longest_s, stereo=True
            )
            for block, share in _aligned(part, begins):
                tap.write(block)
                yield Step(share, "keep")
        except FileProblem as problem:
            tap.fail(str(problem))


def _begins(embedded: clips.Embedded, column: int) -> int | None:
    """Return the sample at which the first column begins; None if others do not follow it."""
    if not embedded.begins:
        return 0
    first, count = embedded.begins[0], len(embedded.codes)
    even = embedded.begins == tuple(range(first, first + count * column, column))
    return first if even and -column < first < MAX_SAMPLES else None


def _aligned(blocks: Iterable[tuple[Audio, float]], begins: int) -> Iterator[tuple[Audio, float]]:
    """Cut blocks [T, C], or put silence before them, so that their first column begins them."""
    skipped = begins
    for block, share in blocks:
        if skipped < 0:
            yield np.zeros((-skipped, block.shape[1]), np.float32), 0.0
            skipped = 0
        part = block[skipped:]
        skipped -= len(block) - len(part)
        yield part, share


def _encoded(task: EncodeFile, bundle: Bundle, tap: SourceTap) -> Generator[Step, None, Encoded]:
    """Encode what the codec hears of the sound."""
    longest_s = task.most_columns * bundle.column / SAMPLE_RATE
    encoder = StreamingEncoder(bundle.codec)
    state, parts, samples = encoder.initial_state(), [], 0
    waiting = np.zeros(0, np.float32)
    for block, share in _heard(task, longest_s, tap):
        samples += len(block)
        waiting = np.concatenate([waiting, block])
        yield Step(share, "encode")
        # A column at least stays behind: the end of the sound is filled from it.
        while len(waiting) >= (ENCODED_AT_ONCE + 1) * bundle.column:
            ready, waiting = np.split(waiting, [ENCODED_AT_ONCE * bundle.column])
            codes, state = encoder.step(ready, state)
            parts.append(codes)
            yield Step(share, "encode")
    codes, state = encoder.step(_filled(waiting, bundle), state)
    parts += [codes, encoder.flush(state)]
    seconds = samples / SAMPLE_RATE
    return Encoded(np.concatenate(parts), restored=False, seconds=seconds, samples=samples)


def _heard(task: EncodeFile, longest_s: float, tap: SourceTap) -> Iterator[tuple[Audio, float]]:
    """Keep the sound, and yield what the codec hears of it, [T], with the share that is read."""
    state, share = MidSideState(), 0.0
    part = sound_file.stream_part(
        Path(task.path), task.start_s, task.length_s, longest_s=longest_s, stereo=True
    )
    for block, share in part:
        tap.write(block)
        if block.shape[1] == 1:
            yield block[:, 0], share
            continue
        heard, state = mid_side_step(block, state)
        yield heard, share
    yield mid_side_end(state), share


def _embedded(path: Path) -> Generator[Step, None, clips.Embedded | None]:
    """Return the codes that are in a clip."""
    reading = clips.read_codes_steps(path)
    while True:
        try:
            yield Step(next(reading), "read")
        except StopIteration as end:
            embedded: clips.Embedded | None = end.value
            return embedded


def _filled(audio: Audio, bundle: Bundle) -> Audio:
    """Fill a sound [T] up to a whole column with its end, mirrored.

    After silence the end would decode too softly, and the prior would continue the silence.
    Measured on a loop of 1.753 s with the bundled model: its last 20 ms decode at rms .045 (silence
    .015, the loop .045); what the prior writes has .029 to .253 (silence .000 to .199).
    """
    missing = -len(audio) % bundle.column
    if len(audio) < bundle.config.mel.hop:
        raise BadArgument(
            f"{len(audio)} samples are less than one frame of {bundle.config.mel.hop}"
        )
    return np.pad(audio, (0, missing), mode="symmetric")


def _fits(embedded: clips.Embedded, bundle: Bundle) -> bool:
    """Do these codes and their length fit the model? A file may hold any."""
    config, codes = bundle.config, embedded.codes
    if codes.shape[1:] != (config.bands, config.levels) or int(codes.max()) >= config.size:
        return False
    return not embedded.samples or -(-embedded.samples // bundle.column) == len(codes)

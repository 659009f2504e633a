"""Runs each kind of task in small steps; a task can be cancelled between any two."""

import contextlib
from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from distill.audio.limiter import limit_whole
from distill.audio.overlap import close_loop, repeat
from distill.bundle import Bundle, build
from distill.codes.carriers import Carriers
from distill.corpus.written_carriers import WrittenCarriers
from distill.errors import BadArgument, ModelFileProblem, NotReady
from distill.prior.rewrite import Joint, KnownCodes, rewrite
from distill.prior.sampler import Sampler
from distill.prior.surprise import surprises
from distill.protocol.corpus_tasks import FindPlaces, MapCorpus, QuoteCorpus
from distill.protocol.source_folders import SourceRoots
from distill.protocol.tasks import (
    Captured,
    CaptureOutput,
    Clip,
    EncodeFile,
    LoadModel,
    MeasureSurprise,
    ModelInfo,
    RenderClip,
    SampleCodes,
    Sampled,
    Surprise,
    Task,
)
from distill.ring.recent_audio import RecentAudio
from distill.storage import clips, modelfile, regular_file, riff
from distill.storage.corpus_file import corpus_folder
from distill.storage.corpus_sounds import Mark, corpus_mark
from distill.storage.model_description import ModelDescription
from distill.types import SAMPLE_RATE, Audio, FloatArray, Json, Mel
from distill.worker.chain import finish_steps
from distill.worker.clip_frames import ClipFrames
from distill.worker.corpus_steps import corpus_steps
from distill.worker.encode_steps import encode_steps
from distill.worker.model_corpus import ModelCorpus, load_corpus
from distill.worker.source_reader import OpenedSources
from distill.worker.task_step import Step, Steps

READ_BYTES: Final = 2**20
"""Bytes of one read of a file."""
LOOP_FADE: Final = 240
"""Samples (5 ms) over which the end of a clip in bars leads back to its beginning."""
FIRST: Final = 6
"""Columns (1 s) of what is written whose sounds are opened at once; each takes some 0.05 s."""
CLIP_SEED: Final = 1
"""Seed of a clip's initial phases: equal clips have equal samples."""

JUMP_NATS: Final = 0.3
"""Cost of a joint for each dB of jump in its spectrogram, added to the surprise of what follows."""


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """A loaded model, what its file said of it, and the information that the engine gets.

    Attributes:
        bundle: The model.
        description: Of its parts.
        info: For the engine.
        corpus_mark: Of the corpus beside it, used or not; None if there was none.
    """

    bundle: Bundle
    description: ModelDescription
    info: ModelInfo
    corpus_mark: Mark | None = None


def load(task: LoadModel) -> Loaded:
    """Read and build a model, with its corpus if that can be used.

    Raises:
        ModelFileProblem: The file cannot be used; the message gives the reason.
    """
    path = Path(task.path)
    _prefetch(path)
    header, arrays = modelfile.load(path)
    bundle, corpus = _built(path, header, arrays)
    config = bundle.config
    info = ModelInfo(
        id=bundle.id,
        codec_id=bundle.codec_id,
        name=task.name,
        size=config.size,
        bands=config.bands,
        levels=config.levels,
        column=config.column_samples,
        codebooks=bundle.codebooks,
        has_prior=bundle.sampler is not None,
        metadata=bundle.metadata,
        louder=bundle.louder(),
        corpus=corpus.info,
        source_names=corpus.names,
        file_ends=corpus.ends,
    )
    return Loaded(bundle, modelfile.describe(path, header), info, corpus.mark)


def _built(
    path: Path, header: Json, arrays: Mapping[str, FloatArray]
) -> tuple[Bundle, ModelCorpus]:
    """Build a model with its corpus, or without one that does not fit it."""
    column = modelfile.describe(path, header).codec.column_samples
    corpus = load_corpus(path, str(header["metadata"]["codec_id"]), column)
    if corpus.columns is not None:
        try:
            return build(header, arrays, corpus.columns), corpus
        except ModelFileProblem as problem:
            bundle = build(header, arrays)  # raises again if it is not the corpus
            return bundle, corpus.refused(problem)
    return build(header, arrays), corpus


def reload_unchanged(task: LoadModel, loaded: Loaded) -> Loaded | None:
    """Return the loaded model with the metadata now in the file, if all that is there is the same.

    Raises:
        ModelFileProblem: The file cannot be used; the message gives the reason.
    """
    path = Path(task.path)
    header = modelfile.read_header(path)
    about, description = dict(header["metadata"]), modelfile.describe(path, header)
    if (about.get("id"), description) != (loaded.bundle.id, loaded.description):
        return None
    if corpus_mark(corpus_folder(path)) != loaded.corpus_mark:
        return None
    return replace(loaded, info=replace(loaded.info, name=task.name, metadata=about))


def _prefetch(path: Path) -> None:
    """Read a file once, so that it is in the page cache.

    Mapping an uncached file waits for the disk while it holds the interpreter's lock, and no sound
    is rendered meanwhile. Errors are ignored here; `load` reports them.
    """
    with contextlib.suppress(OSError), regular_file.opened(path, modelfile.MAX_BYTES) as file:
        while file.read(READ_BYTES):
            pass


def warm_clips(bundle: Bundle) -> None:
    """Run the code that only clips need once, so that the first does not wait for the compiler."""
    silence = np.full((4, bundle.config.mel.mels), bundle.config.mel.silence, np.float32)
    for part in bundle.whole_vocoder.blocks(silence + 1.0, CLIP_SEED):
        limit_whole(part)


def run_task(task: Task, bundle: Bundle | None) -> Steps:
    """Run a task other than loading, step by step.

    Raises:
        NotReady: No model is loaded.
        DistillError: As documented for each task.
    """
    if isinstance(task, CaptureOutput):
        return _capture(task)
    if bundle is None:
        raise NotReady("no model is loaded; load one first (see models)")
    match task:
        case EncodeFile():
            return encode_steps(task, bundle)
        case RenderClip():
            return _clip(task, bundle)
        case SampleCodes():
            return _sample(task, bundle)
        case MeasureSurprise():
            return _measure(task, bundle)
        case FindPlaces() | QuoteCorpus() | MapCorpus():
            return corpus_steps(task, bundle)
        case _:
            raise BadArgument(f"a loaded model cannot run this task: {task}")


def _clip(task: RenderClip, bundle: Bundle) -> Steps:
    yield Step(0.0, "decode")
    sound = task.samples or len(task.codes) * bundle.column  # length of a round
    columns = _columns_of(task, sound, bundle)
    sources = OpenedSources(*task.sources)
    carry = task.values["carry"]
    frames = ClipFrames(bundle, task.codes, sound, task.carriers, sources, carry, columns=columns)
    mel = yield from _decode(frames, columns or len(task.codes))
    parts: list[Audio] = []
    done = 0
    for part in bundle.whole_vocoder.blocks(mel, CLIP_SEED, frames.starts):
        parts.append(part)
        done += len(part)
        yield Step(0.1 + 0.7 * done / (len(mel) * bundle.config.mel.hop), "sound")
    audio = np.concatenate(parts)
    if frames.side is not None:
        audio = np.stack([audio, frames.side], axis=1)
    if task.frames:
        whole = task.frames + LOOP_FADE
        if len(audio) < whole:
            audio = repeat(audio, sound, whole, min(LOOP_FADE, sound))
        audio = close_loop(audio, task.frames, LOOP_FADE)
    else:
        audio = audio[:sound]
    finishing = finish_steps(audio, task.values)
    while True:
        try:
            next(finishing)
        except StopIteration as end:
            audio = end.value
            break
        yield Step(0.8, "sound")
    beats = task.meter.beats
    loop = riff.Loop(task.meter.tempo, task.bars * beats, beats) if task.bars else None
    writing = clips.write_clip_steps(
        Path(task.folder), task.stem, audio, task.sidecar, task.codes, task.subtype,
        samples=task.samples, carriers=task.carriers, loop=loop,
    )  # fmt: skip
    path, quality = yield from _written(writing)
    channels = 1 if audio.ndim == 1 else int(audio.shape[1])
    return Clip(path.as_posix(), len(audio), SAMPLE_RATE, channels, quality)


def _columns_of(task: RenderClip, sound: int, bundle: Bundle) -> int:
    """Return how many columns of a loop a clip in bars is rendered from; else 0.

    In bars, a grid of whole columns is repeated as codes, seamlessly; one that ends after `sound`
    samples, inside its last column, is rendered once and repeated as sound.
    """
    frames = task.frames
    if not frames:
        return 0
    if sound < len(task.codes) * bundle.column:
        frames = min(frames, sound)
    return -(-(frames + LOOP_FADE) // bundle.column)


def _decode(frames: ClipFrames, columns: int) -> Generator[Step, None, Mel]:
    """Decode a clip to log-mel [L, M], some columns at a time."""
    parts = []
    for part in frames.decode():
        parts.append(part)
        yield Step(0.1 * len(parts) / columns, "decode")
    return np.concatenate(parts)


def _written(
    writing: Generator[float, None, tuple[Path, Json]],
) -> Generator[Step, None, tuple[Path, Json]]:
    """Report the steps of `clips.write_clip_steps`; a task that is closed closes them too."""
    with contextlib.closing(writing):
        while True:
            try:
                yield Step(0.8 + 0.2 * next(writing), "write")
            except StopIteration as end:
                written: tuple[Path, Json] = end.value
                return written


def _capture(task: CaptureOutput) -> Steps:
    yield Step(0.0, "copy")
    recent = RecentAudio.attach(task.audio_name)
    try:
        first, audio = recent.read(task.first, task.last)
    finally:
        recent.close()
    if not len(audio):
        raise NotReady(
            "the requested sound was overwritten before it could be copied; capture again"
        )
    played = task.played.after(first) if task.played is not None else None
    about = {} if played is None else {"heard": played.to_json(first)}
    codes, carriers = (None, None) if played is None else (played.codes, played.carriers)
    where = Path(task.folder), task.stem, audio, {**task.sidecar, **about}
    writing = clips.write_clip_steps(*where, codes, "FLOAT", carriers=carriers)
    path, quality = yield from _written(writing)
    clip = Clip(path.as_posix(), len(audio), SAMPLE_RATE, 2, quality)
    return Captured(clip, played)


def joint_cost(bundle: Bundle) -> Joint:
    """Return the cost function of a joint: `JUMP_NATS` for each dB of jump in its spectrogram."""
    return lambda codes: JUMP_NATS * bundle.jump(codes)


def _sample(task: SampleCodes, bundle: Bundle) -> Steps:
    sampler, corpus = _sampler_of(bundle), bundle.corpus
    known = KnownCodes(task.codes, task.free, task.context, task.tries, task.loops)
    writing = rewrite(sampler, known, task.sampling, task.sampling.seed, joint_cost(bundle))
    while True:
        try:
            column = next(writing)
        except StopIteration as end:
            found = end.value
            places = None if corpus is None else WrittenCarriers(corpus)
            carriers = None if places is None else places.of(found.places, found.codes)
            _open_first(carriers, task.sources)
            return Sampled(found.codes, found.nats, carriers)
        yield Step(column / len(task.codes), "write")


def _open_first(carriers: Carriers | None, folders: SourceRoots) -> None:
    """Open the sounds that carry the first columns of what was written, for the cache."""
    sources = OpenedSources(*folders)
    for name in dict.fromkeys(carriers.taken(slice(FIRST)).compact().sources if carriers else ()):
        sources.find(name)


def _measure(task: MeasureSurprise, bundle: Bundle) -> Steps:
    sampler = _sampler_of(bundle)
    if not sampler.has_transformer:
        raise BadArgument(
            "this model has no Transformer, which alone is surprised; train its prior"
        )
    measuring = surprises(sampler, task.codes)
    while True:
        try:
            column = next(measuring)
        except StopIteration as end:
            return Surprise(end.value)
        yield Step(column / len(task.codes), "listen")


def _sampler_of(bundle: Bundle) -> Sampler:
    if bundle.sampler is None:
        raise BadArgument("this model has no prior; load another, or train one")
    return bundle.sampler

"""A tiny corpus: sounds of a test, encoded and kept part by part in real files."""

import dataclasses
from collections.abc import Sequence

import numpy as np
from typing_extensions import override

from distill.bundle import Bundle
from distill.codes.sampling_params import SamplingParams
from distill.corpus.column_features import ColumnFeatures, measure_columns
from distill.corpus.context_vectors import principal_basis
from distill.corpus.corpus_columns import CorpusColumns, CorpusFile, CorpusPart
from distill.mel.analysis import LogMel
from distill.prior.sampler import Column, Sampler, SamplerState
from distill.storage.source_store import SourceStore
from distill.types import Audio, Codes
from kit.bundles import encoded

PART = 12
"""Columns of a part; a real one has more."""


def corpus_of(
    bundle: Bundle, sounds: Sequence[Audio], store: SourceStore, part: int = PART
) -> CorpusColumns:
    """Encode sounds [T, C] of whole columns, and keep their parts with a column around each."""
    size = bundle.column
    codes, features = [], []
    parts: list[CorpusPart] = []
    for number, sound in enumerate(sounds):
        mono = np.ascontiguousarray(sound.mean(axis=1), np.float32)
        codes.append(encoded(bundle, mono))
        mel = LogMel(bundle.config.mel).whole(mono)
        features.append(measure_columns(mel, bundle.config.mel, bundle.config.column_frames))
        whole = len(codes[-1])
        for first in range(0, whole, part):
            count, lead = min(part, whole - first), min(1, first)
            with store.writer() as writer:
                writer.write(sound[(first - lead) * size : (first + count + 1) * size])
                source = writer.finish().id
            parts.append(CorpusPart(source, f"{len(parts)}.flac", number, count, lead))
    all_codes = np.concatenate(codes)
    basis, centre = principal_basis(all_codes, bundle.codebooks)
    files = tuple(CorpusFile(f"sound{n}.wav", len(each)) for n, each in enumerate(codes))
    joined = ColumnFeatures.joined(features)
    return CorpusColumns(bundle.codec_id, files, tuple(parts), all_codes, joined, basis, centre)


class ScriptedWalk(Sampler):
    """A real prior that writes the columns of a corpus in a given order."""

    corpus: CorpusColumns
    order: Sequence[int]

    @override
    def column(
        self, state: SamplerState, params: SamplingParams, forced: Codes | None = None
    ) -> Column:
        """Write the column of the corpus whose turn it is; those of the context count too."""
        place = self.order[state.columns % len(self.order)]
        written = self.corpus.codes[place].astype(np.int16)
        if forced is not None:
            written = np.where(forced < 0, written, forced)
        return super().column(state, params, written)._replace(place=place)


def remembering(
    bundle: Bundle, corpus: CorpusColumns, order: Sequence[int] | None = None
) -> Bundle:
    """Return a model that writes the columns of a corpus one after the other, or in an order."""
    assert bundle.sampler is not None
    sampler = ScriptedWalk(bundle.sampler.config, bundle.sampler._weights)
    sampler.corpus, sampler.order = corpus, range(len(corpus)) if order is None else order
    return dataclasses.replace(bundle, sampler=sampler, corpus=corpus)

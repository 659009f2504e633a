"""`distill report`: all that is known about a model on one HTML page, with sounds to play."""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from distill.errors import FileProblem
from distill.pages import render
from distill.storage import atomic
from distill.training.evaluation.listening_examples import AudioExample, Preview
from distill.training.report import sections
from distill.training.report.json_read import as_list, as_number, as_object
from distill.training.report.picture import spectrogram
from distill.training.report.report_data import ReportData, collect
from distill.types import Json


@dataclass(frozen=True, slots=True)
class ReportClip:
    """A sound to see and to play: a PNG and a FLAC file, in base64."""

    caption: str
    picture: str
    sound: str


@dataclass(frozen=True, slots=True)
class SoundRow:
    """One sound and its clips, side by side."""

    name: str
    note: str
    clips: tuple[ReportClip, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ReportPage:
    """A model's report as `report.html.jinja` shows it; what is unknown is empty or None.

    Attributes:
        name: Of the model.
        about: What it was made from.
        author: Who made it.
        licence: Of the model.
        date: When it was trained.
        train: Sound that was trained on.
        held: Sound that was held out.
        codes: The geometry of the grid, in a sentence.
        size_mb: Of the model file.
        parameters: (part, millions of parameters).
        ids: Of the model and of its codec.
        codec: (kind of sound, mel error in dB).
        has_prior: Is there a prior?
        prior: Its figures.
        training: Curves of both stages.
        health: Of the codebooks.
        usage: Of the codes.
        before_after: Sounds and what the codec makes of them.
        written: Sounds of the prior.
        unused: (file, reason) of files that were not trained on.
        missing: What is not shown and why, in sentences.
    """

    name: str
    about: str
    author: str
    licence: str
    date: str
    train: sections.Amount | None
    held: sections.Amount | None
    codes: str
    size_mb: float
    parameters: tuple[tuple[str, float], ...]
    ids: tuple[str, str]
    codec: tuple[tuple[str, float], ...]
    has_prior: bool
    prior: sections.PriorFigures | None
    training: tuple[sections.CurveFigure, ...]
    health: sections.Health | None
    usage: tuple[sections.UsageFigure, ...]
    before_after: tuple[SoundRow, ...]
    written: tuple[ReportClip, ...]
    unused: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]


_ADVICE = atomic.Advice(refused="choose another")


def write_page(model: Path, page: Path, sounds: Path | None = None) -> list[str]:
    """Write the report page of a model.

    Args:
        model: The model file; beside it `report.json` and `.work` are used if they are there.
        page: HTML file to write; replaced if it is there.
        sounds: Folder of sounds to show instead of the held-out ones.

    Returns:
        What the page cannot show, in sentences.

    Raises:
        ModelFileProblem: The model cannot be read.
        FileProblem: The page cannot be written.
    """
    found = collect(model, sounds)
    if not page.parent.is_dir():
        raise FileProblem(f"{page} cannot be written: its folder is not there; choose another")
    atomic.replace(page, html(found), _ADVICE)
    return list(found.missing)


def html(found: ReportData) -> str:
    """Make the page as one HTML file that loads nothing else."""
    return render("report.html.jinja", page=report_page(found))


def report_page(found: ReportData) -> ReportPage:
    """Arrange what is known about a model as the page shows it."""
    about, report, config = found.header["metadata"], found.report, found.bundle.config
    codec, prior = as_object(report.get("codec")), as_object(report.get("prior"))
    figures = as_object(about.get("metrics"))
    errors = report.get("held_mel_error_db") or figures.get("held_mel_error_db")
    levels = as_list(prior.get("levels")) or as_list(figures.get("held_prior_nats"))
    sizes = ((part, found.sizes.get(part, 0) / 1e6) for part in ("codec", "prior", "vocoder"))
    return ReportPage(
        name=found.name,
        about=_text(about, "data"),
        author=_text(about, "author"),
        licence=_text(about, "licence"),
        date=_text(about, "date"),
        train=_amount(report, "train"),
        held=_amount(report, "held"),
        codes=sections.geometry(config),
        size_mb=found.sizes["file"] / 1e6,
        parameters=tuple((part, millions) for part, millions in sizes if millions),
        ids=(found.bundle.id, found.bundle.codec_id),
        codec=sections.codec_errors(as_object(errors)),
        has_prior=bool(found.header.get("prior")),
        prior=sections.prior_figures(levels, config.size),
        training=sections.training_curves(report),
        health=sections.health(codec, config.size),
        usage=sections.usage(found.counts),
        before_after=tuple(_sound_rows(found.held)),
        written=tuple(_clip(p.takes[0], f"{p.name}: {p.note}", p) for p in found.written),
        unused=tuple(_unused(report)),
        missing=tuple(found.missing),
    )


def _text(about: Json, key: str) -> str:
    return str(about.get(key) or "")


def _amount(report: Json, part: str) -> sections.Amount | None:
    files = [as_object(row) for row in as_list(report.get("files"))]
    if not files:
        return None
    count = sum(row.get("part") == part and not row.get("copy") for row in files)
    return sections.Amount(count, as_number(report.get(f"{part}_seconds")) / 60)


def _sound_rows(previews: Iterable[Preview]) -> Iterable[SoundRow]:
    for one in previews:
        clips = tuple(_clip(take, take.label, one) for take in one.takes)
        yield SoundRow(one.name, one.note, clips)


def _clip(take: AudioExample, caption: str, preview: Preview) -> ReportClip:
    """Draw and pack one sound; black is the same level in all takes of a preview."""
    loudest = float(preview.takes[0].mel.max(initial=0.0))
    return ReportClip(caption, _packed(spectrogram(take.mel, loudest)), _packed(take.flac))


def _packed(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def _unused(report: Json) -> Iterable[tuple[str, str]]:
    for row in map(as_object, as_list(report.get("files"))):
        if row.get("part") == "unused":
            yield str(row.get("file")), str(row.get("why"))

"""`distill report`: all that is known of a model on one page, to read, to see and to click."""

from base64 import b64encode
from collections.abc import Iterable
from html import escape
from pathlib import Path

from distill.errors import FileProblem
from distill.storage import atomic
from distill.training import sections
from distill.training.auditions import Preview, Take
from distill.training.findings import Findings, collect
from distill.training.loose import as_list, as_number, as_object
from distill.training.picture import spectrogram
from distill.types import Json

_STYLE = Path(__file__).with_name("page.css")
_ADVICE = atomic.Advice(refused="choose another")


def write_page(model: Path, page: Path, sounds: Path | None = None) -> list[str]:
    """Write the page of a model.

    Args:
        model: The model file; beside it `report.json` and `.work` are used if they are there.
        page: HTML file to write; replaced if it is there.
        sounds: Folder of sounds to show instead of the held-out ones.

    Returns:
        What is missing on the page, in sentences.

    Raises:
        ModelFileProblem: The model cannot be read.
        FileProblem: The page cannot be written.
    """
    found = collect(model, sounds)
    if not page.parent.is_dir():
        raise FileProblem(f"{page} cannot be written: its folder is not there; choose another")
    atomic.replace(page, html(found), _ADVICE)
    return list(found.missing)


def html(found: Findings) -> str:
    """Write the page as HTML that needs nothing but itself."""
    about, config = found.header["metadata"], found.bundle.config
    codec, prior = as_object(found.report.get("codec")), as_object(found.report.get("prior"))
    figures = as_object(about.get("metrics"))
    errors = found.report.get("held_mel_error_db") or figures.get("held_mel_error_db")
    levels = as_list(prior.get("levels")) or as_list(figures.get("held_prior_nats"))
    parts = [
        f"<h1>{escape(found.name)}</h1>",
        f"<p>{escape(str(about.get('data') or 'A Distill model.'))}</p>",
        sections.facts(_facts(found)),
        "<h2>Figures on held-out sound</h2>",
        sections.codec_figures(as_object(errors)),
        sections.prior_figures(levels, config.size) if found.header.get("prior") else "",
        _under("Training", sections.training(found.report)),
        "<h2>Codebooks</h2>",
        sections.health(codec, config.size),
        _under("Code usage", sections.usage(found.counts)),
        _under("Sounds before and after", _before_and_after(found.held)),
        _under("What the prior writes", _side_by_side(found.written)),
        _under("Files not learned from", _listed(_unused(found.report))),
        _under("Not on this page", _listed(found.missing)),
    ]
    style = _STYLE.read_text("utf-8")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(found.name)} - Distill</title>\n<style>\n{style}</style></head>\n"
        f"<body>\n{chr(10).join(filter(None, parts))}\n</body></html>\n"
    )


def _facts(found: Findings) -> list[tuple[str, str]]:
    about, report = found.header["metadata"], found.report
    numbers = ", ".join(
        f"{part} {found.sizes[part] / 1e6:.1f} M"
        for part in ("codec", "prior", "vocoder")
        if found.sizes.get(part)
    )
    return [
        ("Author", str(about.get("author") or "not stated")),
        ("Licence", str(about.get("licence") or "not stated")),
        ("Trained", str(about.get("date") or "")),
        ("Learned from", _amount(report, "train")),
        ("Held out to measure with", _amount(report, "held")),
        ("Codes", sections.geometry(found.bundle.config)),
        ("Size", f"{found.sizes['file'] / 1e6:.1f} MB; numbers: {numbers}"),
        ("Id", f"{found.bundle.id} (codec {found.bundle.codec_id})"),
    ]


def _amount(report: Json, part: str) -> str:
    files = as_list(report.get("files"))
    if not files:
        return ""
    rows = [as_object(row) for row in files]
    count = sum(row.get("part") == part and not row.get("copy") for row in rows)
    return f"{count} files, {as_number(report.get(f'{part}_seconds')) / 60:.1f} minutes"


def _under(title: str, content: str) -> str:
    """Put a heading above content; no content, no heading."""
    return f"<h2>{escape(title)}</h2>\n{content}" if content else ""


def _before_and_after(previews: Iterable[Preview]) -> str:
    """Show each sound under its name, its takes side by side and in one scale."""
    return "".join(
        f'<div class="sound"><h3>{escape(one.name)} '
        f'<span class="soft small">{escape(one.note)}</span></h3>'
        f'<div class="grid wide">{"".join(_take(take, take.label, one) for take in one.takes)}'
        "</div></div>"
        for one in previews
    )


def _side_by_side(previews: Iterable[Preview]) -> str:
    """Show sounds of one take each, beside each other."""
    figures = [_take(one.takes[0], f"{one.name}: {one.note}", one) for one in previews]
    return f'<div class="sound grid">{"".join(figures)}</div>' if figures else ""


def _take(take: Take, words: str, preview: Preview) -> str:
    """Draw and pack one sound; black is the same level in all takes of a preview."""
    loudest = float(preview.takes[0].mel.max(initial=0.0))
    picture = _packed(spectrogram(take.mel, loudest))
    return (
        f'<figure><img alt="Spectrogram, {escape(words)}" src="data:image/png;base64,{picture}">'
        f'<audio controls preload="none" src="data:audio/flac;base64,{_packed(take.flac)}"></audio>'
        f"<figcaption>{escape(words)}</figcaption></figure>"
    )


def _packed(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def _unused(report: Json) -> list[str]:
    rows = [as_object(row) for row in as_list(report.get("files"))]
    return [f"{row.get('file')}: {row.get('why')}" for row in rows if row.get("part") == "unused"]


def _listed(sentences: Iterable[str]) -> str:
    rows = "".join(f"<li>{escape(words)}</li>" for words in sentences)
    return f"<ul>{rows}</ul>" if rows else ""

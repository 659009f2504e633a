"""`distill remember`: give a model a corpus of your own sounds."""

from pathlib import Path
from typing import Annotated, Final

import typer
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn

from distill.app.settings import HOME, Settings
from distill.errors import BadArgument, Cancelled
from distill.installation import bundled_models, shell_command
from distill.names import check_new_file_name
from distill.storage.library import SUFFIX, Library

_LISTED: Final = 8
"""Most sounds that were not used to list."""


def remember(
    model: Annotated[str, typer.Argument(help="Name of a model in the library.")],
    folder: Annotated[Path, typer.Argument(help="Folder with sounds; subfolders are included.")],
    minutes: Annotated[
        float,
        typer.Option(help="Most minutes of sound; of more, some is chosen.", min=0.05, max=1440),
    ] = 60.0,
    name: Annotated[
        str | None,
        typer.Option(help="Leave the model as it is, and give the sounds to a copy of this name."),
    ] = None,
    ogg: Annotated[  # noqa: FBT002 - a flag
        bool,
        typer.Option("--ogg", help="Keep the sound as Ogg Vorbis, a seventh of the size of FLAC."),
    ] = False,
) -> None:
    """Give a model sounds of yours to remember: what it writes then goes through them.

    The sounds are copied, brought to one loudness, into a folder beside the model. The model's
    codec should suit them; one that was trained on them has them already.
    """
    from distill.remember.folder_corpus import remember_folder
    from distill.remember.part_sound import SoundFormat

    file = Library(Settings().library).find(model)
    copy = _copy_of(file, model, name)
    kind = SoundFormat.OGG if ogg else SoundFormat.FLAC
    with Progress(TextColumn("{task.description}"), BarColumn(), transient=True) as progress:
        task = progress.add_task("", total=1.0)

        def show(share: float, sound: str) -> None:
            progress.update(task, completed=share, description=escape(sound))

        try:
            made = remember_folder(file, folder, 60 * minutes, kind, show, copy)
        except KeyboardInterrupt:
            raise Cancelled(f"stopped; {model} is as it was") from None
    print(f"{name or model} remembers {made.summary}: {made.folder}")
    if made.left_out:
        print(f"{made.left_out} more are left out: there is no room in --minutes {minutes:g}")
    for sound, why in list(made.unused.items())[:_LISTED]:
        print(f"not used: {sound}: {why.removeprefix(f'{sound} ')}")
    if len(made.unused) > _LISTED:
        print(f"and {len(made.unused) - _LISTED} more are not used")
    print(f"next: {shell_command(f'serve --model {name or model}')}")


def _copy_of(file: Path, model: str, name: str | None) -> Path | None:
    """Return the file of the copy that gets the sounds; None if the model itself gets them.

    Raises:
        BadArgument: The model is a bundled one, and there is no name for a copy.
        PathRefused: The name cannot be that of a folder.
    """
    if name is not None:
        check_new_file_name(name)
        return HOME / "models" / name / f"{name}{SUFFIX}"
    if file.resolve().is_relative_to(bundled_models().resolve()):
        raise BadArgument(
            f"{model} comes with Distill, and nothing is written into its folder; give --name "
            f"my-{model}, so that a copy of it in {HOME / 'models'} remembers these sounds"
        )
    return None

"""A checkout and a wheel are told apart, and each names its own models and its own command."""

import pytest

from distill import __version__, installation
from kit.house import ROOT


@pytest.fixture
def wheel(tmp_path):
    """A package as `pip install` puts it, beside programs of others."""
    package = tmp_path / "site-packages" / "distill"
    (package / "models").mkdir(parents=True)
    (tmp_path / "run.py").touch()
    return package


def test_in_a_checkout_the_models_are_those_of_the_tree_and_run_py_is_what_a_user_types():
    assert installation.checkout() == ROOT
    assert installation.bundled_models() == ROOT / "models"
    assert installation.program() == "python3 run.py"
    assert installation.shell_command("train FOLDER") == "python3 run.py train FOLDER"


def test_in_a_wheel_the_models_are_in_the_package_and_distill_is_what_a_user_types(wheel):
    assert installation.checkout(wheel) is None
    assert installation.bundled_models(wheel) == wheel / "models"
    assert installation.program(wheel) == "distill"
    assert installation.shell_command("train FOLDER", wheel) == "distill train FOLDER"


def test_a_folder_called_server_is_a_checkout_only_with_run_py_above_it(tmp_path):
    package = tmp_path / "server" / "distill"
    package.mkdir(parents=True)
    assert installation.checkout(package) is None
    (tmp_path / "run.py").touch()
    assert installation.checkout(package) == tmp_path


def nothing(_name):
    return None


def test_a_player_is_told_how_to_get_what_training_needs(wheel):
    assert installation.missing_for_training(find=lambda name: name) == ""
    in_checkout = installation.missing_for_training(find=nothing)
    assert "torch, torchaudio, vector_quantize_pytorch, lightning" in in_checkout
    assert f"`python3 run.py train` in {ROOT} installs them" in in_checkout
    in_wheel = installation.missing_for_training(wheel, nothing)
    assert "pip install 'distill-server[train]'" in in_wheel
    assert "run.py" not in in_wheel


def test_the_status_has_the_version_and_what_a_user_types():
    assert installation.about() == {"version": __version__, "program": "python3 run.py"}

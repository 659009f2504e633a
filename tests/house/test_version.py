"""The version stands in one place, and everything that names one names that."""

import json
import re
import tomllib
import xml.etree.ElementTree as ET

from distill import __version__
from kit.house import PACKAGE, ROOT


def test_the_build_reads_the_version_from_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert ROOT / project["tool"]["hatch"]["version"]["path"] == PACKAGE / "__init__.py"


def test_the_packages_for_max_and_reaper_carry_the_same_version():
    said = json.loads((ROOT / "max_patches" / "package-info.json").read_text("utf-8"))
    script = (ROOT / "reaper_scripts" / "Distill" / "distill.lua").read_text("utf-8")
    index = ET.parse(ROOT / "reaper_scripts" / "index.xml").getroot()  # noqa: S314 - our own
    versions = [said["version"], *re.findall(r"^-- @version (\S+)$", script, re.MULTILINE)]
    versions += [str(row.get("name")) for row in index.iter("version")]
    assert versions == [__version__] * 3


def test_the_package_says_that_it_is_typed():
    assert (PACKAGE / "py.typed").is_file()

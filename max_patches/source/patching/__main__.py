"""Generate the package again: `PYTHONPATH=max_patches/source python -m patching`."""

from patching.package import write

if __name__ == "__main__":
    for place in write():
        print(place)

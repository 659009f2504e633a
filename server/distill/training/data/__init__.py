"""From a folder of sounds to batches: scan, analyse, augment, split, crop."""

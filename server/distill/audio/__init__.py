"""Audio processing in numpy: level, limiting, crossfades, resampling, onsets, stereo width."""

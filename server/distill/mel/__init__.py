"""The log-mel spectrogram, which is the input of the codec."""

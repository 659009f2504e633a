"""What a training tells: the card, the page and its charts."""

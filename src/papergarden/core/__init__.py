"""The pure middle: from texts to pages, without a file, a clock or a network."""

"""Watch what moves, blinks or changes by itself."""

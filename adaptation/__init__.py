"""What tunes the game: minds that see an Observation and answer with a Directive, which ``temper`` makes safe."""

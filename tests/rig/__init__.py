"""Real components for tests: an X server, a sound server with a virtual microphone, a synthetic voice."""

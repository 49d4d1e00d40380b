"""Property tests have no deadline of wall time: the machine may be shared. Under CI=true they are the same each run."""

from hypothesis import settings

settings.register_profile("house", settings(), deadline=None)
settings.load_profile("house")

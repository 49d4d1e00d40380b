"""What a picture must never do to a viewer: flash, hide its words, hide what is to be reached from some eyes."""

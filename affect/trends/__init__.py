"""What a sitting, and many of them, say of a player: pure functions of what was kept, with how sure they are."""

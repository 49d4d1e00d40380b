"""The vault: what is kept of a player, sealed. Bytes in, bytes out; only this room imports cryptography."""

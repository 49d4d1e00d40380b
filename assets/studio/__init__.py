"""The studio: scripts that make every picture and sound of the game out of numbers. Imported by no room."""

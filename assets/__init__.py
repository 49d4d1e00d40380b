"""What is shown and heard: made by the scripts in assets/studio, carried by the wheel."""

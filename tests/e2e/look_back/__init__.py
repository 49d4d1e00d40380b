"""Looking back in a real browser, one file for each thing that is done there."""

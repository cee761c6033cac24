"""What is written from checked entries."""

"""What is done with messages, each one transaction; clock and settings come from the doors."""

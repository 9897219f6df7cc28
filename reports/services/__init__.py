"""What reports write: packets, meetings, reviews, explanations."""

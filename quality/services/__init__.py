"""What writes in this app: rounds, the work of the checker, its record, projections, disputes."""

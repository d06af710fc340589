"""What words mean: observations, signals, body parts, units, time, conditions, knowledge types, errors. No opinions."""

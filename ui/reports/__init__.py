"""Documents: seen inside the window, printed, saved, mailed."""

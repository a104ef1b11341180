"""What people decide, as services for the command line and the web."""

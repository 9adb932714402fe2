"""What leaves the desk as a paper: the same content for a command that prints it and for a page that shows it."""

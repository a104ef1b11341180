"""The staff site: search, listen, correct and rerun in a browser, by the services of the desk."""

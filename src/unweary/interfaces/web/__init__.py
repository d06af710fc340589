"""The pages: drawn on the server, complete without script. Routes, view data, templates and static files."""

"""Reports written out: JSON, JSON Lines, Markdown, CSV, XLSX."""

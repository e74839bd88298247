"""The forms of a source: what offices make of a report, from a clean DOCX to a skewed scan."""

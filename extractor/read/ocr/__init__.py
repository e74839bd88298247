"""Reading pictures of pages: clean-up, lines, Tesseract, and words with their boxes."""

"""The pieces of the DOCX reader (ECMA-376 WordprocessingML)."""

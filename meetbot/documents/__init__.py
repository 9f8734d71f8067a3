"""Rendering: Markdown, Word, HTML, mail, transcript formats. Values in, text or bytes out."""

"""Documents on paper: data becomes a ``Report``, and ``pdf`` draws it. Nothing is computed while it is drawn.

Modules that need ReportLab are imported by ``pdf.draw`` when the first document is asked for.
"""

"""The parts of a form: fields, their editor, previews, refusals."""

"""The take-away of the steps: a page to print and a PDF, made when they are opened, stored nowhere."""

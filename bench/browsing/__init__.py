"""Everything of a built site that is seen in a browser, checked over all its kinds of pages or over all its pages."""

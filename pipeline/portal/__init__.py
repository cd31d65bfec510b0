"""The portal's pages, made from the bundle and content/."""

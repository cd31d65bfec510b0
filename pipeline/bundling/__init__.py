"""Bundling (生成公示包): writes `state/bundle/`, which bundle.py opens. What is not public today does not enter."""

"""People, objects, locations and events: the view by access, put together at each read from what the viewer may see."""

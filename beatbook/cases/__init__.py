"""One investigation from several systems: composed at each read from what the viewer may see, with what is decided and told written beside it."""

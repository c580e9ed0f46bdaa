"""What every page shares: templates, template tags, charts drawn as SVG and the build of the front-end assets."""

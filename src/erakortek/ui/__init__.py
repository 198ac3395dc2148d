"""How everything looks: templates, components, tones, charts; no domain."""

"""The frame of every page: navigation, parts, language, theme, palette."""

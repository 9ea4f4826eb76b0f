"""Settings of every Jupyter program of the course's environment; ``make setup`` copies them there."""

from html import escape

from nbconvert.preprocessors import Preprocessor

c = get_config()  # noqa: F821  (Jupyter defines it)


class AltText(Preprocessor):
    """Give the pictures of ``show`` and ``explore`` their text alternative in HTML and slides.

    nbconvert's default template leaves out the ``alt`` of an image's metadata, so the picture goes in as HTML.
    """

    def preprocess_cell(self, cell, resources, index):
        for output in cell.get("outputs", []):
            about = output.get("metadata", {}).get("image/png", {})
            if "alt" in about:
                size = "".join(f' {side}="{about[side]}"' for side in ("width", "height") if side in about)
                source = f"data:image/png;base64,{output.data['image/png'].strip()}"
                output.data["text/html"] = f'<img alt="{escape(about["alt"])}"{size} src="{source}">'
        return cell, resources


c.HTMLExporter.preprocessors = [AltText]
c.AltText.enabled = True
# A cell with a statement, its proof and a figure can be longer than a slide.
c.SlidesExporter.reveal_scroll = True

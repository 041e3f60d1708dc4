"""How Sphinx builds these pages.

In: the Markdown of this folder, as it reads in any viewer, and the fixtures of the tests that pages include by path. Out: one site
for each kind of reader. With `-W` every broken link, missing file and page that no index names is an error.
"""

import re

project = "concord"
author = "the authors of concord"
copyright = "the authors of concord, under MIT or Apache-2.0"  # noqa: A001, the name that Sphinx asks for

extensions = ["myst_parser"]
root_doc = "index"
# The list of pages for those who read them in a viewer; `index.md` is the same for the site.
exclude_patterns = ["README.md", "requirements.txt", "_build"]

# Links to headings, such as `offices.md#the-page`, down to this level.
myst_heading_anchors = 4
suppress_warnings = ["myst.xref_ambiguous"]

html_theme = "alabaster"
html_theme_options = {
    "description": "Migration statistics of many offices in one comparable form, every number with its cell.",
    "fixed_sidebar": True,
    "page_width": "72rem",
    "sidebar_width": "17rem",
    "show_powered_by": False,
}
html_sidebars = {"**": ["about.html", "searchfield.html", "navigation.html"]}
html_static_path = []
html_copy_source = False
html_show_sourcelink = False
# No day in the pages: equal sources give equal pages.
html_last_updated_fmt = None
# The language of examples is not always one that the highlighter knows, such as a session of the program.
highlight_language = "text"

# Files outside this folder that have a page here.
PAGES = {"../CONTRIBUTING.md": "contributing.md", "../README.md": "index.md"}


def pages_of_files(app, docname, source):
    """Leads links to files outside this folder to their page where they have one, and else to the file."""
    for file, page in PAGES.items():
        up = "../" * docname.count("/")
        source[0] = re.sub(r"\]\(" + re.escape(up + file), f"]({up}{page}", source[0])
    # Markdown outside this folder that has no page is handed out as a file.
    source[0] = re.sub(r"\]\((\.\./[^)#]*\.md)", r"](path:\1", source[0])


def setup(app):
    app.connect("source-read", pages_of_files)
    return {"parallel_read_safe": True}

#!/usr/bin/env python3
"""Makes resources/fonts from Inter (SIL Open Font Licence; Debian package fonts-inter).

Qt before 6.7 cannot ask a font for tabular figures, so they become the default here: digits of one width, which
tables and running numbers need. The family is renamed to "Attune Inter", and only the scripts of our translations
and of common file names are kept. Needs fonttools.   usage: make.py FOLDER_WITH_INTER TARGET_FOLDER
"""
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}
RANGES = [(0x20, 0x17F), (0x192, 0x192), (0x1E00, 0x1EFF), (0x2B0, 0x2FF), (0x370, 0x3FF), (0x400, 0x4FF),
          (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2150, 0x218F), (0x2190, 0x21FF),
          (0x2200, 0x22FF), (0x2300, 0x23FF), (0x25A0, 0x25FF), (0x2600, 0x266F), (0xFFFD, 0xFFFD)]


def make(source: Path, target: Path, style: str) -> None:
    font = TTFont(source / f"Inter-{style}.otf")
    tabular = {}
    for record in font["GSUB"].table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for table in font["GSUB"].table.LookupList.Lookup[index].SubTable:
                    tabular.update(getattr(table, "mapping", None) or table.ExtSubTable.mapping)
    for table in font["cmap"].tables:
        for code, name in list(table.cmap.items()):
            if name in tabular and chr(code) in "0123456789.,:+-−":
                table.cmap[code] = tabular[name]
    options = subset.Options(layout_features=["kern", "mark", "mkmk", "ccmp", "locl", "calt"], name_IDs=["*"], notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for low, high in RANGES for code in range(low, high + 1)])
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            family = "AttuneInter" if record.nameID in (3, 6) else "Attune Inter"
            text = {1: family if style in ("Regular", "Bold") else f"{family} {style}", 16: family}.get(
                record.nameID, f"{family}{'-' if record.nameID in (3, 6) else ' '}{style}")
            record.string = text
    font["OS/2"].usWeightClass = WEIGHTS[style]
    target.mkdir(parents=True, exist_ok=True)
    font.save(target / f"AttuneInter-{style}.otf")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    for name in WEIGHTS:
        make(Path(sys.argv[1]), Path(sys.argv[2]), name)

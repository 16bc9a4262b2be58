"""The demonstration company 云澜电子: made from a seed, entirely fictitious, written as the messy files a real company has.

Everything here is synthetic and says so, in the data folder too. The causes planted in it are noted in ``causes`` only.
"""

from fupan.demo.facts import DemoFacts, StatedFigures, WrittenFile
from fupan.demo.write import write_company

__all__ = ["DemoFacts", "StatedFigures", "WrittenFile", "write_company"]

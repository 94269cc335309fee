"""Documents that leave the building: one content, written as PDF, slides, letter and workbook. None asks the store anything."""

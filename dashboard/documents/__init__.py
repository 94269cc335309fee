"""Documents for download and mail: one content, written as PDF, slides, letter and workbook. None queries the store."""

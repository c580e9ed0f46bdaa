"""Reads the spreadsheets that directors keep: grids, amounts, portfolios, ledgers. All of it pure."""

-- One row of the temporary table: two markings, of which whoever may see the first may also see the second. What one record tells of another
-- counts only then, so that a figure never shows a trace of a record that its reader may not open.
CREATE TEMPORARY TABLE measures_implied ON COMMIT DROP AS
SELECT a.vis, b.vis AS seen
FROM access_marking a JOIN access_marking b
  ON b.classification <= a.classification AND b.caveats <@ a.caveats
 AND (b.agreements = '{}' OR (a.agreements <> '{}' AND a.agreements <@ b.agreements));

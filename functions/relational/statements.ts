/** Every SQL statement of the records. Nothing here is put together from data: values come as parameters. */
export const statements = {
  /**
   * What the migration runs, in this order; each may be run again. Once deployed, only append. Compared byte by byte, as
   * students are elsewhere: MySQL would otherwise take the rolls `a1` and `A1` for one student's.
   */
  migrations: [
    `CREATE TABLE IF NOT EXISTS enrolments (
       roll VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
       course VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
       enrolled_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
       PRIMARY KEY (roll, course)
     )`,
  ],
  /** Parameters: roll, course. A second time changes nothing. */
  enrol: "INSERT IGNORE INTO enrolments (roll, course) VALUES (?, ?)",
  /** Parameters: roll, course. */
  withdraw: "DELETE FROM enrolments WHERE roll = ? AND course = ?",
  /** Parameter: roll. */
  list: "SELECT course FROM enrolments WHERE roll = ? ORDER BY course LIMIT 200",
} as const;

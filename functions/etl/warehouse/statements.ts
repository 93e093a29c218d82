/** Every SQL statement of the warehouse. Nothing here is put together from data: values come as parameters. */
export const statements = {
  /**
   * One transaction that loads the JSON list `:rows`. MERGE takes no condition and no subquery, so the list goes through a
   * temporary table, out of which what is not newer is dropped first. A removed student's row keeps its values. The table
   * is made by the first load and belongs to the loader, whom Redshift knows as its role: nobody has to prepare anything.
   *
   * A VARCHAR counts bytes of UTF-8: a text has up to six for each character that a student's schema allows, since Unicode's
   * composed form of some is two, of three bytes each.
   *
   * {@link https://docs.aws.amazon.com/redshift/latest/dg/r_MERGE.html}
   */
  load: [
    `CREATE TABLE IF NOT EXISTS students (
       roll VARCHAR(256) NOT NULL PRIMARY KEY,
       first_name VARCHAR(600),
       last_name VARCHAR(600),
       department VARCHAR(600),
       year VARCHAR(120),
       changed_at TIMESTAMP NOT NULL,
       sequence CHAR(40) NOT NULL,
       deleted BOOLEAN NOT NULL
     ) DISTKEY (roll) SORTKEY (changed_at)`,
    `CREATE TEMP TABLE staged (
       roll VARCHAR(256), first_name VARCHAR(600), last_name VARCHAR(600), department VARCHAR(600), year VARCHAR(120),
       changed_at TIMESTAMP, sequence CHAR(40), deleted BOOLEAN
     )`,
    `INSERT INTO staged
     SELECT CAST(r.roll AS VARCHAR(256)), CAST(r.first_name AS VARCHAR(600)), CAST(r.last_name AS VARCHAR(600)),
            CAST(r.department AS VARCHAR(600)), CAST(r.year AS VARCHAR(120)),
            CAST(CAST(r.changed_at AS VARCHAR(30)) AS TIMESTAMP), CAST(r.sequence AS VARCHAR(40)),
            CAST(r.deleted AS BOOLEAN)
     FROM (SELECT JSON_PARSE(:rows) AS list) AS given, given.list AS r`,
    `DELETE FROM staged USING students
     WHERE students.roll = staged.roll AND students.sequence >= staged.sequence`,
    `UPDATE staged
     SET first_name = students.first_name, last_name = students.last_name,
         department = students.department, year = students.year
     FROM students WHERE students.roll = staged.roll AND staged.deleted`,
    `MERGE INTO students USING staged ON students.roll = staged.roll
     WHEN MATCHED THEN UPDATE SET
       first_name = staged.first_name, last_name = staged.last_name, department = staged.department,
       year = staged.year, changed_at = staged.changed_at, sequence = staged.sequence, deleted = staged.deleted
     WHEN NOT MATCHED THEN INSERT (roll, first_name, last_name, department, year, changed_at, sequence, deleted)
       VALUES (staged.roll, staged.first_name, staged.last_name, staged.department, staged.year, staged.changed_at,
               staged.sequence, staged.deleted)`,
    `DROP TABLE staged`,
  ],
} as const;

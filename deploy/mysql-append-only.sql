-- Takes from the account that runs the parts whatever could change its tables, or rewrite the audit: what was written can
-- then only be added to, whoever gets hold of the account. Tables are made by another account: run `countersign migrate`
-- with that one first, and again, followed by this file, at each upgrade.
--
--   mysql --user=root --batch --skip-column-names < deploy/mysql-append-only.sql | mysql --user=root
--
-- It prints the statements; set names and prefix here. The account itself must exist and have no wider grants.
SET @account = COALESCE(@account, "'countersign'@'%'");
SET @databases = COALESCE(@databases, 'countersign\_%');

-- Sealing reads rows with a lock, for which some versions ask more than SELECT.
SELECT CONCAT('GRANT LOCK TABLES ON `', schema_name, '`.* TO ', @account, ';')
  FROM information_schema.schemata WHERE schema_name LIKE @databases
UNION ALL
SELECT CONCAT(
    'GRANT SELECT, INSERT', IF(table_name IN ('audit_entry', 'audit_seal'), '', ', UPDATE, DELETE'),
    ' ON `', table_schema, '`.`', table_name, '` TO ', @account, ';')
  FROM information_schema.tables WHERE table_schema LIKE @databases AND table_type = 'BASE TABLE';

-- SPDX-License-Identifier: GPL-3.0-or-later
-- What pg_dump --schema-only does not show of a database, a line a fact, for two databases to be compared: rows, sequences,
-- large objects, and the database's own entry. For psql --tuples-only, as a superuser. Independent of anything of ours, of
-- the order of columns, and of the settings of the session, the role and the database.
\set ON_ERROR_STOP 1
\pset footer off
SET search_path = pg_catalog;
SELECT set_config('client_encoding', getdatabaseencoding(), false) \g /dev/null
SET row_security = off;
SET DateStyle = 'ISO, YMD';
SET IntervalStyle = 'iso_8601';
SET TimeZone = 'UTC';
SET extra_float_digits = 3;
SET bytea_output = 'hex';
SET quote_all_identifiers = off;
SET xmlbinary = 'base64';
SET lc_monetary = 'C';
SET statement_timeout = 0;
SET default_transaction_read_only = off;

-- Each table's rows, columns by name. Partitions by a hash stand together at their root: rows of an enum land in other ones
-- after every load.
WITH RECURSIVE up AS (
    SELECT oid AS leaf, oid AS top, relpartbound FROM pg_class WHERE relkind = 'r'
    UNION ALL
    SELECT up.leaf, i.inhparent, c.relpartbound FROM up JOIN pg_inherits i ON i.inhrelid = up.top
        JOIN pg_class c ON c.oid = i.inhparent WHERE up.relpartbound IS NOT NULL),
by_hash AS (SELECT DISTINCT leaf FROM up JOIN pg_partitioned_table p ON p.partrelid = up.top WHERE p.partstrat = 'h'),
wanted AS (
    SELECT c.oid, 'ONLY ' AS scope FROM pg_class c
        WHERE (c.relkind = 'r' AND c.oid NOT IN (SELECT leaf FROM by_hash)) OR (c.relkind = 'm' AND c.relispopulated)
    UNION
    SELECT pg_partition_root(leaf)::oid, '' FROM by_hash)
SELECT format('SELECT %L, count(*), sum((''x'' || substr(md5(%s), 1, 15))::bit(60)::bigint::numeric), '
    'sum((''x'' || substr(md5(%2$s), 17, 15))::bit(60)::bigint::numeric) FROM %3$s%4$I.%5$I t',
    'rows of ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname),
    (SELECT format('ROW(%s)::text', string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname))
        FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
    scope, n.nspname, c.relname)
FROM wanted JOIN pg_class c USING (oid) JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY n.nspname, c.relname \gexec
SELECT 'unfilled ' || oid::regclass FROM pg_class WHERE relkind = 'm' AND NOT relispopulated ORDER BY 1;

SELECT format('SELECT %L, last_value, is_called FROM %I.%I', 'sequence ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname),
    n.nspname, c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S' ORDER BY n.nspname, c.relname \gexec

SELECT 'large object', m.oid, pg_get_userbyid(m.lomowner), 
    CASE WHEN m.lomacl IS NULL THEN 'as by default' ELSE ARRAY(SELECT unnest(m.lomacl)::text ORDER BY 1)::text END, md5(lo_get(m.oid)),
    obj_description(m.oid, 'pg_largeobject') FROM pg_largeobject_metadata m ORDER BY m.oid;

-- pg_dump writes no version: a restore takes the server's newest.
SELECT 'extension', extname, extversion FROM pg_extension ORDER BY 2;

-- Its own entry; null grants are the defaults, an empty list is nobody.
SELECT 'database', pg_get_userbyid(d.datdba), pg_encoding_to_char(d.encoding), t.spcname, shobj_description(d.oid, 'pg_database'),
    to_jsonb(d) - '{oid,datname,datdba,datacl,datfrozenxid,datminmxid,dattablespace,datlastsysoid,encoding,dathasloginevt}'::text[]
FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace WHERE d.datname = current_database();
SELECT 'grants', CASE WHEN d.datacl IS NULL THEN 'as by default' ELSE ARRAY(SELECT unnest(d.datacl)::text ORDER BY 1)::text END
FROM pg_database d WHERE d.datname = current_database();
SELECT 'setting', coalesce(r.rolname, '*'), unnest(s.setconfig) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
    LEFT JOIN pg_roles r ON r.oid = s.setrole WHERE d.datname = current_database() ORDER BY 2, 3;
SELECT 'label', provider, label FROM pg_shseclabel s JOIN pg_database d ON d.oid = s.objoid WHERE d.datname = current_database() ORDER BY 2, 3;

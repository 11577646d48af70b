# SPDX-License-Identifier: GPL-3.0-or-later
# Benchmarks of whole programs on a lab. Sourced by tests/bench/run.
# shellcheck shell=bash disable=SC2154 # work, build, ours_*, peer_* come from run

# The programs themselves: /usr/bin/psql and pg_dump of Debian are a Perl script in front of them.
postgres_bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
lab=
backup_rows=560000

timed() { "$build/bench/bench_timed" "$@"; }

# profile_value SECTION KEY, of the lab's profile
profile_value() {
  awk -v section="$1:" -v key="$2:" '/^[^ ]/ { inside = $1 == section } inside && $1 == key { print $2 }' "$lab/profile.yaml"
}

up_lab() {
  lab=$work/lab
  timed "$build/bin/qbm-lab" up --dir "$lab" --days 7
}

end_lab() {
  [ -z "$lab" ] || [ ! -e "$lab" ] || "$build/bin/qbm-lab" down --dir "$lab" 2>/dev/null
}

need_lab() {
  [ -n "$lab" ] && [ -e "$lab/profile.yaml" ] || { lab=$work/lab && up_lab >/dev/null 2>&1; } || return 1
  export PGPASSFILE=$lab/secrets/pgpass
  database_url="host=127.0.0.1 port=$(profile_value postgres port) user=postgres dbname=qbm_ai_system sslmode=disable"
}

# Three times from an empty folder; the last lab stays for the other benchmarks.
bench_lab_up() {
  : >"$work/lab_up"
  while [ "$(wc -l <"$work/lab_up")" -lt 3 ]; do
    end_lab
    lab=$work/lab
    up_lab >>"$work/lab_up" 2>"$work/lab_up.log" || { cat "$work/lab_up.log" >&2; return 1; }
  done
  figure lab_up "$(cut -d' ' -f1 "$work/lab_up" | median)" s - -
}

status_ours() {
  local code=0
  timed "$build/bin/qbmctl" --profile "$lab/profile.yaml" status || code=$?
  [ $code = 0 ] || [ $code = 3 ] # 3: a part is degraded; an alert of the lab fires on purpose after some minutes
}

status_by_hand() { timed "$work/status-by-hand"; }

# What the guide has an operator type, one after another.
bench_status() {
  need_lab || return 1
  local redis_port
  redis_port=$(profile_value redis port)
  REDISCLI_AUTH=$(cat "$lab/secrets/redis")
  export REDISCLI_AUTH
  cat >"$work/status-by-hand" <<SCRIPT
#!/bin/sh
set -e
$postgres_bin/psql -XAtq "$database_url" -c 'SELECT version(), count(*) FROM pg_stat_activity' -c 'SELECT pg_database_size(current_database())'
redis-cli -p $redis_port INFO
curl -sf '$(profile_value prometheus url)/api/v1/query?query=up'
curl -sf '$(profile_value alertmanager url)/api/v2/alerts'
curl -sf '$(profile_value application url)/health'
SCRIPT
  chmod 755 "$work/status-by-hand"
  in_turn 11 status_ours status_by_hand || return 1
  figure status "$ours_seconds" s "psql, redis-cli and 3 curl, one after another" "$peer_seconds"
}

version_ours() { timed "$build/bin/qbm-console" --version; }
version_peer() { timed "$build/bench/bench_empty_window" --version; }
start_ours() {
  timed "$build/bin/qbm-console" --profile "$lab/profile.yaml" --page overview --size 1440x900 --lang en --theme light \
    --screenshot "$work/overview.png"
}
start_peer() { timed "$build/bench/bench_empty_window" "$work/empty.png"; }

bench_console_start() {
  in_turn 7 version_ours version_peer || return 1
  figure console_version "$ours_seconds" s "Qt Widgets program that does nothing" "$peer_seconds"
  need_lab || return 1
  in_turn 5 start_ours start_peer || return 1
  figure console_start "$ours_seconds" s "empty QMainWindow with its picture" "$peer_seconds"
  figure console_memory "$(awk -v k="$ours_kib" 'BEGIN { printf "%.1f", k / 1024 }')" MiB "empty QMainWindow with its picture" \
    "$(awk -v k="$peer_kib" 'BEGIN { printf "%.1f", k / 1024 }')"
}

backup_ours() {
  timed "$build/bin/qbmctl" --profile "$lab/profile.yaml" backup create --format guide --yes 2>"$work/backup.log" || { cat "$work/backup.log" >&2; return 1; }
  rm -f "$lab"/backups/*.dump "$lab"/backups/*.dump.json
}

backup_peer() {
  timed "$postgres_bin/pg_dump" --format=custom --compress=9 --file="$work/guide.dump" "$database_url" || return 1
  rm -f "$work/guide.dump"
}

# About 300 MB beside the lab's own tables: a third random bytes, the rest text that repeats itself.
fill_database() {
  "$postgres_bin/psql" -Xq "$database_url" -v ON_ERROR_STOP=1 >&2 <<SQL
CREATE TABLE bench_payload AS
  SELECT i AS id, decode(md5(i::text) || md5('a' || i) || md5('b' || i) || md5('c' || i) || md5('d' || i) || md5('e' || i)
         || md5('f' || i) || md5('g' || i) || md5('h' || i) || md5('j' || i), 'hex') AS bytes,
         repeat('model price_elasticity accuracy ', 8) || i AS note, now() AS made_at
    FROM generate_series(1, $backup_rows) AS i;
ALTER TABLE bench_payload ADD PRIMARY KEY (id);
VACUUM ANALYZE bench_payload;
CHECKPOINT;
SQL
}

bench_backup_guide() {
  need_lab && fill_database || return 1
  say "database: $("$postgres_bin/psql" -XAt "$database_url" -c 'SELECT pg_size_pretty(pg_database_size(current_database()))')"
  in_turn 5 backup_ours backup_peer || return 1
  "$postgres_bin/psql" -Xq "$database_url" -c 'DROP TABLE bench_payload'
  figure backup_guide "$ours_seconds" s "pg_dump --format=custom --compress=9" "$peer_seconds"
}

# SPDX-License-Identifier: GPL-3.0-or-later
# Benchmarks of the Kubernetes client on a simulator with 10,000 pods in a process of its own. Sourced by tests/bench/run.
# shellcheck shell=bash disable=SC2154 # work, build, ours_*, peer_* come from run

cluster=
cluster_pid=
cluster_pods=10000

end_cluster() {
  [ -n "$cluster_pid" ] || return 0
  kill "$cluster_pid" 2>/dev/null || true
  wait "$cluster_pid" 2>/dev/null || true
  cluster_pid=
}

need_cluster() {
  [ -z "$cluster_pid" ] || return 0
  cluster=$work/cluster
  mkdir -p "$cluster"
  mkfifo "$cluster/commands"
  "$build/bench/bench_kubernetes_server" "$cluster" $cluster_pods <>"$cluster/commands" >&2 &
  cluster_pid=$!
  local waited
  for ((waited = 0; waited < 600; waited++)); do
    [ ! -e "$cluster/kubeconfig" ] || return 0
    kill -0 "$cluster_pid" 2>/dev/null || break
    sleep 0.1
  done
  say "The simulator with $cluster_pods pods did not start."
  return 1
}

cluster_list() { timed "$build/bench/bench_kubernetes_list" "$cluster/kubeconfig" "$cluster/figures"; }
cluster_kubectl() { timed kubectl --kubeconfig "$cluster/kubeconfig" get pods -A -o json; }

# column N of the figures the list program left, as a median
cluster_figure() { cut -d' ' -f"$1" "$cluster/figures" | median; }

bench_kubernetes_list() {
  command -v kubectl >/dev/null || { say "kubectl, the peer of kubernetes_list, is missing."; return 1; }
  need_cluster || return 1
  rm -f "$cluster/figures"
  in_turn 5 cluster_list cluster_kubectl || return 1
  figure kubernetes_list "$ours_seconds" s "kubectl get pods -A -o json" "$peer_seconds"
  figure kubernetes_list_memory "$(awk -v k="$(cluster_figure 3)" 'BEGIN { printf "%.1f", k / 1024 }')" MiB "kubectl, whole process" \
    "$(awk -v k="$peer_kib" 'BEGIN { printf "%.1f", k / 1024 }')"
}

bench_kubernetes_first_page() {
  need_cluster || return 1
  rm -f "$cluster/figures"
  local run
  for ((run = 0; run < 7; run++)); do cluster_list >/dev/null || return 1; done
  figure kubernetes_first_page "$(cluster_figure 1)" ms "all $cluster_pods rows" "$(cluster_figure 2)"
}

bench_kubernetes_decode() { need_cluster && "$build/bench/bench_kubernetes_decode" "$cluster/kubeconfig" | judge; }
bench_kubernetes_watch() { need_cluster && "$build/bench/bench_kubernetes_watch" "$cluster/kubeconfig" "$cluster/commands" 60 1000 | judge; }
bench_kubernetes_burst() { need_cluster && "$build/bench/bench_kubernetes_burst" "$cluster/kubeconfig" "$cluster/commands" | judge; }

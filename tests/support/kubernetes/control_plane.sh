# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154 # binaries: the folder of the servers
# A control plane in one folder: etcd, API server, controllers and scheduler, as children of this shell that the kernel ends
# with it. Only the API server has a port, on 127.0.0.1; etcd listens on a socket in the folder. Sourced by kubernetes-server.

# Of a running server, by process name.
declare -A pids=()

start_control_plane() {
  local folder=$1 port
  prepare_folder "$folder"
  make_certificates
  make_tokens
  launch etcd /usr/bin/etcd --data-dir etcd --listen-client-urls unix://etcd:1 --advertise-client-urls unix://etcd:1 \
    --listen-peer-urls unix://etcd:2 --initial-advertise-peer-urls unix://etcd:2 --initial-cluster default=unix://etcd:2 \
    --unsafe-no-fsync --log-level warn
  port=$(free_port)
  start_api_server "$port"
  write_kubeconfig "$port" kube-controller-manager controller-manager.kubeconfig
  write_kubeconfig "$port" kube-scheduler scheduler.kubeconfig
  start_controllers
  make_nodes
  write_kubeconfig "$port" admin admin.kubeconfig
  mv admin.kubeconfig ../kubeconfig
}

# What an earlier server left goes. From here on the working folder is the server's.
prepare_folder() {
  rm -rf "$1/state" "$1/log"
  mkdir -m 700 "$1/state"
  mkdir "$1/log"
  cd "$1/state" || exit
}

# launch NAME COMMAND...: in the background, its output in log/NAME.log, ended by the kernel if this shell dies.
launch() {
  local name=$1
  shift
  setpriv --pdeathsig KILL "$@" </dev/null >"../log/$name.log" 2>&1 &
  pids[$name]=$!
}

# Everything here is thrown away, so nobody needs time to finish.
stop_control_plane() {
  [ ${#pids[@]} != 0 ] || return 0
  kill -KILL "${pids[@]}" 2>/dev/null || true
  wait "${pids[@]}" 2>/dev/null || true
}

make_certificates() {
  local key=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
  {
    openssl req -x509 "${key[@]}" -days 30 -subj /CN=kubernetes-ca -keyout ca.key -out ca.crt
    openssl req -x509 "${key[@]}" -days 30 -subj /CN=kube-apiserver -CA ca.crt -CAkey ca.key -keyout server.key -out server.crt \
      -addext 'subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:kubernetes.default.svc' -addext basicConstraints=critical,CA:FALSE
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -out service-account.key
    openssl pkey -in service-account.key -pubout -out service-account.pub
  } >../log/openssl.log 2>&1
}

# A user each for the administrator and for the components, whose rights the API server sets up under these names.
make_tokens() {
  local name
  for name in admin kube-controller-manager kube-scheduler; do
    openssl rand -hex 20 >"$name.token"
  done
  printf '%s,%s,%s,%s\n' "$(cat admin.token)" kubernetes-admin 1 system:masters \
    "$(cat kube-controller-manager.token)" system:kube-controller-manager 2 '' \
    "$(cat kube-scheduler.token)" system:kube-scheduler 3 '' >tokens.csv
}

# Below the range the kernel takes ports for outgoing connections from.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (: >"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo "$port"
}

start_api_server() {
  local port=$1 more=()
  read -ra more <<<"${QBM_KUBERNETES_API_FLAGS:-}"
  launch kube-apiserver "$binaries/kube-apiserver" --bind-address 127.0.0.1 --advertise-address 127.0.0.1 \
    --secure-port "$port" --insecure-port 0 --endpoint-reconciler-type none --etcd-servers unix://etcd:1 \
    --tls-cert-file server.crt --tls-private-key-file server.key --client-ca-file ca.crt \
    --token-auth-file tokens.csv --authorization-mode RBAC \
    --service-account-issuer https://kubernetes.default.svc --service-account-key-file service-account.pub \
    --service-account-signing-key-file service-account.key --service-cluster-ip-range 10.96.0.0/16 \
    --profiling=false "${more[@]}"
  printf 'silent\nshow-error\nfail\ncacert = ca.crt\nheader = "Authorization: Bearer %s"\n' "$(cat admin.token)" >curl.conf
  api=https://127.0.0.1:$port
  await kube-apiserver ask /readyz
}

# The controllers run when they have given the first namespace its account. Nodes are never declared dead: no kubelet
# refreshes them.
start_controllers() {
  launch kube-controller-manager "$binaries/kube-controller-manager" --kubeconfig controller-manager.kubeconfig \
    --use-service-account-credentials --service-account-private-key-file service-account.key --root-ca-file ca.crt \
    --node-monitor-grace-period 10000h --leader-elect=false --port 0 --secure-port 0 --kube-api-qps 200 --kube-api-burst 400
  launch kube-scheduler "$binaries/kube-scheduler" --kubeconfig scheduler.kubeconfig --leader-elect=false --port 0 --secure-port 0
  await kube-controller-manager ask /api/v1/namespaces/default/serviceaccounts/default
}

# ask PATH [CURL OPTION...]: one request as administrator.
ask() {
  local path=$1
  shift
  curl --config curl.conf "$@" "$api$path"
}

# await NAME COMMAND...: until the command succeeds, unless server NAME ends before.
await() {
  local name=$1 end=$((SECONDS + 180))
  shift
  until "$@" >/dev/null 2>&1; do
    if [ $SECONDS -gt $end ] || ! kill -0 "${pids[$name]}" 2>/dev/null; then
      echo "$name does not get ready; its last words:" >&2
      tail -n 10 "../log/$name.log" >&2
      return 1
    fi
    sleep 0.1
  done
}

# Nodes without a kubelet (status.nodeInfo says so: no kubeletVersion), so that the scheduler has where to bind pods.
make_nodes() {
  local i
  for ((i = 1; i <= ${QBM_KUBERNETES_NODES:-2}; ++i)); do
    ask /api/v1/nodes --header 'Content-Type: application/json' --data @- >/dev/null <<END
{"apiVersion": "v1", "kind": "Node",
 "metadata": {"name": "node-$i", "labels": {"kubernetes.io/hostname": "node-$i", "kubernetes.io/os": "linux"}},
 "status": {"capacity": {"cpu": "8", "memory": "32Gi", "pods": "110"}, "allocatable": {"cpu": "8", "memory": "32Gi", "pods": "110"},
  "conditions": [{"type": "Ready", "status": "True", "reason": "WithoutKubelet", "lastHeartbeatTime": "$(date -u +%FT%TZ)"}]}}
END
  done
}

write_kubeconfig() {
  local port=$1 user=$2 file=$3
  (umask 077 && : >"$file")
  cat >"$file" <<END
apiVersion: v1
kind: Config
clusters:
- name: real
  cluster: {server: "https://127.0.0.1:$port", certificate-authority-data: $(base64 -w 0 ca.crt)}
users:
- name: $user
  user: {token: $(cat "$user.token")}
contexts:
- name: real
  context: {cluster: real, user: $user, namespace: default}
current-context: real
END
}

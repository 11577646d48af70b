// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/bootstrap.h"

namespace qbm::lab::kubernetes {

std::string_view qbmManifest()
{
    return R"yaml(
apiVersion: v1
kind: Namespace
metadata: {name: qbm-ai-system, labels: {app.kubernetes.io/part-of: qbm}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: qbm-config, namespace: qbm-ai-system, labels: {app: backend}}
data:
  ENVIRONMENT: "production"
  LOG_LEVEL: "INFO"
  POSTGRES_HOST: "postgres"
  POSTGRES_PORT: "5432"
  POSTGRES_DB: "qbm_ai_system"
  POSTGRES_USER: "postgres"
  REDIS_HOST: "redis"
  REDIS_PORT: "6379"
  REDIS_MAX_CONNECTIONS: "50"
  WORKERS: "4"
  CACHE_TTL_SECONDS: "3600"
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: qbm-service-account, namespace: qbm-ai-system}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: qbm-role, namespace: qbm-ai-system}
rules:
- {apiGroups: [""], resources: [pods, pods/log, services, endpoints, events, configmaps], verbs: [get, list, watch]}
- {apiGroups: [apps], resources: [deployments, replicasets, statefulsets], verbs: [get, list, watch]}
- {apiGroups: [autoscaling], resources: [horizontalpodautoscalers], verbs: [get, list, watch]}
- {apiGroups: [networking.k8s.io], resources: [ingresses], verbs: [get, list, watch]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: qbm-role-binding, namespace: qbm-ai-system}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: qbm-role}
subjects:
- {kind: ServiceAccount, name: qbm-service-account, namespace: qbm-ai-system}
---
apiVersion: v1
kind: Service
metadata: {name: backend, namespace: qbm-ai-system, labels: {app: backend}}
spec: {selector: {app: backend}, ports: [{name: http, port: 8000, targetPort: http}]}
---
apiVersion: v1
kind: Service
metadata: {name: frontend, namespace: qbm-ai-system, labels: {app: frontend}}
spec: {selector: {app: frontend}, ports: [{name: http, port: 3000, targetPort: http}]}
---
apiVersion: v1
kind: Service
metadata: {name: redis, namespace: qbm-ai-system, labels: {app: redis}}
spec: {selector: {app: redis}, ports: [{name: redis, port: 6379, targetPort: 6379}]}
---
apiVersion: v1
kind: Service
metadata: {name: postgres, namespace: qbm-ai-system, labels: {app: postgres}}
spec: {clusterIP: None, selector: {app: postgres}, ports: [{name: postgres, port: 5432, targetPort: 5432}]}
---
apiVersion: v1
kind: Service
metadata: {name: nginx, namespace: qbm-ai-system, labels: {app: nginx}}
spec: {selector: {app: nginx}, ports: [{name: http, port: 80, targetPort: http}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: postgres, namespace: qbm-ai-system, labels: {app: postgres}}
spec:
  serviceName: postgres
  replicas: 1
  selector: {matchLabels: {app: postgres}}
  template:
    metadata: {labels: {app: postgres}}
    spec:
      containers:
      - name: postgres
        image: postgres:15
        ports: [{containerPort: 5432, name: postgres}]
        env:
        - {name: POSTGRES_DB, valueFrom: {configMapKeyRef: {name: qbm-config, key: POSTGRES_DB}}}
        - {name: POSTGRES_PASSWORD, valueFrom: {secretKeyRef: {name: qbm-secrets, key: POSTGRES_PASSWORD}}}
        resources: {requests: {cpu: 500m, memory: 1Gi}, limits: {cpu: "2", memory: 4Gi}}
        readinessProbe: {exec: {command: [pg_isready, -U, postgres]}, initialDelaySeconds: 5, periodSeconds: 10}
        volumeMounts: [{name: data, mountPath: /var/lib/postgresql/data}]
  volumeClaimTemplates:
  - metadata: {name: data}
    spec: {accessModes: [ReadWriteOnce], storageClassName: standard, resources: {requests: {storage: 20Gi}}}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: backend
  namespace: qbm-ai-system
  labels: {app: backend}
  annotations: {kubernetes.io/change-cause: "v1.4.2: predictions answer from the cache first"}
spec:
  replicas: 3
  selector: {matchLabels: {app: backend}}
  template:
    metadata:
      labels: {app: backend}
      annotations: {prometheus.io/scrape: "true", prometheus.io/port: "8000", prometheus.io/path: /metrics}
    spec:
      serviceAccountName: qbm-service-account
      containers:
      - name: backend
        image: qbm-ai-system/backend:v1.4.2
        ports: [{containerPort: 8000, name: http}]
        envFrom: [{configMapRef: {name: qbm-config}}, {secretRef: {name: qbm-secrets}}]
        resources: {requests: {cpu: 500m, memory: 512Mi}, limits: {cpu: "1", memory: 1Gi}}
        livenessProbe: {httpGet: {path: /health, port: 8000}, initialDelaySeconds: 30, periodSeconds: 10}
        readinessProbe: {httpGet: {path: /health, port: 8000}, initialDelaySeconds: 5, periodSeconds: 5}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: frontend, namespace: qbm-ai-system, labels: {app: frontend}}
spec:
  replicas: 2
  selector: {matchLabels: {app: frontend}}
  template:
    metadata: {labels: {app: frontend}}
    spec:
      containers:
      - name: frontend
        image: qbm-ai-system/frontend:v1.4.2
        ports: [{containerPort: 3000, name: http}]
        env: [{name: NEXT_PUBLIC_API_URL, value: "https://qbm.example.com/api"}]
        resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {cpu: 500m, memory: 512Mi}}
        livenessProbe: {httpGet: {path: /, port: 3000}, initialDelaySeconds: 15, periodSeconds: 10}
        readinessProbe: {httpGet: {path: /, port: 3000}, initialDelaySeconds: 5, periodSeconds: 5}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: redis, namespace: qbm-ai-system, labels: {app: redis}}
spec:
  replicas: 1
  selector: {matchLabels: {app: redis}}
  template:
    metadata: {labels: {app: redis}}
    spec:
      containers:
      - name: redis
        image: redis:7-alpine
        args: ["--maxmemory", 2gb, "--maxmemory-policy", allkeys-lru]
        ports: [{containerPort: 6379, name: redis}]
        resources: {requests: {cpu: 100m, memory: 256Mi}, limits: {cpu: 500m, memory: 2560Mi}}
        readinessProbe: {tcpSocket: {port: 6379}, periodSeconds: 5}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: nginx, namespace: qbm-ai-system, labels: {app: nginx}}
spec:
  replicas: 1
  selector: {matchLabels: {app: nginx}}
  template:
    metadata: {labels: {app: nginx}}
    spec:
      containers:
      - name: nginx
        image: nginx:1.25-alpine
        ports: [{containerPort: 80, name: http}]
        resources: {requests: {cpu: 50m, memory: 64Mi}, limits: {cpu: 200m, memory: 128Mi}}
        readinessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 5}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: qbm-ingress
  namespace: qbm-ai-system
  annotations: {cert-manager.io/cluster-issuer: letsencrypt-prod, nginx.ingress.kubernetes.io/proxy-body-size: 20m}
spec:
  ingressClassName: nginx
  tls: [{hosts: [qbm.example.com], secretName: qbm-tls}]
  rules:
  - host: qbm.example.com
    http:
      paths:
      - {path: /api, pathType: Prefix, backend: {service: {name: backend, port: {number: 8000}}}}
      - {path: /, pathType: Prefix, backend: {service: {name: frontend, port: {number: 3000}}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: backend-ingress, namespace: qbm-ai-system}
spec:
  podSelector: {matchLabels: {app: backend}}
  policyTypes: [Ingress]
  ingress: [{from: [{podSelector: {matchLabels: {app: nginx}}}, {podSelector: {matchLabels: {app: frontend}}}], ports: [{protocol: TCP, port: 8000}]}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: backend-pdb, namespace: qbm-ai-system, labels: {app: backend}}
spec: {minAvailable: 2, selector: {matchLabels: {app: backend}}}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: qbm-quota, namespace: qbm-ai-system}
spec: {hard: {pods: "60", count/deployments.apps: "20", persistentvolumeclaims: "10"}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: qbm-backup, namespace: qbm-ai-system, labels: {app: backup}}
spec:
  schedule: "0 2 * * *"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      template:
        metadata: {labels: {app: backup}}
        spec:
          restartPolicy: OnFailure
          containers:
          - name: backup
            image: postgres:15
            command: [sh, -c, "pg_dump -h postgres qbm_ai_system > /backup/dump.sql"]
            resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {cpu: 500m, memory: 512Mi}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: backend-hpa, namespace: qbm-ai-system, labels: {app: backend}}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: backend}
  minReplicas: 3
  maxReplicas: 10
  metrics:
  - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}
  - {type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 80}}}
)yaml";
}

} // namespace qbm::lab::kubernetes

{{- define "schoolgate.name" -}}
{{- default .Release.Name .Values.nameOverride | trunc 52 | trimSuffix "-" -}}
{{- end -}}

{{- define "schoolgate.selector" -}}
app.kubernetes.io/name: schoolgate
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "schoolgate.labels" -}}
{{ include "schoolgate.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "schoolgate.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{- define "schoolgate.secretName" -}}
{{- if .Values.secrets.create -}}
{{ include "schoolgate.name" . }}-secrets
{{- else -}}
{{ .Values.secrets.existingSecret }}
{{- end -}}
{{- end -}}

{{- define "schoolgate.policyName" -}}
{{- if .Values.policy.files -}}
{{ include "schoolgate.name" . }}-policy
{{- else -}}
{{ .Values.policy.existingConfigMap }}
{{- end -}}
{{- end -}}

{{- define "schoolgate.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{ .Values.serviceAccount.name | default (include "schoolgate.name" .) }}
{{- else -}}
{{ .Values.serviceAccount.name | default "default" }}
{{- end -}}
{{- end -}}

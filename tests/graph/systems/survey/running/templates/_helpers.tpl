{{- define "opensurvey.fullname" -}}
{{- default (printf "%s-%s" .Release.Name .Chart.Name) .Values.fullnameOverride | trunc 63 -}}
{{- end }}
{{- define "opensurvey.env" -}}
- name: DATABASE_HOST
  value: {{ .Release.Name }}-postgresql
- name: REDIS_URL
  value: redis://{{ .Release.Name }}-redis-master:6379
{{- end }}

// manifestcheck reads rendered Kubernetes manifests (YAML documents on stdin) and checks each one the way an API
// server would without a cluster: it decodes strictly into the API's own Go types, so an unknown field, a repeated
// key or a value of the wrong type is an error, and it judges every pod by the "restricted" Pod Security Standard.
//
// It prints one JSON object per problem and exits 1 if there was any; 2 means it could not read its input.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	kubejson "k8s.io/apimachinery/pkg/runtime/serializer/json"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	psaapi "k8s.io/pod-security-admission/api"
	psapolicy "k8s.io/pod-security-admission/policy"
)

type problem struct {
	Document string `json:"document"`
	Rule     string `json:"rule"`
	Detail   string `json:"detail"`
}

func main() {
	problems, err := checkAll(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, "manifestcheck:", err)
		os.Exit(2)
	}
	out := json.NewEncoder(os.Stdout)
	for _, p := range problems {
		if err := out.Encode(p); err != nil {
			fmt.Fprintln(os.Stderr, "manifestcheck:", err)
			os.Exit(2)
		}
	}
	if len(problems) > 0 {
		os.Exit(1)
	}
}

func checkAll(in io.Reader) ([]problem, error) {
	decoder, err := newDecoder()
	if err != nil {
		return nil, err
	}
	evaluator, err := psapolicy.NewEvaluator(psapolicy.DefaultChecks())
	if err != nil {
		return nil, err
	}
	restricted := psaapi.LevelVersion{Level: psaapi.LevelRestricted, Version: psaapi.LatestVersion()}

	var problems []problem
	documents := utilyaml.NewYAMLReader(bufio.NewReader(in))
	for number := 1; ; number++ {
		text, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return problems, nil
		}
		if err != nil {
			return nil, err
		}
		name := fmt.Sprintf("document %d", number)
		object, kind, err := decoder.Decode(text, nil, nil)
		if err != nil {
			if kind == nil && runtime.IsMissingKind(err) && isBlank(text) {
				continue
			}
			problems = append(problems, problem{name, "strict-decode", err.Error()})
			continue
		}
		if meta, ok := object.(metav1.Object); ok {
			name = kind.Kind + "/" + meta.GetName()
		}
		if template := podTemplate(object); template != nil {
			for _, result := range evaluator.EvaluatePod(restricted, &template.ObjectMeta, &template.Spec) {
				if !result.Allowed {
					problems = append(problems,
						problem{name, "pod-security-restricted", result.ForbiddenReason + ": " + result.ForbiddenDetail})
				}
			}
		}
	}
}

// newDecoder knows the kinds a chart of ours may render; any other kind is an error, so a new one is a decision.
func newDecoder() (runtime.Decoder, error) {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{
		appsv1.AddToScheme, batchv1.AddToScheme, corev1.AddToScheme, networkingv1.AddToScheme,
		policyv1.AddToScheme, rbacv1.AddToScheme,
	} {
		if err := add(scheme); err != nil {
			return nil, err
		}
	}
	return kubejson.NewSerializerWithOptions(kubejson.DefaultMetaFactory, scheme, scheme,
		kubejson.SerializerOptions{Yaml: true, Strict: true}), nil
}

func podTemplate(object runtime.Object) *corev1.PodTemplateSpec {
	switch o := object.(type) {
	case *appsv1.Deployment:
		return &o.Spec.Template
	case *appsv1.StatefulSet:
		return &o.Spec.Template
	case *appsv1.DaemonSet:
		return &o.Spec.Template
	case *batchv1.Job:
		return &o.Spec.Template
	case *batchv1.CronJob:
		return &o.Spec.JobTemplate.Spec.Template
	case *corev1.Pod:
		return &corev1.PodTemplateSpec{ObjectMeta: o.ObjectMeta, Spec: o.Spec}
	}
	return nil
}

// isBlank says whether a document holds only comments: helm renders one for every template that yields nothing.
func isBlank(text []byte) bool {
	var value any
	return utilyaml.Unmarshal(text, &value) == nil && value == nil
}
